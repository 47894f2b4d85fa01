//! Cuts a module in two: what is loaded first, and what is loaded later, when it is asked for.
//!
//! The later part has no memory, no table and no globals of its own: it takes those of the first, as exports, and puts
//! its functions into the table and its data into the memory. The first part never calls it; only who loaded it does.

use std::collections::HashSet;

use walrus::ir::{Call, RefFunc, ReturnCall, Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, DataKind, ElementId, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, GlobalKind,
    ImportKind, ImportedFunction, Module, TableId,
};

use super::parts::Parts;
use super::shrink::{LATER, take_data, trap};
use crate::line::Failure;

/// What the later part calls the first.
const FIRST: &str = "first";

/// The first and the later part of a module whose functions' names say where they belong.
pub(crate) fn split(module: &[u8], parts: &Parts) -> Result<(Vec<u8>, Vec<u8>), Failure> {
    let read = || {
        Module::from_buffer(module).map_err(|error| Failure::new(format!("the bound module cannot be read: {error}")))
    };
    let (mut first, mut later) = (read()?, read()?);
    let needed = needed(&first)?;
    let data = parts.later_data.iter().map(|addresses| (addresses.start, take_data(&mut first, addresses))).collect();
    let slots = cut_first(&mut first, &needed);
    cut_later(&mut later, &needed, slots, data)?;
    Ok((first.emit_wasm(), later.emit_wasm()))
}

/// Where functions stand in a table: its number, their place, and which they are.
struct Run {
    table: usize,
    place: i32,
    functions: Vec<usize>,
}

fn is_later(module: &Module, id: FunctionId) -> bool {
    module.funcs.get(id).name.as_deref().is_some_and(|name| name.starts_with(LATER))
}

/// Both parts are read from the same bytes: a function's number is the same in both.
fn numbered(module: &Module) -> Vec<FunctionId> {
    module.funcs.iter().map(walrus::Function::id).collect()
}

/// The functions of the first part that the later one calls, by number.
fn needed(module: &Module) -> Result<HashSet<usize>, Failure> {
    let mut called = Called::default();
    for (id, function) in module.funcs.iter_local() {
        let mut calls = Called::default();
        dfs_in_order(&mut calls, function, function.entry_block());
        if is_later(module, id) {
            called.0.extend(calls.0);
        } else if let Some(callee) = calls.0.into_iter().find(|callee| is_later(module, *callee)) {
            let name = |id| module.funcs.get(id).name.clone().unwrap_or_default();
            return Err(Failure::new(format!("{} calls what is loaded later: {}", name(id), name(callee))));
        }
    }
    let is_needed = |(_, id): &(usize, FunctionId)| called.0.contains(id) && !is_later(module, *id);
    Ok(numbered(module).into_iter().enumerate().filter(is_needed).map(|(number, _)| number).collect())
}

#[derive(Default)]
struct Called(HashSet<FunctionId>);

impl Visitor<'_> for Called {
    fn visit_call(&mut self, call: &Call) {
        self.0.insert(call.func);
    }

    fn visit_return_call(&mut self, call: &ReturnCall) {
        self.0.insert(call.func);
    }

    fn visit_ref_func(&mut self, reference: &RefFunc) {
        self.0.insert(reference.func);
    }
}

/// Takes the later functions out, and gives where they stood in tables.
fn cut_first(module: &mut Module, needed: &HashSet<usize>) -> Vec<Run> {
    let functions = numbered(module);
    let late: HashSet<FunctionId> = functions.iter().copied().filter(|id| is_later(module, *id)).collect();
    let is_late = |item: &ExportItem| matches!(item, ExportItem::Function(id) if late.contains(id));
    for export in
        module.exports.iter().filter(|export| is_late(&export.item)).map(walrus::Export::id).collect::<Vec<_>>()
    {
        module.exports.delete(export);
    }
    for &number in needed {
        module.exports.add(&function_name(number), functions[number]);
    }
    for (number, id) in module.globals.iter().map(walrus::Global::id).enumerate().collect::<Vec<_>>() {
        module.exports.add(&format!("g{number}"), id);
    }
    for (number, id) in module.tables.iter().map(walrus::Table::id).enumerate().collect::<Vec<_>>() {
        module.exports.add(&format!("t{number}"), id);
    }
    let slots = take_slots(module, &functions, &late);
    walrus::passes::gc::run(module);
    slots
}

