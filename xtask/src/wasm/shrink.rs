//! Takes out of a compiled module what nobody can see: how a panic would be told.
//! It must not know what the functions inside are for.
//!
//! In the browser a panic is a trap, without words: there is nowhere to print them. But each place that could panic
//! hands over where it stands and why, and the code that would make a sentence of it is compiled in. Here the functions
//! that panic become a bare trap, and the places become zeroes; wasm-opt then removes whatever led to them.

use walrus::ir::{Const, Instr, InstrLocId, Unreachable};
use walrus::{
    ConstExpr, DataKind, ElementItems, FunctionBuilder, FunctionId, FunctionKind, Module, RawCustomSection, ir::Value,
};

use super::parts::Parts;
use crate::line::Failure;

/// Parts of the names of functions that never come back. The compiler knows that they do not, so none is called for
/// anything else.
const PANICS: [&str; 13] = [
    "4core9panicking",
    "3std9panicking",
    "4core6option13unwrap_failed",
    "4core6option13expect_failed",
    "4core6result13unwrap_failed",
    "slice_index_fail",
    "slice_error_fail",
    "len_mismatch_fail",
    "7raw_vec12handle_error",
    "17capacity_overflow",
    "18handle_alloc_error",
    "22panic_already_borrowed",
    "26panic_already_mutably_borrowed",
];

/// Parts of the names of what only panics would show: how jiff's errors look to its developers, 24 kilobytes of code.
/// People are told what `Display` says. Should one be called all the same, it writes nothing.
const FOR_DEVELOPERS: [&str; 2] = ["jiff..error", "core..fmt..Debug"];

/// What JavaScript need not have for a module that takes and gives numbers only. `wasm-bindgen` would add a table for
/// each of them, and wasm2js has no words for either.
const UNUSED_FEATURES: [&str; 2] = ["reference-types", "multivalue"];

/// What the names of functions begin with that belong to the later part of a module.
pub(super) const LATER: &str = "later ";

/// Sections that tell of the module as the linker wrote it.
const OF_THE_LINKER: [&str; 3] = ["linking", "reloc.CODE", "reloc.DATA"];

/// The module without them, and how many functions were emptied. One that has glue keeps what the glue stands on.
/// Functions of the later part are called so.
pub(crate) fn shrink(module: &[u8], parts: &Parts, has_glue: bool) -> Result<(Vec<u8>, usize), Failure> {
    let mut module =
        Module::from_buffer(module).map_err(|error| Failure::new(format!("the module cannot be read: {error}")))?;
    let emptied = empty_panics(&mut module) + empty_texts_for_developers(&mut module);
    forget_places(&mut module);
    forget_unreachable(&mut module, parts);
    for (index, function) in module.funcs.iter_mut().enumerate() {
        if parts.later.contains(&index) {
            function.name = Some(format!("{LATER}{}", function.name.take().unwrap_or_default()));
        }
    }
    for section in OF_THE_LINKER {
        module.customs.remove_raw(section);
    }
    if !has_glue {
        forget_features(&mut module);
    }
    Ok((module.emit_wasm(), emptied))
}

/// Whether a function of this name loses its body.
pub(super) fn is_emptied(name: &str) -> bool {
    is_panic(name) || is_for_developers(name)
}

fn is_panic(name: &str) -> bool {
    PANICS.iter().any(|part| name.contains(part))
}

fn is_for_developers(name: &str) -> bool {
    FOR_DEVELOPERS.iter().all(|part| name.contains(part))
}

fn empty_panics(module: &mut Module) -> usize {
    empty(module, is_panic, &Instr::Unreachable(Unreachable {}))
}

fn empty_texts_for_developers(module: &mut Module) -> usize {
    // The `Ok` of a `fmt::Result`.
    empty(module, is_for_developers, &Instr::Const(Const { value: Value::I32(0) }))
}

