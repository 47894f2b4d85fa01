//! What of a compiled module leads to what: which functions call or name which, which constants hold the address of
//! what. The linker tells, where it is asked for its relocations.

use std::ops::Range;

use wasmparser::{
    BinaryReaderError, CustomSectionReader, DataKind, ExternalKind, KnownCustom, Linking, Name, Operator, Parser,
    Payload, RelocationEntry, RelocationType, SymbolInfo, TypeRef,
};

use crate::line::Failure;

/// Something that leads on: a function by its index, or a block of data by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    Function(usize),
    Block(usize),
}

/// Everything in a module, with what it leads to.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// By index.
    pub(super) functions: Vec<Function>,
    /// Pieces of data, in their order; none overlaps another.
    pub(super) blocks: Vec<Block>,
    /// What belongs to no piece leads here: it may be anything's.
    pub(super) always: Vec<Node>,
    /// Exported functions by name.
    pub(super) exports: Vec<(String, usize)>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Function {
    pub(super) name: String,
    /// What it calls, and whose address it takes.
    pub(super) leads_to: Vec<Node>,
}

#[derive(Debug)]
pub(super) struct Block {
    /// Where it stands in the memory.
    pub(super) addresses: Range<u32>,
    pub(super) leads_to: Vec<Node>,
}

/// The sections as they were read.
#[derive(Default)]
struct Sections {
    imported: usize,
    names: Vec<(usize, String)>,
    code_start: usize,
    bodies: Vec<Range<usize>>,
    data_start: usize,
    segments: Vec<Segment>,
    symbols: Vec<Symbol>,
    in_code: Vec<RelocationEntry>,
    in_data: Vec<RelocationEntry>,
    exports: Vec<(String, usize)>,
}

struct Segment {
    address: u32,
    /// Where its bytes stand in the file.
    bytes: Range<usize>,
}

enum Symbol {
    Function(usize),
    /// Addresses.
    Data(Range<u32>),
    Other,
}

impl Links {
    pub(super) fn read(module: &[u8]) -> Result<Links, Failure> {
        let unreadable = |error: BinaryReaderError| Failure::new(format!("the module cannot be read: {error}"));
        let sections = Sections::read(module).map_err(unreadable)?;
        if sections.in_code.is_empty() {
            return Err(Failure::new("the module has no relocations: it was linked without --emit-relocs".to_owned()));
        }
        Ok(sections.links())
    }
}

impl Sections {
    fn read(module: &[u8]) -> wasmparser::Result<Sections> {
        let mut sections = Sections::default();
        for payload in Parser::new(0).parse_all(module) {
            sections.add(payload?)?;
        }
        Ok(sections)
    }

