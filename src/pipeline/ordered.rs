//! Work on many threads, with the results in the order of the input and a bounded number of items under way.
//!
//! It knows nothing of articles. What the results are is the same for any number of threads.

use std::any::Any;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

/// Items under way for each thread: enough that no thread waits for a slow neighbour.
const AHEAD: usize = 4;

type Numbered<T> = (usize, T);
type Panic = Box<dyn Any + Send>;

/// Does `work` on each item and hands the results to `sink`, on the calling thread and in the order of the items. At most
/// four items a thread are read, worked on or waiting at any time.
///
/// # Errors
/// The first error of `sink`; then no more items are read.
pub fn map<I, R, E>(
    items: I,
    threads: NonZeroUsize,
    work: impl Fn(I::Item) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    I: Iterator + Send,
    I::Item: Send,
    R: Send,
{
    let under_way = threads.get().saturating_mul(AHEAD);
    // A permit is put in before an item is read and taken out when its result is through.
    let (permit, permits) = bounded::<()>(under_way);
    let (to_work, tasks) = bounded::<Numbered<I::Item>>(under_way);
    let (to_sink, results) = bounded::<Result<Numbered<R>, Panic>>(under_way);
    let outcome = thread::scope(|scope| {
        scope.spawn(move || feed(items, &permit, &to_work));
        for _ in 0..threads.get() {
            let (tasks, to_sink, work) = (tasks.clone(), to_sink.clone(), &work);
            scope.spawn(move || labour(&tasks, &to_sink, work));
        }
        // Only the threads hold these now: when they end, so does the loop of `drain`.
        drop((tasks, to_sink));
        drain(results, permits, &mut sink)
    });
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Reads items for as long as anyone takes them.
fn feed<T>(items: impl Iterator<Item = T>, permit: &Sender<()>, to_work: &Sender<Numbered<T>>) {
    let mut items = items.enumerate();
    while permit.send(()).is_ok() {
        let Some(item) = items.next() else { return };
        if to_work.send(item).is_err() {
            return;
        }
    }
}

/// Works until there are no more items or nobody wants the results.
fn labour<T, R>(tasks: &Receiver<Numbered<T>>, to_sink: &Sender<Result<Numbered<R>, Panic>>, work: &impl Fn(T) -> R) {
    for (number, item) in tasks {
        // A thread that dies silently would leave the others waiting for its result.
        let result = catch_unwind(AssertUnwindSafe(|| work(item))).map(|result| (number, result));
        if to_sink.send(result).is_err() {
            return;
        }
    }
}

/// Puts results in order; its channels close when it returns, which stops all threads.
fn drain<R, E>(
    results: Receiver<Result<Numbered<R>, Panic>>,
    permits: Receiver<()>,
    sink: &mut impl FnMut(R) -> Result<(), E>,
) -> Result<Result<(), E>, Panic> {
    let (mut waiting, mut next) = (BTreeMap::new(), 0);
    for result in &results {
        let (number, result) = result?;
        waiting.insert(number, result);
        while let Some(result) = waiting.remove(&next) {
            next += 1;
            if let Err(error) = sink(result) {
                return Ok(Err(error));
            }
            let _ = permits.try_recv(); // the permit of this item is there; it was put in before the item was read
        }
    }
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn threads(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).expect("not zero")
    }

    #[test]
    fn results_come_in_order_whatever_the_threads() {
        for n in [1, 2, 10] {
            let mut got = Vec::new();
            let work = |i: u64| {
                thread::sleep(Duration::from_micros(i * 7919 % 300));
                i * i
            };
            let done: Result<(), ()> = map(0..200_u64, threads(n), work, |r| {
                got.push(r);
                Ok(())
            });
            assert_eq!((done, got), (Ok(()), (0..200).map(|i| i * i).collect::<Vec<u64>>()), "{n} threads");
        }
    }

    #[test]
    fn no_more_is_read_than_is_allowed() {
        let (read, through) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..300).inspect(|_| {
            read.fetch_add(1, Ordering::SeqCst);
        });
        let done: Result<(), ()> = map(
            items,
            threads(3),
            |i| i,
            |_| {
                thread::sleep(Duration::from_micros(100));
                let ahead = read.load(Ordering::SeqCst) - through.fetch_add(1, Ordering::SeqCst);
                assert!(ahead <= 3 * AHEAD, "{ahead} under way");
                Ok(())
            },
        );
        assert_eq!((done, read.into_inner()), (Ok(()), 300));
    }

    #[test]
    fn an_error_stops_the_reading_of_an_endless_input() {
        let done = map(0.., threads(4), |i: u64| i, |i| if i == 50 { Err(i) } else { Ok(()) });
        assert_eq!(done, Err(50));
    }

    #[test]
    #[should_panic(expected = "in the works")]
    fn a_panic_is_passed_on_and_nobody_waits_for_ever() {
        let _: Result<(), ()> = map(0.., threads(4), |i: u64| assert!(i != 30, "in the works"), |()| Ok(()));
    }
}
