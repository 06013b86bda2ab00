//! Hosts on one LAN: each star by itself, in turns.

use std::io;
use std::time::{Duration, Instant};

use crate::linux::echo::echo;
use crate::linux::floor;
use crate::linux::ours::Ours;
use crate::linux::raw::Raw;
use crate::linux::subject::{Down, Star, Stars};
use crate::linux::view::View;

/// What one subject took.
#[derive(Default)]
pub(crate) struct Times {
    pub(crate) up: Vec<Duration>,
    pub(crate) first_byte: Vec<Duration>,
    /// How long the byte from the first host to the last took.
    pub(crate) byte: Vec<Duration>,
    /// From the beginning of the teardown until it returned.
    pub(crate) down: Vec<Duration>,
    /// From the beginning of the teardown until the kernel had nothing left of it.
    pub(crate) gone: Vec<Duration>,
}

/// Stars of one size.
pub(crate) struct Size {
    pub(crate) hosts: usize,
    pub(crate) raw: Times,
    pub(crate) ours: Times,
}

pub(crate) fn run(hosts: usize, rounds: usize) -> io::Result<Size> {
    let mut size = Size { hosts, raw: Times::default(), ours: Times::default() };
    // The first use of anything is not counted.
    one(&Raw, hosts, &mut Times::default())?;
    one(&Ours, hosts, &mut Times::default())?;
    for round in 0..rounds {
        if round % 2 == 0 {
            one(&Raw, hosts, &mut size.raw)?;
            one(&Ours, hosts, &mut size.ours)?;
        } else {
            one(&Ours, hosts, &mut size.ours)?;
            one(&Raw, hosts, &mut size.raw)?;
        }
    }
    Ok(size)
}

fn one(subject: &impl Stars, hosts: usize, times: &mut Times) -> io::Result<()> {
    floor::settle()?;
    let begin = Instant::now();
    let star = subject.star(hosts)?;
    let up = Instant::now();
    echo(&star)?;
    times.byte.push(up.elapsed());
    times.first_byte.push(begin.elapsed());
    times.up.push(up.duration_since(begin));

    let (view, expected) = (star.view()?, View::of_star(hosts));
    if view != expected {
        return Err(io::Error::other(format!("a host sees {view:?} and not {expected:?}")));
    }

    let begin = Instant::now();
    star.down()?;
    times.down.push(begin.elapsed());
    floor::wait_until_alone()?;
    times.gone.push(begin.elapsed());
    Ok(())
}
