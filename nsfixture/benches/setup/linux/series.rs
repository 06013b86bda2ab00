//! Many pairs one after the other, like a suite of short tests: the kernel cleans up earlier ones
//! while later ones are set up, and both want the same lock.

use std::io;
use std::time::{Duration, Instant};

use crate::linux::echo::echo;
use crate::linux::floor;
use crate::linux::ours::Ours;
use crate::linux::raw::Raw;
use crate::linux::subject::{Down, Pairs};

/// What one subject took.
#[derive(Default)]
pub(crate) struct Times {
    /// Each series: from the first set-up to the end of the last teardown call.
    pub(crate) totals: Vec<Duration>,
    /// How long each pair's byte took.
    pub(crate) byte: Vec<Duration>,
}

#[derive(Default)]
pub(crate) struct Series {
    pub(crate) raw: Times,
    pub(crate) ours: Times,
}

pub(crate) fn run(series: usize, length: usize) -> io::Result<Series> {
    let mut all = Series::default();
    for _ in 0..series {
        one(&Raw, length, &mut all.raw)?;
        one(&Ours, length, &mut all.ours)?;
    }
    Ok(all)
}

fn one(subject: &impl Pairs, length: usize, times: &mut Times) -> io::Result<()> {
    floor::settle()?;
    let begin = Instant::now();
    for _ in 0..length {
        let pair = subject.pair()?;
        let up = Instant::now();
        echo(&pair)?;
        times.byte.push(up.elapsed());
        pair.down()?;
    }
    times.totals.push(begin.elapsed());
    Ok(())
}
