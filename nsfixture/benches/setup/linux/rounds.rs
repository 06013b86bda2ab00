//! Each network by itself, in turns.

use std::io;
use std::time::{Duration, Instant};

use crate::linux::echo::echo;
use crate::linux::floor;
use crate::linux::ip_batch::IpBatch;
use crate::linux::ours::Ours;
use crate::linux::raw::Raw;
use crate::linux::subject::{Down, Hosts, Pairs};

/// Networks of a block stay up until its end, so that none is set up while the kernel is still
/// cleaning up the one before. It is short, for much is slower with many namespaces alive.
const BLOCK: usize = 10;

/// How many of each a block begins with that are not counted: the very last of the clean-up before
/// it, and the first use of anything, fall to them.
const LEAD: usize = 3;

/// What one subject took.
#[derive(Default)]
pub(crate) struct Times {
    pub(crate) host: Vec<Duration>,
    pub(crate) host_down: Vec<Duration>,
    pub(crate) pair: Vec<Duration>,
    pub(crate) first_byte: Vec<Duration>,
    pub(crate) pair_down: Vec<Duration>,
    /// How long the byte itself took.
    pub(crate) byte: Vec<Duration>,
}

#[derive(Default)]
pub(crate) struct Rounds {
    pub(crate) raw: Times,
    pub(crate) ours: Times,
    pub(crate) ip: Times,
}

pub(crate) fn run(rounds: usize, ip: Option<&IpBatch>) -> io::Result<Rounds> {
    let mut all = Rounds::default();
    for first in (0..rounds).step_by(BLOCK) {
        let size = BLOCK.min(rounds - first);
        hosts(size, &mut all)?;
        pairs(size, &mut all)?;
        // One is enough of what takes so much longer.
        if let Some(ip) = ip {
            floor::settle()?;
            let pair = all.ip.pair(ip)?;
            down(pair, &mut all.ip.pair_down)?;
        }
    }
    Ok(all)
}

fn hosts(size: usize, Rounds { raw, ours, .. }: &mut Rounds) -> io::Result<()> {
    floor::settle()?;
    let _held = in_turns(LEAD, || Raw.host(), || Ours.host())?;
    for (one, other) in in_turns(size, || raw.host(&Raw), || ours.host(&Ours))? {
        down(one, &mut raw.host_down)?;
        down(other, &mut ours.host_down)?;
    }
    Ok(())
}

fn pairs(size: usize, Rounds { raw, ours, .. }: &mut Rounds) -> io::Result<()> {
    floor::settle()?;
    let _held = in_turns(LEAD, || Raw.pair(), || Ours.pair())?;
    for (one, other) in in_turns(size, || raw.pair(&Raw), || ours.pair(&Ours))? {
        down(one, &mut raw.pair_down)?;
        down(other, &mut ours.pair_down)?;
    }
    Ok(())
}

/// Each as often as the other, and each as often first.
fn in_turns<A, B>(
    rounds: usize,
    mut one: impl FnMut() -> io::Result<A>,
    mut other: impl FnMut() -> io::Result<B>,
) -> io::Result<Vec<(A, B)>> {
    (0..rounds)
        .map(|round| {
            if round % 2 == 0 {
                return Ok((one()?, other()?));
            }
            let second = other()?;
            Ok((one()?, second))
        })
        .collect()
}

impl Times {
    fn host<S: Hosts>(&mut self, subject: &S) -> io::Result<S::Host> {
        let begin = Instant::now();
        let host = subject.host()?;
        self.host.push(begin.elapsed());
        Ok(host)
    }

    fn pair<S: Pairs>(&mut self, subject: &S) -> io::Result<S::Pair> {
        let begin = Instant::now();
        let pair = subject.pair()?;
        let up = Instant::now();
        echo(&pair)?;
        self.byte.push(up.elapsed());
        self.first_byte.push(begin.elapsed());
        self.pair.push(up.duration_since(begin));
        Ok(pair)
    }
}

fn down(network: impl Down, times: &mut Vec<Duration>) -> io::Result<()> {
    let begin = Instant::now();
    network.down()?;
    times.push(begin.elapsed());
    Ok(())
}