fn take_slots(module: &mut Module, functions: &[FunctionId], late: &HashSet<FunctionId>) -> Vec<Run> {
    let trap = trap(module);
    let tables: Vec<TableId> = module.tables.iter().map(walrus::Table::id).collect();
    let mut runs: Vec<Run> = Vec::new();
    for element in module.elements.iter_mut() {
        let ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(start)) } = element.kind else { continue };
        let ElementItems::Functions(items) = &mut element.items else { continue };
        let table = tables.iter().position(|id| *id == table).unwrap_or_default();
        for (place, item) in (start..).zip(items) {
            if !late.contains(item) {
                continue;
            }
            let number = functions.iter().position(|id| id == item).unwrap_or_default();
            match runs.last_mut() {
                Some(run) if run.table == table && run.end() == place => run.functions.push(number),
                _ => runs.push(Run { table, place, functions: vec![number] }),
            }
            *item = trap;
        }
    }
    runs
}

impl Run {
    fn end(&self) -> i32 {
        i32::try_from(self.functions.len()).map_or(i32::MAX, |length| self.place + length)
    }
}

/// Leaves the later functions only; all else is taken from the first part.
fn cut_later(
    module: &mut Module,
    needed: &HashSet<usize>,
    slots: Vec<Run>,
    data: Vec<(u32, Vec<u8>)>,
) -> Result<(), Failure> {
    let functions = numbered(module);
    let is_early = |item: &ExportItem| !matches!(item, ExportItem::Function(id) if is_later(module, *id));
    let early: Vec<_> = module.exports.iter().filter(|export| is_early(&export.item)).map(walrus::Export::id).collect();
    for id in early {
        module.exports.delete(id);
    }
    module.start = None;
    for &number in needed {
        take_function(module, functions[number], number);
    }
    for (number, id) in module.globals.iter().map(walrus::Global::id).enumerate().collect::<Vec<_>>() {
        let import = module.imports.add(FIRST, &format!("g{number}"), ImportKind::Global(id));
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    take_tables(module, &functions, slots);
    take_memory(module, data)
}

fn function_name(number: usize) -> String {
    format!("f{number}")
}

fn take_function(module: &mut Module, id: FunctionId, number: usize) {
    let ty = module.funcs.get(id).ty();
    let before = match &module.funcs.get(id).kind {
        FunctionKind::Import(imported) => Some(imported.import),
        _ => None,
    };
    if let Some(before) = before {
        module.imports.delete(before);
    }
    let import = module.imports.add(FIRST, &function_name(number), ImportKind::Function(id));
    module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
}

fn take_tables(module: &mut Module, functions: &[FunctionId], slots: Vec<Run>) {
    for id in module.elements.iter().map(walrus::Element::id).collect::<Vec<ElementId>>() {
        module.elements.delete(id);
    }
    let tables: Vec<TableId> = module.tables.iter().map(walrus::Table::id).collect();
    for (number, &id) in tables.iter().enumerate() {
        let import = module.imports.add(FIRST, &format!("t{number}"), ImportKind::Table(id));
        let table = module.tables.get_mut(id);
        table.import = Some(import);
        table.elem_segments.clear();
    }
    for run in slots {
        let table = tables[run.table];
        let offset = ConstExpr::Value(Value::I32(run.place));
        let items = run.functions.into_iter().map(|number| functions[number]).collect();
        let element = module.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(items));
        module.tables.get_mut(table).elem_segments.insert(element);
    }
}

