//! Work shared by all processors, where there are several.

/// Documents may nest deep, and a thread's usual stack is small.
#[cfg(not(target_arch = "wasm32"))]
const STACK_BYTES: usize = 32 << 20;

/// Fewer things than this are done before a thread has started.
#[cfg(not(target_arch = "wasm32"))]
const FEW: usize = 64;

/// What `work` makes of each thing, in their order.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn map<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let all = |part: &[T]| part.iter().map(&work).collect::<Vec<_>>();
    if threads == 1 || things.len() < FEW {
        return all(things);
    }
    let share = things.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let all = &all;
        let start = |part| std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, move || all(part));
        let started: Vec<_> = things.chunks(share).map(|part| (part, start(part))).collect();
        let finish = |(part, thread): (_, std::io::Result<std::thread::ScopedJoinHandle<'_, Vec<R>>>)| {
            match thread.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(made)) => made,
                // No thread could be had: this one does the work.
                _ => all(part),
            }
        };
        started.into_iter().flat_map(finish).collect()
    })
}

/// What `work` makes of each thing, in their order.
#[cfg(target_arch = "wasm32")]
pub(crate) fn map<T, R>(things: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    things.iter().map(work).collect()
}
