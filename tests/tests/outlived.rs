//! What outlives a test carries no packet, answers nobody, is named, and fails the tests that it may have been working for.
//!
//! The tests in the modules are ignored; the others run them in a process of their own, one after the other.
#![forbid(unsafe_code)]
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::fd::OwnedFd;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use nsfixture::prelude::*;
use nsfixture::{Net, Topology};

/// Serves one connection after the other, for good.
fn serve(address: &str) {
    let listener = TcpListener::bind(address).unwrap();
    thread::Builder::new()
        .name("server".to_owned())
        .spawn(move || {
            for stream in listener.incoming() {
                let _gone = stream.and_then(|mut stream| stream.write_all(b"alive"));
            }
        })
        .unwrap();
}

fn ask(address: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// A thread that asks an address whenever it is told to.
struct Client {
    ask: Mutex<Sender<&'static str>>,
    answer: Mutex<Receiver<io::Result<String>>>,
}

impl Client {
    /// Starts it in the calling thread's host.
    fn start() -> Self {
        let (ask_it, asked) = mpsc::channel();
        let (tell, answer) = mpsc::channel();
        thread::Builder::new()
            .name("client".to_owned())
            .spawn(move || asked.into_iter().try_for_each(|address| tell.send(ask(address))))
            .unwrap();
        Self { ask: Mutex::new(ask_it), answer: Mutex::new(answer) }
    }

    fn ask(&self, address: &'static str) -> io::Result<String> {
        self.ask.lock().unwrap().send(address).unwrap();
        self.answer.lock().unwrap().recv().unwrap()
    }
}

static CLIENT: OnceLock<Client> = OnceLock::new();

mod across_a_link {
    use super::*;

    #[ns_test(link(a, b))]
    #[ignore = "run by the other tests"]
    fn first(b: Node) {
        b.run(|| serve("[::]:7"));
        assert_eq!(CLIENT.get_or_init(Client::start).ask("b:7").unwrap(), "alive");
    }

    #[ns_test(link(a, b))]
    #[ignore = "run by the other tests"]
    fn second() {
        CLIENT.get().unwrap().ask("10.0.0.2:7").unwrap_err();
    }
}

mod on_loopback {
    use super::*;

    #[ns_test]
    #[ignore = "run by the other tests"]
    fn first() {
        serve("127.0.0.1:7");
        assert_eq!(CLIENT.get_or_init(Client::start).ask("127.0.0.1:7").unwrap(), "alive");
    }

    #[ns_test]
    #[ignore = "run by the other tests"]
    fn second() {
        CLIENT.get().unwrap().ask("127.0.0.1:7").unwrap_err();
        CLIENT.get().unwrap().ask("[::1]:7").unwrap_err();
    }
}

mod by_a_socket {
    use super::*;

    static SOCKETS: OnceLock<[UdpSocket; 2]> = OnceLock::new();

    #[ns_test(link(a, b))]
    #[ignore = "run by the other tests"]
    fn first(a: Node, b: Node) {
        let bind = || UdpSocket::bind("0.0.0.0:7").unwrap();
        let sockets = SOCKETS.get_or_init(|| [a.run(bind), b.run(bind)]);
        sockets[1].set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        sockets[0].send_to(b"alive", "10.0.0.2:7").unwrap();
        sockets[1].recv(&mut [0; 8]).unwrap();
    }

    #[ns_test]
    #[ignore = "run by the other tests"]
    fn second() {
        let [socket, _] = SOCKETS.get().unwrap();
        socket.send_to(b"alive", "10.0.0.2:7").unwrap_err();
        socket.send_to(b"alive", "127.0.0.1:7").unwrap_err();
    }
}

mod after_a_second {
    use super::*;

    static OUTCOME: Mutex<Option<Receiver<io::Result<String>>>> = Mutex::new(None);

    #[ns_test(link(a, b))]
    #[ignore = "run by the other tests"]
    fn first(b: Node) {
        b.run(|| serve("[::]:7"));
        let (tell, outcome) = mpsc::channel();
        *OUTCOME.lock().unwrap() = Some(outcome);
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(1));
            tell.send(ask("10.0.0.2:7")).unwrap();
        });
    }

    #[ns_test]
    #[ignore = "run by the other tests"]
    fn second() {
        OUTCOME.lock().unwrap().as_ref().unwrap().recv().unwrap().unwrap_err();
    }
}

