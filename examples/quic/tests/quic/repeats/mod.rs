//! With the same seed, the datagrams with the same numbers are lost; the data in them are not always the same.
//!
//! `NSFIXTURE_REPEATS` sets how often the download is repeated.

mod compare;
mod recorder;
mod run;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use self::compare::is_same;
use self::run::run;

const SEED: u64 = 7;
const OTHER_SEED: u64 = 8;

/// How many networks are up at once: their hosts mostly wait.
const AT_ONCE: usize = 3;

#[test]
fn datagrams_with_the_same_numbers_are_lost() {
    check("1 MB", true);
}

/// Datagrams are then of one size, and two runs have more of the lost data in common.
#[test]
fn datagrams_with_the_same_numbers_are_lost_without_mtu_discovery() {
    check("1 MB without MTU discovery", false);
}

/// Repeats a download, and asserts that the same datagrams are lost.
#[track_caller]
fn check(what: &str, mtu_discovery: bool) {
    if let Some(reason) = nsfixture::skip_reason() {
        eprintln!("skipped {what}: {reason}");
        return;
    }
    let repeats = std::env::var("NSFIXTURE_REPEATS")
        .map_or(3, |repeats| repeats.parse().expect("NSFIXTURE_REPEATS is a number"));
    assert!(repeats >= 2, "one run has none to compare with");
    let runs = repeat(repeats, || run(SEED, mtu_discovery).expect("a download"));
    let pairs = (0..repeats).flat_map(|a| (0..a).map(move |b| (a, b)));
    let pairs: Vec<_> = pairs.map(|(a, b)| (&runs[a], &runs[b])).collect();
    compare::print(what, &runs, &pairs);
    for (a, b) in &pairs {
        for host in 0..2 {
            let [a, b] = [a, b].map(|run| &run.datagrams[host]);
            assert!(!a.lost.is_empty(), "nothing is lost");
            assert!(is_same(a, b), "one run loses {a:?}, another one {b:?}");
        }
    }
    let other = run(OTHER_SEED, mtu_discovery).expect("a download");
    assert!(!is_same(&runs[0].datagrams[1], &other.datagrams[1]), "another seed loses the same");
}

fn repeat<T: Send>(count: usize, run: impl Fn() -> T + Sync) -> Vec<T> {
    let left = AtomicUsize::new(count);
    let take =
        || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
    let work = || std::iter::from_fn(|| take().ok().map(|_| run())).collect::<Vec<T>>();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a run passes")).collect()
    })
}
