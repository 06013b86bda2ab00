//! The tests that run in restricted environments, each in a child process.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream, ToSocketAddrs as _};
use std::os::unix::fs::MetadataExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use nsfixture::Topology;
use nsfixture::prelude::*;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The line that a body prints at its end.
pub(crate) const RAN: &str = "the body ran to its end";

/// The environment variable that names a file for it, where standard output is closed.
pub(crate) const OUTPUT: &str = "NSFIXTURE_RESTRICTED_OUTPUT";

fn say_so() {
    match std::env::var_os(OUTPUT) {
        Some(path) => fs::write(path, RAN).expect("the directory is there"),
        None => println!("{RAN}"),
    }
}

#[ns_test(link(a, b), timeout = "40s")]
#[ignore = "run by the tests of this file"]
fn uses_all(a: Node, b: Node) {
    b.ping(&a).expect("it answers");
    let listener = b.run(|| TcpListener::bind("[::]:80")).expect("port 80 is free");
    let mut peer = TcpStream::connect((b.ipv6(), 80)).expect("it listens");
    let (mut served, _) = listener.accept().expect("somebody has connected");
    served.write_all(b"hello").expect("it is connected");
    drop(served);
    let mut text = String::new();
    peer.read_to_string(&mut text).expect("it answers");
    assert_eq!(text, "hello");
    assert!(b.command("true").status().expect("it starts").success());
    b.block_on(async { tokio::task::yield_now().await });
    say_so();
}

#[ns_test(link(a, b))]
#[ignore = "run by the tests of this file"]
fn knows_names(a: Node) {
    let found = "b:80".to_socket_addrs().expect("it is in /etc/hosts").count();
    assert!(found >= 2, "IPv4 and IPv6");
    // Nobody is asked who is not there.
    "nobody:80".to_socket_addrs().expect_err("there is no name server");
    let _ = a;
    say_so();
}

#[ns_test(link(a, b, faults))]
#[ignore = "run by the tests of this file"]
fn impairs_a_cable(a: Node, b: Node, net: Net) {
    let cut = net.link("a-b").impair(&Faults::new().loss("100%")).expect("it can be impaired");
    a.ping(&b).expect_err("everything is lost");
    cut.assert_acted();
    say_so();
}

#[ns_test(link(a, gw), link(gw, b), router(gw))]
#[ignore = "run by the tests of this file"]
fn crosses_a_router(a: Node, b: Node) {
    a.ping(&b).expect("it answers");
    say_so();
}

#[ns_test(link(a, gw), link(gw, b), router(gw), family = "ipv4")]
#[ignore = "run by the tests of this file"]
fn crosses_a_router_by_ipv4(a: Node, b: Node) {
    a.ping(&b).expect("it answers");
    say_so();
}

#[ns_test(link(a, b))]
#[ignore = "run by the tests of this file"]
fn shows_its_files_to_all() {
    for path in ["/run", "/run/netns", "/run/nsfixture", "/etc/hosts", "/etc/resolv.conf"] {
        let metadata = fs::metadata(path).expect("it is the node's");
        let for_others = if metadata.is_dir() { 0o5 } else { 0o4 };
        assert_eq!(metadata.mode() & 0o7, for_others, "{path}");
    }
    say_so();
}

#[test]
#[ignore = "run by the tests of this file"]
fn is_one_of_many() {
    for _ in 0..30 {
        let net = Net::up(&Topology::new().link(("a", "b"))).expect("others are cleaned up");
        net.node("a").ping("b").expect("it answers");
        net.down().expect("it goes down");
    }
    say_so();
}

/// With as few threads and processes as there may be, and with one more each time.
#[test]
#[ignore = "run by the tests of this file"]
fn gets_few_threads() {
    let limit = |threads| {
        let maximum = getrlimit(Resource::Nproc).maximum;
        setrlimit(Resource::Nproc, Rlimit { current: Some(threads), maximum })
    };
    let topology = Topology::new().lan(["a", "b"]).link(("b", "c"));
    let mut refused = 0;
    let net = loop {
        limit(1 + refused).expect("a soft limit can be changed");
        match Net::up(&topology) {
            Ok(net) => break net,
            Err(error) => assert!(error.to_string().contains("`ulimit -u`"), "{error}"),
        }
        refused += 1;
        assert!(refused < 100, "a network of three hosts needs fewer threads");
    };
    println!("refused {refused} times");
    if refused > 0 {
        limit(1).expect("a soft limit can be changed");
        let a = net.node("a");
        let panics: [&dyn Fn(); 2] = [&|| a.run(|| ()), &|| a.block_on(async {})];
        for act in panics {
            let panic = catch_unwind(AssertUnwindSafe(act)).expect_err("there is no thread");
            let text = panic.downcast_ref::<String>().expect("a string");
            assert!(text.contains("`ulimit -u`"), "{text}");
        }
        a.command("true").status().expect_err("there is no process");
    }
    net.down().expect("it takes no thread");
    say_so();
}

/// In the working directory is a file `here`.
#[ns_test(link(a, b))]
#[ignore = "run by the tests of this file"]
fn keeps_its_directory(b: Node) {
    let read = || fs::read_to_string("here").expect("it is here");
    assert_eq!(read(), b.run(read));
    let output = b.command("cat").arg("here").output().expect("it starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), read());
    say_so();
}