mod in_a_panic {
    use super::*;

    static TELL: Mutex<Option<Sender<()>>> = Mutex::new(None);

    /// Starts a thread that panics when it is told to.
    pub(super) fn start() {
        let (tell, told) = mpsc::channel::<()>();
        *TELL.lock().unwrap() = Some(tell);
        thread::Builder::new()
            .name("pool".to_owned())
            .spawn(move || {
                let _told = told.recv();
                panic!("a false claim");
            })
            .unwrap();
    }

    pub(super) fn tell() {
        TELL.lock().unwrap().take();
    }

    #[ns_test]
    #[ignore = "run by the other tests"]
    fn first() {
        start();
    }

    #[ns_test]
    #[ignore = "run by the other tests"]
    fn second() {
        tell();
        // The thread has panicked once it has ended.
        while fs::read_dir("/proc/self/task").unwrap().flatten().any(|task| {
            fs::read_to_string(task.path().join("comm")).is_ok_and(|name| name == "pool\n")
        }) {
            thread::yield_now();
        }
    }
}

mod in_the_report {
    use super::*;

    #[ns_test(link(a, b))]
    #[ignore = "run by the other tests"]
    fn first(b: Node) {
        b.run(|| serve("[::]:7"));
    }

    #[ns_test]
    #[ignore = "run by the other tests"]
    fn second() {
        panic!("as it should");
    }
}

mod by_a_hook {
    use super::*;

    #[ns_test]
    #[ignore = "run by the other tests"]
    fn first() {
        std::panic::set_hook(Box::new(|_| ()));
    }

    #[ns_test]
    #[ignore = "run by the other tests"]
    fn second() {
        thread::spawn(|| panic!("a false claim"));
    }
}

mod by_an_exit {
    use super::*;

    #[ns_test]
    #[ignore = "run by the other tests"]
    fn first() {
        panic!("as it should");
    }

    #[ns_test]
    #[ignore = "run by the other tests"]
    fn second() {
        std::process::exit(0);
    }
}

mod by_another_process {
    use super::*;

    /// A program in the machine's namespaces holds a socket of the network as its standard input.
    #[test]
    #[ignore = "run by the other tests"]
    fn first() {
        let (give, given) = mpsc::channel::<UdpSocket>();
        let (tell, told) = mpsc::channel();
        let outside = thread::spawn(move || {
            let socket = Stdio::from(OwnedFd::from(given.recv().unwrap()));
            let mut holder = Command::new("sleep").arg("1000").stdin(socket).spawn().unwrap();
            tell.send(holder.id()).unwrap();
            // Ends with the sender, after the network.
            given.recv().unwrap_err();
            holder.kill().unwrap();
            holder.wait().unwrap();
        });
        let to_outside = give.clone();
        let test = nsfixture::__private::v1::Test::new(Topology::new().link(("a", "b")));
        let _code = test.run_in("a").run(concat!(module_path!(), "::first"), move |_| {
            to_outside.send(UdpSocket::bind("0.0.0.0:7").unwrap()).unwrap();
            println!("\nexpected: process {}, `sleep 1000`", told.recv().unwrap());
        });
        drop(give);
        outside.join().unwrap();
    }
}

/// Runs the tests of a module in one process, and returns its exit status and what it has printed.
fn run(module: &str) -> (Option<i32>, String) {
    let output: Output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--test-threads=1", "--nocapture", &format!("{module}::")])
        .env_remove("NSFIXTURE_REQUIRE")
        .output()
        .unwrap();
    let printed = [&output.stdout[..], &output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&printed).into_owned())
}

#[track_caller]
fn check(module: &str, status: i32, expected: &[&str]) {
    if nsfixture_tests::is_skipped(module) {
        return;
    }
    let (found, printed) = run(module);
    assert_eq!(found, Some(status), "{printed}");
    for expected in expected {
        assert!(printed.contains(expected), "`{expected}` is not in\n{printed}");
    }
}

#[test]
fn no_packet_across_a_link() {
    check(
        "across_a_link",
        0,
        &[
            "thread `server` in host `b` (TID ",
            ", blocked in accept), ",
            "thread `client` in host `a` (TID ",
            ", blocked in futex)",
            "TCP listener [::]:7 in host `b` (descriptor ",
        ],
    );
}

