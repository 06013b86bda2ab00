//! Fates in files: those of a failed test are written, and happen again.

use std::fs;
use std::net::{Ipv4Addr, UdpSocket};
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use nsfixture::prelude::*;
use nsfixture::{Fates, Faults, Link, Net, Topology};

/// Ignored, because they fail; the tests below run them.
mod failing {
    use super::*;

    #[ns_test(link(a, b, name = "wire", faults))]
    #[ignore = "fails on purpose"]
    fn with_losses(a: Node, b: Node, net: Net) {
        a.ping("b").unwrap();
        net.link("wire").from("a").set(&Faults::new().loss("30%")).unwrap();
        panic!("arrived: {:?}", arrivals(&a, &b));
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn without_faults(a: Node) {
        a.ping("b").unwrap();
        panic!("on purpose");
    }

    #[ns_test(link(a, c, loss = "1%"))]
    #[ignore = "fails on purpose"]
    fn in_another_network() {
        panic!("the body ran");
    }
}

/// Sends datagrams from one host to another, and returns the numbers of those that arrive.
fn arrivals(a: &Node, b: &Node) -> Vec<u8> {
    let server = b.run(|| UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 7))).unwrap();
    let client = a.run(|| UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))).unwrap();
    for number in 0..100 {
        client.send_to(&[number], (b.ipv4(), 7)).unwrap();
    }
    // Long after the last one has arrived.
    server.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let receive = || {
        let mut byte = [0];
        server.recv(&mut byte).ok().map(|_| byte[0])
    };
    std::iter::from_fn(receive).collect()
}

/// Runs a test of this program with these variables, which fails.
fn fail(test: &str, variables: &[(&str, &Path)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "--ignored", "--test-threads=1"]);
    command.arg(format!("fates::failing::{test}"));
    for name in ["NSFIXTURE_SEED", "NSFIXTURE_FATES", "NSFIXTURE_REPLAY"] {
        command.env_remove(name);
    }
    let Output { status, stdout, stderr } =
        command.envs(variables.iter().copied()).output().unwrap();
    let printed = String::from_utf8([stdout, stderr].concat()).unwrap();
    assert_eq!(status.code(), Some(101), "{printed}");
    assert!(printed.contains("0 passed; 1 failed"), "{printed}");
    printed
}

fn arrived(printed: &str) -> &str {
    let (_, rest) = printed.split_once("arrived: [").expect("the body ran");
    rest.split_once(']').unwrap().0
}

/// Returns the lines about lost datagrams: what hosts send by themselves may be lost, too, or not be sent.
fn datagrams(text: &str) -> Vec<&str> {
    let line = "lost wire from a udp 10.0.0.1 10.0.0.2:7 #1 client datagram ";
    text.lines().filter(|fate| fate.starts_with(line)).collect()
}

#[test]
fn those_of_a_failed_test_happen_again() {
    if nsfixture_tests::is_skipped("fates of failed tests") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let first = directory.path().join("first/run");
    let printed = fail("with_losses", &[("NSFIXTURE_FATES", &first)]);
    let file = first.join("wire.fates.failing.with_losses.fates");
    assert!(printed.contains(&format!("NSFIXTURE_REPLAY={}", file.display())), "{printed}");
    let text = fs::read_to_string(&file).unwrap();
    let fates: Fates = text.parse().unwrap();
    assert_eq!(fates.to_string(), text);
    let lost = datagrams(&text);
    assert_eq!(lost.len() + arrived(&printed).split(", ").count(), 100, "{printed}");

    let second = directory.path().join("second");
    let again = fail(
        "with_losses",
        &[
            ("NSFIXTURE_REPLAY", &file),
            ("NSFIXTURE_FATES", &second),
            ("NSFIXTURE_SEED", Path::new("1")),
        ],
    );
    assert_eq!(arrived(&again), arrived(&printed));
    assert!(again.contains("what happened to packets by chance was replayed"), "{again}");
    let written = second.join("wire.fates.failing.with_losses.fates");
    assert_eq!(datagrams(&fs::read_to_string(written).unwrap()), lost);
}

#[test]
fn there_is_no_file_without_faults() {
    if nsfixture_tests::is_skipped("no fates") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    fail("without_faults", &[("NSFIXTURE_FATES", directory.path())]);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn a_file_that_does_not_fit_is_an_error() {
    if nsfixture_tests::is_skipped("wrong fates") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("some.fates");
    let check = |test: &str, expected: &str| {
        let printed = fail(test, &[("NSFIXTURE_REPLAY", &file)]);
        assert!(!printed.contains("the body ran"), "{printed}");
        assert!(printed.contains(expected), "{printed}");
    };
    let place = format!("NSFIXTURE_REPLAY is `{}`: ", file.display());
    check("in_another_network", &format!("{place}No such file"));
    fs::write(&file, "nsfixture fates 1\nseed 1\nlots\n").unwrap();
    check("in_another_network", &format!("{place}line 3: expected"));
    let text = "nsfixture fates 1\nseed 1\ncable a-c from a mtu 1500 draws\ncable a-b from a mtu 1500 draws\nend 0\n";
    fs::write(&file, text).unwrap();
    check(
        "in_another_network",
        "the fates are not those of this network: cable `a-c` from a has `loss`, and they know nothing of it; \
         they know no cable `a-c` from c; the network has no cable `a-b` from a that can be impaired; replay",
    );
}

#[test]
fn a_network_without_the_attribute_has_fates_too() {
    if nsfixture_tests::is_skipped("fates of `Net`") {
        return;
    }
    let link = Link::new("a", "b").name("wire").from("a", Faults::new().duplicate("50%"));
    let topology = Topology::new().link(link);
    let run = |net: Net| {
        let (a, b) = (net.node("a"), net.node("b"));
        a.ping("b").unwrap();
        let arrived = arrivals(&a, &b);
        let up = net.fates().unwrap();
        let handle = net.clone();
        net.down().unwrap();
        let down = handle.fates().unwrap();
        assert!(up.len() <= down.len() && down.missing() == 0);
        (arrived, down)
    };
    let (first, fates) = run(Net::up(&topology.clone().seed(1)).unwrap());
    assert!(fates.len() > 20 && first.len() > 120);
    let (again, _) = run(Net::replay(&topology.clone().seed(2), &fates).unwrap());
    assert_eq!(again, first);
    let other = Topology::new().link(Link::new("a", "b").name("wire").loss("1%"));
    let error = Net::replay(&other, &fates).expect_err("they are of another network").to_string();
    let expected = "cable `wire` from a has `loss`, and they know `duplicate` of it";
    assert!(error.contains(expected), "{error}");
    let plain = Net::up(&Topology::new().link(("a", "b"))).unwrap();
    assert!(plain.fates().unwrap().is_empty());
    plain.down().unwrap();
}
