//! The order in which a Java `HashMap` gives out its keys.
//!
//! The platform's classes keep the members that they do not know in such a map, so its order is part of the text that
//! is hashed. It follows from the keys' hash codes, the size of the table, and, where many keys meet in one place,
//! from the red-black tree that Java makes of them. This is `java.util.HashMap` as it has been since Java 8, without
//! what no one asks of it here: no key is ever removed.

use std::cmp::Ordering;

const FIRST_SIZE: usize = 16;
/// A place that holds this many keys becomes a tree with the next one …
const TREE_FROM: usize = 8;
/// … if the table is at least this large; otherwise the table grows.
const TREE_TABLE: usize = 64;
/// A tree that is left with this many keys when the table grows becomes a list again.
const LIST_UP_TO: usize = 6;

/// The sides of a node in a tree.
const SMALLER: usize = 0;
const LARGER: usize = 1;

/// The numbers of the keys, in the order of a map into which they were put one after the other. Keys are given by
/// their UTF-16 code units; they have to differ.
pub(super) fn order(keys: Vec<Vec<u16>>) -> Vec<usize> {
    let mut map = Map { nodes: Vec::with_capacity(keys.len()), table: vec![Place::default(); FIRST_SIZE] };
    for key in keys {
        map.put(key);
    }
    let starts: Vec<Link> = map.table.iter().map(|place| place.first).collect();
    starts.into_iter().flat_map(|first| map.chain(first).collect::<Vec<_>>()).collect()
}

/// The number of a node, if there is one.
type Link = Option<usize>;

struct Map {
    nodes: Vec<Node>,
    table: Vec<Place>,
}

/// A place of the table: a list of nodes, and where it is a tree too, the root of that.
#[derive(Clone, Copy, Default)]
struct Place {
    first: Link,
    root: Link,
}

struct Node {
    key: Vec<u16>,
    hash: u32,
    /// The list, which also says the order within a tree.
    next: Link,
    previous: Link,
    parent: Link,
    /// By side.
    children: [Link; 2],
    red: bool,
}

/// `String.hashCode`, its upper half mixed into the lower one.
fn hash_of(key: &[u16]) -> u32 {
    let hash = key.iter().fold(0_u32, |hash, &unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)));
    hash ^ hash >> 16
}

impl Map {
    fn put(&mut self, key: Vec<u16>) {
        let (hash, new) = (hash_of(&key), self.nodes.len());
        let (next, previous, parent, children) = (None, None, None, [None; 2]);
        self.nodes.push(Node { key, hash, next, previous, parent, children, red: false });
        let at = self.index_of(hash);
        if self.table[at].root.is_some() {
            self.put_into_tree(at, new);
        } else {
            self.put_into_list(at, new);
        }
        if self.nodes.len() > self.table.len() / 4 * 3 {
            self.grow();
        }
    }

    fn index_of(&self, hash: u32) -> usize {
        hash as usize & (self.table.len() - 1)
    }

    /// The nodes of a list from one on.
    fn chain(&self, first: Link) -> impl Iterator<Item = usize> {
        std::iter::successors(first, |&node| self.nodes[node].next)
    }

    fn put_into_list(&mut self, at: usize, new: usize) {
        let (length, last) =
            self.chain(self.table[at].first).fold((0, None), |(count, _), node| (count + 1, Some(node)));
        match last {
            Some(last) => self.link(last, Some(new)),
            None => self.table[at].first = Some(new),
        }
        if length >= TREE_FROM {
            if self.table.len() < TREE_TABLE {
                self.grow();
            } else {
                self.make_tree(at);
            }
        }
    }

    fn link(&mut self, before: usize, after: Link) {
        self.nodes[before].next = after;
        if let Some(after) = after {
            self.nodes[after].previous = Some(before);
        }
    }

    /// Doubles the table. The keys of a place go to it, or to its counterpart in the new half, in the order they had.
    fn grow(&mut self) {
        let size = self.table.len();
        self.table.resize(size * 2, Place::default());
        for at in 0..size {
            let place = std::mem::take(&mut self.table[at]);
            let nodes: Vec<usize> = self.chain(place.first).collect();
            let goes_up = |&node: &usize| self.nodes[node].hash as usize & size != 0;
            let (up, down): (Vec<usize>, Vec<usize>) = nodes.into_iter().partition(goes_up);
            let is_split = !up.is_empty() && !down.is_empty();
            for (at, nodes) in [(at, down), (at + size, up)] {
                self.settle(at, &nodes, place.root, is_split);
            }
        }
    }

