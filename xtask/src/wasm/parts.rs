//! Which functions and data of a module nobody can reach, and which only those exports reach that are for later.

use std::collections::HashSet;
use std::ops::Range;

use super::links::{Links, Node};
use super::shrink::is_emptied;
use crate::line::Failure;

/// What a module falls into.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// Functions by index that nobody can reach, but through pointers that nobody has.
    pub(super) unreachable: HashSet<usize>,
    /// Functions by index that belong to the later part.
    pub(super) later: HashSet<usize>,
    /// Addresses of data that nobody can reach.
    pub(super) unreachable_data: Vec<Range<u32>>,
    /// Addresses of data that only the later part reaches.
    pub(super) later_data: Vec<Range<u32>>,
}

impl Parts {
    /// Of a module as the linker wrote it, with its relocations. `is_late` says of an export whether it is for later.
    pub(crate) fn of(module: &[u8], is_late: impl Fn(&str) -> bool) -> Result<Parts, Failure> {
        Ok(Parts::of_links(Links::read(module)?, is_late))
    }

    fn of_links(mut links: Links, is_late: impl Fn(&str) -> bool) -> Parts {
        for function in links.functions.iter_mut().filter(|function| is_emptied(&function.name)) {
            function.leads_to.clear();
        }
        let roots = |wanted: &dyn Fn(&str) -> bool| -> Vec<Node> {
            let exports = links.exports.iter().filter(|(name, _)| wanted(name));
            exports.map(|(_, index)| Node::Function(*index)).chain(links.always.iter().copied()).collect()
        };
        let all = reach(&links, roots(&|_| true));
        let first = reach(&links, roots(&|name| !is_late(name)));
        let functions = |wanted: &dyn Fn(usize) -> bool| (0..links.functions.len()).filter(|at| wanted(*at)).collect();
        let data = |wanted: &dyn Fn(usize) -> bool| {
            let wanted = links.blocks.iter().enumerate().filter(|(number, _)| wanted(*number));
            joined(wanted.map(|(_, block)| block.addresses.clone()))
        };
        Parts {
            unreachable: functions(&|index| !all.functions.contains(&index)),
            later: functions(&|index| all.functions.contains(&index) && !first.functions.contains(&index)),
            unreachable_data: data(&|number| !all.blocks.contains(&number)),
            later_data: data(&|number| all.blocks.contains(&number) && !first.blocks.contains(&number)),
        }
    }
}

#[derive(Default)]
struct Reached {
    functions: HashSet<usize>,
    blocks: HashSet<usize>,
}

fn reach(links: &Links, roots: Vec<Node>) -> Reached {
    let mut reached = Reached::default();
    let mut waiting = roots;
    while let Some(node) = waiting.pop() {
        let (is_new, leads_to) = match node {
            Node::Function(index) => (reached.functions.insert(index), &links.functions[index].leads_to),
            Node::Block(number) => (reached.blocks.insert(number), &links.blocks[number].leads_to),
        };
        if is_new {
            waiting.extend(leads_to);
        }
    }
    reached
}

/// Ranges that touch become one.
fn joined(ranges: impl Iterator<Item = Range<u32>>) -> Vec<Range<u32>> {
    let mut joined: Vec<Range<u32>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::links::{Block, Function};

    #[test]
    fn what_both_reach_is_first_and_what_nobody_reaches_is_neither() {
        use Node::{Block as B, Function as F};
        let function = |leads_to: &[Node]| Function { name: String::new(), leads_to: leads_to.to_vec() };
        let block = |addresses: Range<u32>, leads_to: &[Node]| Block { addresses, leads_to: leads_to.to_vec() };
        let links = Links {
            // early, late, shared, by a pointer of the late one, by a pointer that nobody has, by an address in nobody's data
            functions: vec![
                function(&[F(2), B(0)]),
                function(&[F(2), B(1)]),
                function(&[]),
                function(&[B(2)]),
                function(&[F(2), B(1)]),
                function(&[]),
            ],
            blocks: vec![
                block(0..4, &[]),
                block(4..8, &[F(3), B(4)]),
                block(8..12, &[]),
                block(12..16, &[F(4)]),
                block(16..20, &[]),
                block(20..24, &[]),
            ],
            always: vec![F(5)],
            exports: vec![("early".to_owned(), 0), ("late".to_owned(), 1)],
        };
        let parts = Parts::of_links(links, |export| export == "late");
        assert_eq!(parts.later, HashSet::from([1, 3]));
        assert_eq!(parts.unreachable, HashSet::from([4]));
        assert!(parts.later_data.into_iter().eq([4..12, 16..20]));
        assert!(parts.unreachable_data.into_iter().eq([12..16, 20..24]));
    }

    #[test]
    fn what_a_panic_leads_to_is_not_reached() {
        let named = |name: &str, leads_to: Vec<Node>| Function { name: name.to_owned(), leads_to };
        let links = Links {
            functions: vec![
                named("early", vec![Node::Function(1)]),
                named("_ZN4core9panicking5panic17h0E", vec![Node::Function(2)]),
                named("words", Vec::new()),
            ],
            exports: vec![("early".to_owned(), 0)],
            ..Links::default()
        };
        assert_eq!(Parts::of_links(links, |_| false).unreachable, HashSet::from([2]));
    }
}