#[test]
fn no_packet_on_loopback() {
    check("on_loopback", 0, &["outlived the test"]);
}

#[test]
fn no_packet_from_a_socket() {
    check(
        "by_a_socket",
        0,
        &[
            "UDP socket 0.0.0.0:7 in host `a` (descriptor ",
            "UDP socket 0.0.0.0:7 in host `b` (descriptor ",
        ],
    );
}

#[test]
fn a_socket_of_another_process_is_named() {
    if nsfixture_tests::is_skipped("sockets of another process") {
        return;
    }
    let (found, printed) = run("by_another_process");
    assert_eq!(found, Some(0), "{printed}");
    let holder = printed.lines().find_map(|line| line.strip_prefix("expected: "));
    let line = format!("socket in host `a` (descriptor 0 of {})", holder.unwrap());
    assert!(printed.contains(&line), "`{line}` is not in\n{printed}");
    assert_eq!(printed.matches("socket in host").count(), 1, "{printed}");
}

#[test]
fn no_packet_after_a_second() {
    check("after_a_second", 0, &[", blocked in sleep)"]);
}

#[test]
fn a_panic_fails_the_test_that_runs() {
    let expected = "thread `pool`, which outlived the test `in_a_panic::first`, panicked in host";
    check("in_a_panic", 101, &["1 passed; 1 failed", expected, "outlived.rs:"]);
}

#[test]
fn a_later_failure_names_it() {
    let expected =
        "outlived the test `in_the_report::first`, earlier in this process: thread `server`";
    check("in_the_report", 101, &["1 passed; 1 failed", expected]);
}

#[test]
fn a_replaced_hook_hides_no_panic_of_another_test() {
    let expected = "note: the panic hook was replaced while `by_a_hook::first` ran";
    check("by_a_hook", 101, &["1 passed; 1 failed", expected]);
}

#[test]
fn an_exit_hides_no_failure() {
    check("by_an_exit", 101, &["the test `by_an_exit::second` has called `exit`"]);
}

/// How often to repeat what takes long; `ci/stress.sh` asks for more.
fn repetitions() -> usize {
    std::env::var("NSFIXTURE_REPETITIONS").map_or(25, |number| number.parse().unwrap())
}

/// Returns the interfaces of the namespaces that threads of this process are in, except those of the main thread's.
fn interfaces() -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    let of_main = fs::read_link("/proc/self/ns/net").unwrap();
    for task in fs::read_dir("/proc/self/task").unwrap().flatten() {
        let path = task.path();
        let Ok(namespace) = fs::read_link(path.join("ns/net")) else { continue };
        let Ok(table) = fs::read_to_string(path.join("net/dev")) else { continue };
        if namespace != of_main {
            let names = table.lines().filter_map(|line| line.split_once(':'));
            let names = names.map(|(name, _)| name.trim().to_owned()).collect();
            found.insert(namespace.display().to_string(), names);
        }
    }
    found
}

#[test]
fn neither_cables_nor_routes_accumulate() {
    let networks = repetitions();
    if nsfixture_tests::is_skipped("cables of threads that stay") {
        return;
    }
    for _ in 0..networks {
        let net = Net::up(&Topology::new().link(("a", "b"))).unwrap();
        net.node("b").run(|| serve("[::]:7"));
        net.down().unwrap();
    }
    // Other tests of this process may be up meanwhile.
    let left = interfaces();
    assert!(left.len() >= networks, "{left:?}");
    let only_loopback = left.values().filter(|names| *names == &["lo"]).count();
    assert!(only_loopback >= networks, "{left:?}");
}

#[test]
fn no_connection_into_a_network_that_is_down() {
    if nsfixture_tests::is_skipped("connections into networks that are down") {
        return;
    }
    for _ in 0..repetitions() {
        let net = Net::up(&Topology::new().link(("a", "b"))).unwrap();
        net.node("b").run(|| serve("[::]:7"));
        let client = net.node("a").run(Client::start);
        assert_eq!(client.ask("10.0.0.2:7").unwrap(), "alive");
        net.down().unwrap();
        client.ask("10.0.0.2:7").unwrap_err();
        client.ask("10.0.0.1:7").unwrap_err();
        client.ask("127.0.0.1:7").unwrap_err();
    }
}
