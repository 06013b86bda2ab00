//! Rates.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use nsfixture::Faults;

use crate::Extent;
use crate::flow::pair;
use crate::page::Row;

pub(super) fn measure(extent: Extent) -> Vec<Row> {
    let rates = [("1mbit", 1e6), ("10mbit", 1e7), ("100mbit", 1e8), ("1gbit", 1e9)];
    rates.map(|(asked, rate)| goodput(extent, asked, rate)).into()
}

/// Measures what TCP transfers, against what fits: 1,448 bytes in each packet of 1,514.
fn goodput(extent: Extent, asked: &str, rate: f64) -> Row {
    let net = pair(&Faults::new().rate(asked));
    let (a, b) = (net.node("a"), net.node("b"));
    let address = (b.ipv4(), 9000);
    let listener = b.run(|| TcpListener::bind(address)).expect("a free port");
    let begin = Instant::now();
    let mut to = a.run(|| TcpStream::connect(address)).expect("a connection");
    let (mut from, _) = listener.accept().expect("a connection");
    let sender = thread::spawn(move || {
        let data = vec![0; 65_536];
        // Until the receiver has enough and closes.
        while to.write_all(&data).is_ok() {}
    });
    let length = Duration::from_millis(extent.pick(500, 10_000));
    let mut buffer = vec![0; 1 << 20];
    let (mut total, mut first) = (0, None);
    let mut last = begin;
    while last.duration_since(begin) < length {
        total += from.read(&mut buffer).expect("data");
        last = Instant::now();
        // The connection has begun to fill the link.
        first = first.or((last.duration_since(begin) > length / 5).then_some((total, last)));
    }
    drop(from);
    sender.join().expect("the sender passes");
    net.down().expect("it goes down");
    let (before, since) = first.expect("data for longer than a fifth of the time");
    let fits = rate * 1448.0 / 1514.0;
    let bits_per_second = |bytes: usize, time: Duration| bytes as f64 * 8.0 / time.as_secs_f64();
    let all = bits_per_second(total, last.duration_since(begin));
    assert!(all > 0.0 && all < fits * 1.02, "{all} bit/s where {fits} fit");
    let goodput = bits_per_second(total - before, last.duration_since(since));
    let measured = format!("{:.3} of what fits", goodput / fits);
    Row::new(&format!("rate = \"{asked}\""), "TCP goodput", measured)
}
