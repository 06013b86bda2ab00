//! Packets that are too large are lost in silence.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use nsfixture::prelude::*;

/// More than an initial window.
const SIZE: usize = 100_000;

/// Sends some bytes over TCP, and receives until they are all there or nothing has come for `quiet`.
fn transfer(from: &Node, to: &Node, size: usize, quiet: Duration) -> io::Result<usize> {
    let listener = to.run(|| TcpListener::bind((to.ipv4(), 7)))?;
    let mut sender = from.run(|| TcpStream::connect((to.ipv4(), 7)))?;
    let (mut receiver, _) = listener.accept()?;
    receiver.set_read_timeout(Some(quiet))?;
    sender.set_write_timeout(Some(quiet))?;
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // The receiver tells how much has arrived.
            let _stalled = sender.write_all(&vec![1; size]);
        });
        let (mut arrived, mut buffer) = (0, [0; 4096]);
        while arrived < size {
            match receiver.read(&mut buffer) {
                Ok(0) => break,
                Ok(bytes) => arrived += bytes,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(arrived)
    })
}

#[ns_test(link(a, b, name = "wire", from(a, blackhole_above = 1280)))]
fn tcp_stalls(a: Node, b: Node, net: Net) -> io::Result<()> {
    a.set_sysctl("net.ipv4.tcp_mtu_probing", "0").unwrap();
    assert_eq!(transfer(&a, &b, SIZE, Duration::from_millis(700))?, 0);
    let [from_a, from_b] = net.link("wire").fault_counters().unwrap();
    assert!(from_a.too_large > 0 && from_b.too_large == 0, "{from_a:?} {from_b:?}");
    Ok(())
}

#[ns_test(link(a, b, name = "wire", blackhole_above = 1280))]
fn small_packets_pass(a: Node, b: Node, net: Net) -> io::Result<()> {
    a.ping("b").unwrap();
    assert_eq!(transfer(&a, &b, 1000, Duration::from_secs(30))?, 1000);
    let counters = net.link("wire").fault_counters().unwrap();
    assert!(counters.iter().all(|counters| !counters.acted()), "{counters:?}");
    Ok(())
}

/// RFC 4821: it begins with segments of 1024 bytes (`tcp_base_mss`).
#[ns_test(link(a, b, blackhole_above = 1280), timeout = "60s")]
fn tcp_finds_the_mtu_by_probing(a: Node, b: Node) -> io::Result<()> {
    a.set_sysctl("net.ipv4.tcp_mtu_probing", "2").unwrap();
    assert_eq!(transfer(&a, &b, SIZE, Duration::from_secs(30))?, SIZE);
    Ok(())
}