/// What only pointers lead to that nobody has: wasm-opt cannot know that, and would keep it.
fn forget_unreachable(module: &mut Module, parts: &Parts) {
    let is_unreachable =
        |(index, function): (usize, &walrus::Function)| parts.unreachable.contains(&index).then(|| function.id());
    let unreachable: Vec<FunctionId> = module.funcs.iter().enumerate().filter_map(is_unreachable).collect();
    let trap = trap(module);
    for element in module.elements.iter_mut() {
        let ElementItems::Functions(functions) = &mut element.items else { continue };
        functions.iter_mut().filter(|function| unreachable.contains(function)).for_each(|function| *function = trap);
    }
    for addresses in &parts.unreachable_data {
        take_data(module, addresses);
    }
}

/// A function that nobody should call.
pub(super) fn trap(module: &mut Module) -> FunctionId {
    let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
    function.func_body().unreachable();
    function.finish(Vec::new(), &mut module.funcs)
}

/// Takes the bytes at these addresses out of a module: zeroes are left, which are packed to nearly nothing.
pub(super) fn take_data(module: &mut Module, addresses: &std::ops::Range<u32>) -> Vec<u8> {
    for id in module.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
        let data = module.data.get_mut(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else { continue };
        let place = |address: u32| address.checked_sub(start.cast_unsigned()).map(|place| place as usize);
        let (Some(first), Some(end)) = (place(addresses.start), place(addresses.end)) else { continue };
        if let Some(bytes) = data.value.get_mut(first..end) {
            let taken = bytes.to_vec();
            bytes.fill(0);
            return taken;
        }
    }
    Vec::new()
}

/// Leaves one instruction of each function of such a name, and says how many there were.
fn empty(module: &mut Module, is_meant: impl Fn(&str) -> bool, left: &Instr) -> usize {
    let mut emptied = 0;
    for function in module.funcs.iter_mut() {
        let is_meant = function.name.as_deref().is_some_and(&is_meant);
        if let (true, FunctionKind::Local(body)) = (is_meant, &mut function.kind) {
            let block = body.entry_block();
            body.block_mut(block).instrs = vec![(left.clone(), InstrLocId::default())];
            emptied += 1;
        }
    }
    emptied
}

/// A place is four words: where its file's name stands, how long that is, line and column.
fn forget_places(module: &mut Module) {
    for id in module.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
        let data = module.data.get_mut(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else { continue };
        let bytes = &mut data.value;
        let mut names = Vec::new();
        let mut at = 0;
        while let Some(words) = words(bytes, at) {
            match name_of(bytes, start, words) {
                Some(name) => {
                    bytes[at..at + 16].fill(0);
                    names.push(name);
                    at += 16;
                }
                None => at += 4,
            }
        }
        for name in names {
            bytes[name].fill(0);
        }
    }
}

fn words(bytes: &[u8], at: usize) -> Option<[i32; 4]> {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(bytes.get(at..at + 16)?.chunks_exact(4)) {
        *word = i32::from_le_bytes(bytes.try_into().ok()?);
    }
    Some(words)
}

fn name_of(bytes: &[u8], start: i32, words: [i32; 4]) -> Option<std::ops::Range<usize>> {
    let [name, length, line, column] = words;
    let is_place = (4..200).contains(&length) && (1..100_000).contains(&line) && (1..1000).contains(&column);
    let first = usize::try_from(name.checked_sub(start)?).ok().filter(|_| is_place)?;
    let range = first..first + usize::try_from(length).ok()?;
    let text = bytes.get(range.clone())?;
    (text.ends_with(b".rs") && text.iter().all(u8::is_ascii_graphic)).then_some(range)
}

/// Rewrites the section in which the compiler says what the module uses.
fn forget_features(module: &mut Module) {
    let Some(section) = module.customs.remove_raw("target_features") else { return };
    let mut kept: Vec<&[u8]> = Vec::new();
    // A count, then for each a sign, the length of its name, and its name; all are shorter than 128.
    let mut rest = section.data.get(1..).unwrap_or_default();
    while let [_, length, ..] = rest {
        let Some((feature, others)) = rest.split_at_checked(2 + usize::from(*length)) else { break };
        if !UNUSED_FEATURES.iter().any(|unused| &feature[2..] == unused.as_bytes()) {
            kept.push(feature);
        }
        rest = others;
    }
    let count = u8::try_from(kept.len()).unwrap_or_default();
    let data = std::iter::once(count).chain(kept.concat()).collect();
    module.customs.add(RawCustomSection { name: section.name, data });
}