fn take_memory(module: &mut Module, data: Vec<(u32, Vec<u8>)>) -> Result<(), Failure> {
    for id in module.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
        module.data.delete(id);
    }
    let memory = module.get_memory_id().map_err(|error| Failure::new(format!("the module's memory: {error}")))?;
    let import = module.imports.add(FIRST, "memory", ImportKind::Memory(memory));
    module.memories.get_mut(memory).import = Some(import);
    module.memories.get_mut(memory).data_segments.clear();
    for (address, bytes) in data.into_iter().filter(|(_, bytes)| !bytes.is_empty()) {
        let offset = ConstExpr::Value(Value::I32(address.cast_signed()));
        let segment = module.data.add(DataKind::Active { memory, offset }, bytes);
        module.memories.get_mut(memory).data_segments.insert(segment);
    }
    walrus::passes::gc::run(module);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{FunctionBuilder, RefType};

    /// `early` and `late` both call `shared`; `pointed`, of the later part, stands in the table between two others.
    fn module(early_calls_late: bool) -> Vec<u8> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        module.exports.add("memory", memory);
        let mut add = |name: &str, calls: &[FunctionId]| {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
            function.name(name.to_owned());
            for &callee in calls {
                function.func_body().call(callee);
            }
            function.finish(Vec::new(), &mut module.funcs)
        };
        let shared = add("shared", &[]);
        let late = add("later late", &[shared]);
        let pointed = add("later pointed", &[]);
        let callees = [shared, late];
        let early = add("early", if early_calls_late { &callees } else { &callees[..1] });
        module.exports.add("early", early);
        module.exports.add("late", late);
        let table = module.tables.add_local(false, 4, None, RefType::FUNCREF);
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(1)) };
        let element = module.elements.add(kind, ElementItems::Functions(vec![shared, pointed, early]));
        module.tables.get_mut(table).elem_segments.insert(element);
        let kind = DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(16)) };
        let data = module.data.add(kind, b"firstlaterfirst".to_vec());
        module.memories.get_mut(memory).data_segments.insert(data);
        module.emit_wasm()
    }

    fn data(module: &Module) -> Vec<(Option<i32>, Vec<u8>)> {
        let start = |kind: &DataKind| match kind {
            DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } => Some(*start),
            _ => None,
        };
        module.data.iter().map(|data| (start(&data.kind), data.value.clone())).collect()
    }

    #[test]
    fn each_part_has_its_own_and_the_later_one_takes_the_rest_from_the_first() {
        let parts = Parts { later_data: std::iter::once(21..26).collect(), ..Parts::default() };
        let (first, later) = split(&module(false), &parts).unwrap();
        let (first, later) = (Module::from_buffer(&first).unwrap(), Module::from_buffer(&later).unwrap());
        let mut exports: Vec<_> = first.exports.iter().map(|export| export.name.as_str()).collect();
        exports.sort_unstable();
        let shared = exports[1];
        assert_eq!(exports, ["early", shared, "memory", "t0"]);
        assert_eq!(later.exports.iter().map(|export| export.name.as_str()).collect::<Vec<_>>(), ["late"]);
        let mut imports: Vec<_> = later.imports.iter().map(|import| (&*import.module, &*import.name)).collect();
        imports.sort_unstable();
        assert_eq!(imports, [("first", shared), ("first", "memory"), ("first", "t0")]);
        assert_eq!(data(&first), [(Some(16), b"first\0\0\0\0\0first".to_vec())]);
        assert_eq!(data(&later), [(Some(21), b"later".to_vec())]);
        let slot = later.elements.iter().next().unwrap();
        assert!(matches!(slot.kind, ElementKind::Active { offset: ConstExpr::Value(Value::I32(2)), .. }));
        assert!(matches!(&slot.items, ElementItems::Functions(functions) if functions.len() == 1));
    }

    #[test]
    fn what_is_loaded_first_may_not_call_what_is_loaded_later() {
        let refused = split(&module(true), &Parts::default()).unwrap_err().to_string();
        assert!(refused.contains("early calls what is loaded later: later late"), "{refused}");
    }
}
