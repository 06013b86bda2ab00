//! How long networks take to set up.

use std::io;
use std::time::Instant;

use nsfixture::__private::v1::Test;
use nsfixture::{Net, Topology};

use super::cables::Cable;
use super::table::median;

/// Returns how long a pair takes, the median of several in microseconds. They stay up until all are, so that
/// none is set up while the kernel cleans up the one before.
pub(crate) fn pairs(cable: Cable, count: usize) -> io::Result<f64> {
    let topology = cable.topology();
    Ok(medians((0..count).map(|_| Topology::clone(&topology)))?.0)
}

/// Returns how long a test with an empty body takes from its begin to its end, the median of several in microseconds.
pub(crate) fn tests(cable: Cable, capture: &str, count: usize) -> f64 {
    let mut times: Vec<f64> = (0..count)
        .map(|_| {
            let test = Test::new(cable.topology()).capture(capture);
            let begin = Instant::now();
            let _code = test.run("bench::tests", |_| {});
            begin.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    median(&mut times)
}

/// Returns how long a host with this number of links takes to set up, and how long its teardown, in microseconds.
pub(crate) fn links(cable: Cable, links: usize, rounds: usize) -> io::Result<(f64, f64)> {
    let link = |nth| cable.link("hub", &format!("spoke{nth}"));
    let topology = (0..links).fold(Topology::new(), |topology, nth| topology.link(link(nth)));
    medians((0..rounds).map(|_| Topology::clone(&topology)))
}

/// The median times of set-up and of teardown, in microseconds.
fn medians(topologies: impl Iterator<Item = Topology>) -> io::Result<(f64, f64)> {
    let (mut nets, mut ups, mut downs) = (Vec::new(), Vec::new(), Vec::new());
    for topology in topologies {
        let begin = Instant::now();
        let net = Net::up(&topology).map_err(io::Error::other)?;
        ups.push(begin.elapsed().as_secs_f64() * 1e6);
        nets.push(net);
    }
    for net in nets {
        let begin = Instant::now();
        net.down().map_err(io::Error::other)?;
        downs.push(begin.elapsed().as_secs_f64() * 1e6);
    }
    Ok((median(&mut ups), median(&mut downs)))
}
