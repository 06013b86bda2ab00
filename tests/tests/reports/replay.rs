//! What has happened to packets by chance happens again.

use std::io::ErrorKind;
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use nsfixture::prelude::*;

use crate::program::{command, only, own, printed};

/// Sends eight datagrams, and returns those that arrive, of which there must be this number.
fn arrivals(a: &Node, b: &Node, count: usize) -> Vec<u8> {
    let receiver = b.run(|| UdpSocket::bind("0.0.0.0:9")).unwrap();
    receiver.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let sender = a.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
    for number in 1..=8 {
        sender.send_to(&[number], "10.0.0.2:9").unwrap();
    }
    let receive = |_| {
        let mut byte = [0];
        receiver.recv(&mut byte).unwrap();
        byte[0]
    };
    (0..count).map(receive).collect()
}

#[ns_test(link(a, b, name = "wire", loss = "30%"), seed = 1, replay = "fates/packets.fates")]
fn of_a_file(a: Node, b: Node, net: Net) {
    assert_eq!(arrivals(&a, &b, 6), [1, 3, 4, 6, 7, 8]);
    assert_eq!(net.fates().unwrap().seed(), 42);
}

#[ns_test(link(a, b, name = "wire", loss = "30%"), replay = "fates")]
fn of_the_directory_of_a_test(a: Node, b: Node) {
    assert_eq!(arrivals(&a, &b, 6), [1, 3, 4, 6, 7, 8]);
}

/// Fails if the first datagram is lost: one that is not lost is sent after it, and arrives after it.
fn check_arrival(a: &Node, b: &Node) {
    let bind = |node: &Node, port| node.run(|| UdpSocket::bind(("0.0.0.0", port))).unwrap();
    let (first, second, sender) = (bind(b, 9), bind(b, 10), bind(a, 0));
    sender.send_to(&[1], "10.0.0.2:9").unwrap();
    sender.send_to(&[2], "10.0.0.2:10").unwrap();
    second.recv(&mut [0]).unwrap();
    first.set_nonblocking(true).unwrap();
    match first.recv(&mut [0]) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::WouldBlock => panic!("a false claim"),
        Err(error) => panic!("{error}"),
    }
}

macro_rules! now_and_then {
    ($($name:ident: $loss:literal;)*) => {
        $(#[ns_test(link(a, b, name = "wire", rule(protocol = "udp", port = 9, loss = $loss)))]
        #[ignore = "fails now and then"]
        fn $name(a: Node, b: Node) {
            check_arrival(&a, &b);
        })*

        const NOW_AND_THEN: &[&str] = &[$(stringify!($name)),*];
    };
}

now_and_then! {
    loses_10_percent: "10%";
    loses_14_percent: "14%";
    loses_18_percent: "18%";
    loses_22_percent: "22%";
    loses_26_percent: "26%";
    loses_30_percent: "30%";
    loses_35_percent: "35%";
    loses_40_percent: "40%";
    loses_45_percent: "45%";
    loses_50_percent: "50%";
}

/// Runs a test until it fails, and returns its directory.
fn find_failure(test: &str, base: &Path) -> PathBuf {
    // At 10 % this many runs pass once in 10^13.
    for _ in 0..300 {
        let mut command = command(&own(), test);
        printed(command.env("NSFIXTURE_ARTIFACTS", base));
        if base.exists() {
            return only(base);
        }
    }
    panic!("{test} does not fail");
}

#[test]
fn a_failure_that_was_found_fails_each_time() {
    if nsfixture_tests::is_skipped("replays of failures") {
        return;
    }
    let bases = tempfile::tempdir().unwrap();
    let check = |test: &&str| {
        let directory = find_failure(test, &bases.path().join(test));
        for replay in 0..20 {
            let mut command = command(&own(), test);
            command.env("NSFIXTURE_ARTIFACTS", bases.path().join("again"));
            let printed = printed(command.env("NSFIXTURE_REPLAY", directory.join("packets.fates")));
            assert!(printed.contains("0 passed; 1 failed"), "{test}, {replay}: {printed}");
        }
    };
    thread::scope(|scope| {
        for test in NOW_AND_THEN {
            scope.spawn(|| check(test));
        }
    });
}
