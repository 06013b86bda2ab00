//! Random inputs, each of which can be reproduced from its seed.
//!
//! A target tries a fixed number of inputs, the same ones in each run. With `NSFIXTURE_FUZZ_SECONDS` each target tries new
//! ones for that many seconds, and with `NSFIXTURE_CASE` only that one.

use std::fmt::Display;
use std::panic::{self, AssertUnwindSafe};
use std::str::FromStr;
use std::time::{Duration, Instant};

use super::random::Random;

/// Runs a target on the inputs that are made of seeds.
///
/// # Panics
/// If the target panics; the message has the seed and the input.
pub fn run<I: Display>(
    target: &str,
    usual: u64,
    make: impl Fn(&mut Random) -> I,
    judge: impl Fn(&I),
) {
    let seeds = match (number("NSFIXTURE_CASE"), number::<u64>("NSFIXTURE_FUZZ_SECONDS")) {
        (Some(seed), _) => Seeds { next: seed, last: Some(seed), until: None },
        (None, Some(seconds)) => Seeds {
            next: Random::seed(),
            last: None,
            until: Some(Instant::now() + Duration::from_secs(seconds)),
        },
        (None, None) => Seeds { next: 0, last: Some(usual), until: None },
    };
    let mut tried = 0;
    for seed in seeds {
        let input = make(&mut Random::new(seed));
        let judged = panic::catch_unwind(AssertUnwindSafe(|| judge(&input)));
        assert!(judged.is_ok(), "{target}: NSFIXTURE_CASE={seed} fails, by this input:\n{input}");
        tried += 1;
    }
    println!("{target}: {tried} inputs");
}

fn number<N: FromStr>(name: &str) -> Option<N> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// Consecutive seeds, up to a last one or until a deadline.
struct Seeds {
    next: u64,
    last: Option<u64>,
    until: Option<Instant>,
}

impl Iterator for Seeds {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let seed = self.next;
        let over = self.last.is_some_and(|last| seed > last)
            || self.until.is_some_and(|until| Instant::now() >= until);
        self.next = seed.wrapping_add(1);
        (!over).then_some(seed)
    }
}