    /// Gives a place its nodes; if they were in a tree that was split, and are not few, they make a new one.
    fn settle(&mut self, at: usize, nodes: &[usize], root: Link, is_split: bool) {
        let Some((&first, &last)) = nodes.first().zip(nodes.last()) else { return };
        self.table[at].first = Some(first);
        self.nodes[first].previous = None;
        nodes.windows(2).for_each(|pair| self.link(pair[0], Some(pair[1])));
        self.link(last, None);
        if root.is_some() && nodes.len() > LIST_UP_TO {
            if is_split {
                self.make_tree(at);
            } else {
                self.table[at].root = root;
            }
        }
    }

    fn make_tree(&mut self, at: usize) {
        self.table[at].root = None;
        let nodes: Vec<usize> = self.chain(self.table[at].first).collect();
        for node in nodes {
            self.nodes[node].children = [None; 2];
            self.attach(at, node);
            self.balance(at, node);
        }
        self.move_root_to_front(at);
    }

    /// In the list a key that joins a tree comes right after its parent.
    fn put_into_tree(&mut self, at: usize, new: usize) {
        if let Some(parent) = self.attach(at, new) {
            let after = self.nodes[parent].next;
            self.link(parent, Some(new));
            self.link(new, after);
        }
        self.balance(at, new);
        self.move_root_to_front(at);
    }

    fn move_root_to_front(&mut self, at: usize) {
        let Place { first, root: Some(root) } = self.table[at] else { return };
        let Some(before) = self.nodes[root].previous else { return };
        self.link(before, self.nodes[root].next);
        self.nodes[root].previous = None;
        self.link(root, first);
        self.table[at].first = Some(root);
    }

    /// Hangs a node below the one that it belongs to; says which that is.
    fn attach(&mut self, at: usize, new: usize) -> Link {
        let (mut parent, mut side, mut below) = (None, SMALLER, self.table[at].root);
        while let Some(node) = below {
            parent = below;
            side = if self.compare(new, node) == Ordering::Less { SMALLER } else { LARGER };
            below = self.nodes[node].children[side];
        }
        self.nodes[new].parent = parent;
        self.nodes[new].red = true;
        match parent {
            Some(parent) => self.nodes[parent].children[side] = Some(new),
            None => self.table[at].root = Some(new),
        }
        parent
    }

    /// By hash, which has a sign in Java, then as Java compares strings.
    fn compare(&self, left: usize, right: usize) -> Ordering {
        let (left, right) = (&self.nodes[left], &self.nodes[right]);
        left.hash.cast_signed().cmp(&right.hash.cast_signed()).then_with(|| left.key.cmp(&right.key))
    }

    /// Makes the tree red and black again after a node was attached, as in any textbook.
    fn balance(&mut self, at: usize, mut node: usize) {
        while let Some((parent, grandparent)) = self.red_parent(node) {
            let side = self.side_of(grandparent, parent);
            let uncle = self.nodes[grandparent].children[1 - side];
            if let Some(uncle) = uncle.filter(|&uncle| self.nodes[uncle].red) {
                self.nodes[parent].red = false;
                self.nodes[uncle].red = false;
                self.nodes[grandparent].red = true;
                node = grandparent;
                continue;
            }
            let mut top = parent;
            if self.side_of(parent, node) != side {
                self.rotate(at, parent, side);
                top = node;
            }
            self.nodes[top].red = false;
            self.nodes[grandparent].red = true;
            self.rotate(at, grandparent, 1 - side);
            break;
        }
        if let Some(root) = self.table[at].root {
            self.nodes[root].red = false;
        }
    }

    /// The parent, if it is red, and its parent: only the root has none, and that is black.
    fn red_parent(&self, node: usize) -> Option<(usize, usize)> {
        let parent = self.nodes[node].parent.filter(|&parent| self.nodes[parent].red)?;
        Some((parent, self.nodes[parent].parent?))
    }

    fn side_of(&self, parent: usize, child: usize) -> usize {
        if self.nodes[parent].children[SMALLER] == Some(child) { SMALLER } else { LARGER }
    }

    /// Turns a node down to one side; its child of the other side takes its place.
    fn rotate(&mut self, at: usize, node: usize, side: usize) {
        let Some(child) = self.nodes[node].children[1 - side] else { return };
        let inner = self.nodes[child].children[side];
        self.nodes[node].children[1 - side] = inner;
        if let Some(inner) = inner {
            self.nodes[inner].parent = Some(node);
        }
        let parent = self.nodes[node].parent;
        self.nodes[child].parent = parent;
        match parent {
            Some(parent) => {
                let place = self.side_of(parent, node);
                self.nodes[parent].children[place] = Some(child);
            }
            None => self.table[at].root = Some(child),
        }
        self.nodes[child].children[side] = Some(node);
        self.nodes[node].parent = Some(child);
    }
}
