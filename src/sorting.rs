//! Sorting, in few bytes: the standard library's sort is quicker, but comes once for each type and closure, some three
//! kilobytes a time, and the core travels to browsers. Nothing here sorts more than a person's document holds.

use std::cmp::Ordering;

/// Sorts a list; equal ones stay in order.
pub(crate) fn sort<T>(list: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let places = order(list.len(), &|left, right| compare(&list[left], &list[right]));
    let mut slots: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(places.into_iter().filter_map(|place| slots[place].take()));
}

/// The places of so many things in their order; equal ones stay in order.
pub(crate) fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    let mut width = 1;
    while width < count {
        let mut merged = Vec::with_capacity(count);
        for pair in places.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
                if compare(*second, *first).is_lt() {
                    merged.push(*second);
                    right = right_rest;
                } else {
                    merged.push(*first);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        places = merged;
        width *= 2;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::sort;

    #[test]
    fn lists_of_every_length_are_sorted_and_equal_ones_stay_in_order() {
        for length in 0..200_u32 {
            let list: Vec<(u32, u32)> = (0..length).map(|at| (at * 7919 % 13, at)).collect();
            let (mut ours, mut standard) = (list.clone(), list);
            sort(&mut ours, |left, right| left.0.cmp(&right.0));
            standard.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, standard);
        }
    }
}
