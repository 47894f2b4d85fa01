//! Work shared by all processors, where there are several.

#[cfg(not(target_arch = "wasm32"))]
use queue::{Lot, Queue};

/// Documents may nest deep, and a thread's usual stack is small.
#[cfg(not(target_arch = "wasm32"))]
const STACK_BYTES: usize = 32 << 20;

/// How many bytes are enough work to be handed to another processor by themselves.
pub(crate) const ENOUGH: usize = 1 << 18;

/// What `work` makes of each thing that `produce` hands over, in the order in which they came, and what `produce` gave.
/// With each thing comes how many bytes it has, about.
///
/// While one processor produces (it reads a store, or writes one), the others already work; when so much waits that
/// memory would fill, the one that produces lends a hand.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn beside<T: Send, R: Send, P>(
    produce: impl FnOnce(&mut dyn FnMut(T, usize)) -> P,
    work: impl Fn(T) -> R + Sync,
) -> (P, Vec<R>) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let queue = Queue::new(2 * threads);
    let work_on = |lot: Lot<T>| (lot.number, lot.things.into_iter().map(&work).collect::<Vec<R>>());
    let (produced, mut made) = std::thread::scope(|scope| {
        let work_on_all = || std::iter::from_fn(|| queue.wait()).map(work_on).collect::<Vec<_>>();
        // Where no thread can be had, this one does the work.
        let start = |_| std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work_on_all).ok();
        let started: Vec<_> = (1..threads).filter_map(start).collect();
        let end = queue.open();
        let mut lot = Lot::new(0);
        let mut made = Vec::new();
        let produced = produce(&mut |thing, bytes| {
            lot.add(thing, bytes);
            if lot.is_full() {
                let next = Lot::new(lot.number + 1);
                made.extend(queue.push(std::mem::replace(&mut lot, next)).map(work_on));
            }
        });
        made.push(work_on(lot));
        drop(end);
        made.extend(work_on_all());
        for thread in started {
            match thread.join() {
                Ok(others) => made.extend(others),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        (produced, made)
    });
    made.sort_unstable_by_key(|(number, _)| *number);
    (produced, made.into_iter().flat_map(|(_, made)| made).collect())
}

/// What `work` makes of each thing that `produce` hands over, in the order in which they came, and what `produce` gave.
#[cfg(target_arch = "wasm32")]
pub(crate) fn beside<T, R, P>(
    produce: impl FnOnce(&mut dyn FnMut(T, usize)) -> P,
    work: impl Fn(T) -> R,
) -> (P, Vec<R>) {
    let mut made = Vec::new();
    let produced = produce(&mut |thing, _| made.push(work(thing)));
    (produced, made)
}

/// Things that wait for a processor, in lots: one at a time, they would take longer to hand over than to work on.
#[cfg(not(target_arch = "wasm32"))]
mod queue {
    use std::collections::VecDeque;
    use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

    /// A lot is full when it has so many things, or is [`ENOUGH`](super::ENOUGH).
    const THINGS: usize = 128;

    pub(super) struct Lot<T> {
        pub(super) number: usize,
        pub(super) things: Vec<T>,
        bytes: usize,
    }

    impl<T> Lot<T> {
        pub(super) fn new(number: usize) -> Lot<T> {
            Lot { number, things: Vec::with_capacity(THINGS), bytes: 0 }
        }

        pub(super) fn add(&mut self, thing: T, bytes: usize) {
            self.things.push(thing);
            self.bytes += bytes;
        }

        pub(super) fn is_full(&self) -> bool {
            self.things.len() >= THINGS || self.bytes >= super::ENOUGH
        }
    }

    pub(super) struct Queue<T> {
        waiting: Mutex<Waiting<T>>,
        changed: Condvar,
        /// With so many lots waiting, the next is done by who brings it.
        most: usize,
    }

    struct Waiting<T> {
        lots: VecDeque<Lot<T>>,
        /// Nothing more will come.
        ended: bool,
    }

    /// Ends the queue when it goes out of scope: nobody waits on for a producer that panicked.
    pub(super) struct End<'queue, T>(&'queue Queue<T>);

    impl<T> Queue<T> {
        pub(super) fn new(most: usize) -> Queue<T> {
            let waiting = Waiting { lots: VecDeque::with_capacity(most), ended: false };
            Queue { waiting: Mutex::new(waiting), changed: Condvar::new(), most }
        }

        pub(super) fn open(&self) -> End<'_, T> {
            End(self)
        }

        /// Gives the lot back where too many wait.
        pub(super) fn push(&self, lot: Lot<T>) -> Option<Lot<T>> {
            let mut waiting = self.lock();
            if waiting.lots.len() >= self.most {
                return Some(lot);
            }
            waiting.lots.push_back(lot);
            self.changed.notify_one();
            None
        }

        /// The next lot; none when all are done.
        pub(super) fn wait(&self) -> Option<Lot<T>> {
            let mut waiting = self.lock();
            loop {
                if let Some(lot) = waiting.lots.pop_front() {
                    return Some(lot);
                }
                if waiting.ended {
                    return None;
                }
                waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
        }

        fn lock(&self) -> MutexGuard<'_, Waiting<T>> {
            // Nothing is left half done where the lock was held.
            self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }

    impl<T> Drop for End<'_, T> {
        fn drop(&mut self) {
            self.0.lock().ended = true;
            self.0.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_has_the_order_of_what_it_was_made_of() {
        let (produced, made) = beside(
            |hand_over| {
                (0..10_000_u64).for_each(|number| hand_over(number, 8));
                "all"
            },
            |number| number * number,
        );
        assert_eq!(produced, "all");
        assert_eq!(made, (0..10_000).map(|number| number * number).collect::<Vec<u64>>());
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        assert_eq!(beside(|_: &mut dyn FnMut(u8, usize)| (), |number| number), ((), Vec::new()));
    }

    #[test]
    #[should_panic(expected = "the producer")]
    fn nobody_waits_for_a_producer_that_panicked() {
        beside(
            |hand_over| -> () {
                hand_over(1, 1);
                panic!("the producer");
            },
            |number: u8| number,
        );
    }
}