    fn add(&mut self, payload: Payload<'_>) -> wasmparser::Result<()> {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    self.imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.exports.push((export.name.to_owned(), export.index as usize));
                    }
                }
            }
            Payload::CodeSectionStart { range, .. } => self.code_start = range.start,
            Payload::CodeSectionEntry(body) => self.bodies.push(body.range()),
            Payload::DataSection(segments) => {
                self.data_start = segments.range().start;
                for segment in segments {
                    let segment = segment?;
                    let bytes = segment.range.end - segment.data.len()..segment.range.end;
                    self.segments.push(Segment { address: address_of(&segment.kind)?, bytes });
                }
            }
            Payload::CustomSection(custom) => self.add_custom(&custom)?,
            _ => {}
        }
        Ok(())
    }

    fn add_custom(&mut self, custom: &CustomSectionReader<'_>) -> wasmparser::Result<()> {
        match custom.as_known() {
            KnownCustom::Name(names) => {
                for part in names {
                    let Name::Function(names) = part? else { continue };
                    for naming in names {
                        let naming = naming?;
                        self.names.push((naming.index as usize, naming.name.to_owned()));
                    }
                }
            }
            KnownCustom::Linking(linking) => {
                for part in linking.subsections() {
                    let Linking::SymbolTable(symbols) = part? else { continue };
                    for symbol in symbols {
                        let symbol = self.symbol(&symbol?);
                        self.symbols.push(symbol);
                    }
                }
            }
            KnownCustom::Reloc(relocations) => {
                let list = if custom.name().ends_with("DATA") { &mut self.in_data } else { &mut self.in_code };
                for entry in relocations.entries() {
                    list.push(entry?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn symbol(&self, symbol: &SymbolInfo<'_>) -> Symbol {
        match symbol {
            SymbolInfo::Func { index, .. } => Symbol::Function(*index as usize),
            SymbolInfo::Data { symbol: Some(place), .. } => match self.segments.get(place.index as usize) {
                Some(segment) => {
                    let start = segment.address + place.offset;
                    Symbol::Data(start..start + place.size)
                }
                None => Symbol::Other,
            },
            _ => Symbol::Other,
        }
    }

    fn links(self) -> Links {
        let mut links = Links {
            functions: vec![Function::default(); self.imported + self.bodies.len()],
            blocks: self.blocks(),
            ..Links::default()
        };
        for entry in &self.in_code {
            let offset = self.code_start + entry.offset as usize;
            let body = self.bodies.partition_point(|body| body.end <= offset);
            if let Some(node) = self.node(entry, &links.blocks) {
                links.functions[self.imported + body].leads_to.push(node);
            }
        }
        for entry in &self.in_data {
            let Some(node) = self.node(entry, &links.blocks) else { continue };
            let block = self.address(entry.offset).and_then(|address| block_at(&links.blocks, address));
            match block {
                Some(block) => links.blocks[block].leads_to.push(node),
                None => links.always.push(node),
            }
        }
        for (index, name) in self.names {
            links.functions[index].name = name;
        }
        links.exports = self.exports;
        links
    }

    /// Symbols that share bytes make one block.
    fn blocks(&self) -> Vec<Block> {
        let is_data = |symbol: &Symbol| match symbol {
            Symbol::Data(addresses) if !addresses.is_empty() => Some(addresses.clone()),
            _ => None,
        };
        let mut pieces: Vec<Range<u32>> = self.symbols.iter().filter_map(is_data).collect();
        pieces.sort_unstable_by_key(|piece| piece.start);
        let mut blocks: Vec<Block> = Vec::new();
        for piece in pieces {
            match blocks.last_mut() {
                Some(last) if piece.start < last.addresses.end => {
                    last.addresses.end = last.addresses.end.max(piece.end);
                }
                _ => blocks.push(Block { addresses: piece, leads_to: Vec::new() }),
            }
        }
        blocks
    }

    /// What the relocated number stands for: nothing where it is a type, a global, or a place without bytes.
    fn node(&self, entry: &RelocationEntry, blocks: &[Block]) -> Option<Node> {
        if matches!(entry.ty, RelocationType::TypeIndexLeb | RelocationType::GlobalIndexLeb) {
            return None;
        }
        match self.symbols.get(entry.index as usize)? {
            Symbol::Function(index) => Some(Node::Function(*index)),
            Symbol::Data(addresses) => block_at(blocks, addresses.start).map(Node::Block),
            Symbol::Other => None,
        }
    }

    /// The address of a place that is told from the start of the data section.
    fn address(&self, offset: u32) -> Option<u32> {
        let place = self.data_start + offset as usize;
        let segment = self.segments.iter().find(|segment| segment.bytes.contains(&place))?;
        Some(segment.address + u32::try_from(place - segment.bytes.start).ok()?)
    }
}

fn block_at(blocks: &[Block], address: u32) -> Option<usize> {
    let number = blocks.partition_point(|block| block.addresses.end <= address);
    blocks.get(number).filter(|block| block.addresses.contains(&address)).map(|_| number)
}

fn address_of(kind: &DataKind<'_>) -> wasmparser::Result<u32> {
    if let DataKind::Active { offset_expr, .. } = kind {
        let mut operators = offset_expr.get_operators_reader();
        if let Operator::I32Const { value } = operators.read()? {
            return Ok(value.cast_unsigned());
        }
    }
    Ok(0)
}
