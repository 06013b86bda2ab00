//! The same seed and the same traffic lead to the same losses, as the hosts see them.
//!
//! `NSFIXTURE_REPEATS` sets how often each kind of traffic is repeated.

mod datagrams;
mod lookups;
mod requests;
mod stream;

use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use nsfixture::{Error, Fates, Faults, Link, Net, Node, Topology};

/// How many networks are up at once: their hosts mostly wait.
const AT_ONCE: usize = 3;

const SEED: u64 = 7;
const OTHER_SEED: u64 = 8;

/// A network of two hosts, `a` and `b`, that know each other's addresses, so that what is lost is payload.
struct Pair {
    net: Net,
    a: Node,
    b: Node,
}

impl Pair {
    fn new(seed: u64) -> Self {
        Self::of(Net::up(&topology(seed)))
    }

    fn replay(fates: &Fates, seed: u64) -> Self {
        Self::of(Net::replay(&topology(seed), fates))
    }

    fn of(net: Result<Net, Error>) -> Self {
        let net = net.expect("a network");
        let (a, b) = (net.node("a"), net.node("b"));
        a.ping(b.ipv4()).expect("nothing is lost yet");
        net.link("wire").set(&Faults::new().loss("5%")).expect("a cable that can be impaired");
        Self { net, a, b }
    }

    /// Returns the number of packets that were lost so far.
    fn lost(&self) -> u64 {
        let counters = self.net.link("wire").fault_counters().expect("the network is up");
        counters.iter().map(|counters| counters.lost).sum()
    }

    fn down(self) {
        self.net.down().expect("it goes down");
    }
}

fn topology(seed: u64) -> Topology {
    Topology::new().link(Link::new("a", "b").name("wire").faults()).seed(seed)
}

/// Returns how often each kind of traffic is repeated.
fn repeats() -> usize {
    let repeats = std::env::var("NSFIXTURE_REPEATS")
        .map_or(3, |repeats| repeats.parse().expect("NSFIXTURE_REPEATS is a number"));
    assert!(repeats >= 2, "one run has none to compare with");
    repeats
}

/// Replays an exchange with another seed, and asserts what [`check`] asserts.
#[track_caller]
fn check_replayed<T: Debug + Send + Sync>(
    what: &str,
    lost: impl Fn(&Pair) -> Vec<T> + Sync,
    is_same: impl Fn(&T, &T) -> bool,
) {
    if nsfixture_tests::is_skipped(what) {
        return;
    }
    let first = Pair::new(SEED);
    let first_lost = lost(&first);
    let text = first.net.fates().expect("fates").to_string();
    first.down();
    let fates: Fates = text.parse().expect("the text of fates");
    let mut runs = repeat(repeats(), || {
        let pair = Pair::replay(&fates, OTHER_SEED);
        let lost = lost(&pair);
        pair.down();
        lost
    });
    runs.push(first_lost);
    let other = Pair::new(OTHER_SEED);
    compare(what, &runs, &lost(&other), is_same);
    other.down();
}

/// Repeats an exchange, and asserts that the losses of at least 99 % of all pairs of runs are the same, and that those
/// with another seed are not.
#[track_caller]
fn check<T: Debug + Send + Sync>(
    what: &str,
    lost: impl Fn(&Pair) -> Vec<T> + Sync,
    is_same: impl Fn(&T, &T) -> bool,
) {
    if nsfixture_tests::is_skipped(what) {
        return;
    }
    let run = |seed| {
        let pair = Pair::new(seed);
        let lost = lost(&pair);
        pair.down();
        lost
    };
    let runs = repeat(repeats(), || run(SEED));
    compare(what, &runs, &run(OTHER_SEED), is_same);
}

/// Asserts that the losses of at least 99 % of all pairs of runs are the same, and that another run has others.
#[track_caller]
fn compare<T: Debug>(what: &str, runs: &[Vec<T>], other: &[T], is_same: impl Fn(&T, &T) -> bool) {
    // In per cent: what each of two runs has lost that the other one has lost, too.
    let common = |a: &[T], b: &[T]| {
        let matched =
            |a: &[T], b: &[T]| a.iter().filter(|a| b.iter().any(|b| is_same(a, b))).count();
        100 * (matched(a, b) + matched(b, a)) / (a.len() + b.len()).max(1)
    };
    let pairs = || (0..runs.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
    let same = pairs().filter(|&(a, b)| common(&runs[a], &runs[b]) == 100).count();
    let least = pairs().min_by_key(|&(a, b)| common(&runs[a], &runs[b])).expect("a pair");
    let [one, two] = [&runs[least.0], &runs[least.1]];
    let (pairs, losses, others) = (pairs().count(), runs[0].len(), common(&runs[0], other));
    println!(
        "{what}: {losses} losses, the same in {same} of {pairs} pairs of runs; the least similar pair has {} % in common, \
         and another seed {others} %",
        common(one, two),
    );
    assert!(losses > 5, "{what}: only {losses} losses");
    assert!(
        same * 100 >= pairs * 99,
        "{what}: {same} of {pairs}; one lost {one:?}, another one {two:?}"
    );
    assert!(others < 50, "{what}: another seed loses the same");
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

#[test]
fn a_bulk_transfer_loses_the_same_parts() {
    check("TCP, 1 MB", stream::lost, stream::overlap);
}

#[test]
fn requests_with_retries_lose_the_same_datagrams() {
    check("UDP, 300 requests", requests::lost, PartialEq::eq);
}

#[test]
fn lookups_from_many_ports_lose_the_same_datagrams() {
    check("lookups from 60 ports", lookups::lost, PartialEq::eq);
}

#[test]
fn a_bulk_transfer_is_replayed() {
    check_replayed("TCP, 1 MB, replayed", stream::lost, stream::overlap);
}

#[test]
fn requests_with_retries_are_replayed() {
    check_replayed("UDP, 300 requests, replayed", requests::lost, PartialEq::eq);
}
