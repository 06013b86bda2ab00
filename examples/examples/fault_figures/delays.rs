//! Delays, and queues under load.

use std::time::Duration;

use nsfixture::Faults;

use crate::Extent;
use crate::flow::{Arrival, Flow, pair, quantile};
use crate::page::Row;

pub(super) fn measure(extent: Extent) -> Vec<Row> {
    let delays = [("1ms", 0.001), ("10ms", 0.01), ("100ms", 0.1)];
    let delays = delays.map(|(asked, seconds)| delay(extent, asked, seconds));
    let queues = [("20ms", 0.02), ("100ms", 0.1), ("300ms", 0.3)];
    let queues = queues.map(|(asked, seconds)| queue(extent, asked, seconds));
    delays.into_iter().chain(queues).collect()
}

/// Measures how late datagrams are, one in each millisecond, by the kernel's receive timestamps.
fn delay(extent: Extent, asked: &str, seconds: f64) -> Row {
    let net = pair(&Faults::new().delay(asked));
    let mut flow = Flow::open(&net.node("a"), &net.node("b"), 64);
    for _ in 0..extent.pick(200, 5000) {
        flow.send();
        flow.receive_until_quiet(Duration::from_millis(1));
    }
    flow.receive_until_quiet(Duration::from_millis(500));
    let mut late: Vec<f64> = flow.arrivals.iter().map(|a| a.delay() - seconds).collect();
    // The clock may be adjusted by some microseconds while a packet is on its way.
    assert!(late.iter().all(|late| *late > -0.000_1), "a packet is early: {late:?}");
    let [p50, p99] = [0.5, 0.99].map(|q| quantile(&mut late, q) * 1e6);
    net.down().expect("it goes down");
    let measured = format!("p50 {p50:.0} us, p99 {p99:.0} us");
    Row::new(&format!("delay = \"{asked}\""), "how late packets are", measured)
}

/// Measures how long a full queue is, several times: the shortest one has been disturbed least.
fn queue(extent: Extent, asked: &str, seconds: f64) -> Row {
    let waits = (0..extent.pick(1, 10)).map(|_| longest_wait(asked, seconds));
    let wait = waits.fold(f64::INFINITY, f64::min);
    assert!(wait > seconds / 2.0, "the queue has {wait} s instead of {seconds}");
    let asked = format!("rate = \"10mbit\", queue = \"{asked}\"");
    Row::new(&asked, "the longest wait, in packets of 1.2 ms", format!("{:.1} ms", wait * 1e3))
}

/// Returns the longest time that a datagram waits in a queue that overflows.
fn longest_wait(asked: &str, seconds: f64) -> f64 {
    // With headers 1,500 bytes, which take 1.2 ms.
    const SIZE: usize = 1458;
    let fit = (seconds / 0.001_2) as usize;
    let net = pair(&Faults::new().rate("10mbit").queue(asked));
    let mut flow = Flow::open(&net.node("a"), &net.node("b"), SIZE);
    (0..2 * fit).for_each(|_| flow.send());
    flow.receive_until_quiet(Duration::from_millis(500));
    net.down().expect("it goes down");
    assert!(flow.arrivals.len() < 2 * fit, "the queue has no end");
    flow.arrivals.iter().map(Arrival::delay).fold(0.0, f64::max)
}
