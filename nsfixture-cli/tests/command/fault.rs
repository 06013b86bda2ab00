//! `nsfixture fault`: what another process of the command does to the cables of a network that is up.

use std::env;
use std::io::ErrorKind;
use std::net::UdpSocket;
use std::time::Duration;

use crate::called::{Outcome, Running, call, nothing_to_test};
use crate::files::File;

/// A cable of each kind, and one that cannot be impaired.
const TOPOLOGY: &str = "
[[lan]]
name = \"office\"
hosts = [\"a\", \"b\"]
faults = true
[[link]]
name = \"wire\"
hosts = [\"a\", \"c\"]
faults = true
[[link]]
hosts = [\"c\", \"d\"]
";

/// A network that another process has up.
struct Other {
    shell: Running,
    process: String,
}

impl Other {
    fn start(topology: &str) -> Option<Self> {
        if nothing_to_test() {
            return None;
        }
        let topology = File::new(topology);
        let mut shell = Running::start(&["shell", topology.path()]);
        shell.write("echo up");
        assert_eq!(shell.line(), "up");
        let process = shell.process().to_string();
        Some(Self { shell, process })
    }

    fn fault(&self, arguments: &str) -> Outcome {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        call(&[&["fault", "--net", &self.process], &arguments[..]].concat())
    }

    #[track_caller]
    fn done(&self, arguments: &str) {
        let outcome = self.fault(arguments);
        let is_done = (outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str());
        assert_eq!(is_done, (0, "", ""), "{arguments}");
    }

    #[track_caller]
    fn refused(&self, arguments: &str, status: i32, expected: &str) {
        let outcome = self.fault(arguments);
        assert_eq!(outcome.status, status, "{arguments}: {outcome:?}");
        assert!(outcome.stderr.contains(expected), "{arguments}: {outcome:?}");
    }

    /// Reports whether a packet of `from` is answered by `to`, by running this file again there.
    fn reaches(&self, from: &str, to: &str, timeout: &str) -> bool {
        let (to, timeout) = (format!("REACH={to}"), format!("WITHIN={timeout}"));
        let program = env::current_exe().expect("this file");
        let program = program.to_str().expect("a path that is text");
        let asks = ["env", &to, &timeout, program, "--ignored", "--exact", "fault::asks"];
        call(&[&["exec", "--net", &self.process, from][..], &asks].concat()).status == 0
    }

    /// Waits for as long as the kernel may take to look for a host again that it has not found.
    #[track_caller]
    fn assert_reaches(&self, from: &str, to: &str) {
        assert!(self.reaches(from, to, "20000"), "{from} does not reach {to}");
    }

    #[track_caller]
    fn assert_cut_off(&self, from: &str, to: &str) {
        assert!(!self.reaches(from, to, "50"), "{from} reaches {to}");
    }

    /// Returns what has happened in a direction.
    #[track_caller]
    fn counter(&self, cable: &str, from: &str, name: &str) -> u64 {
        let outcome = self.fault(&format!("counters {cable} --json"));
        let found: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        let mut directions = found["directions"].as_array().expect("an array").iter();
        let direction = directions.find(|direction| direction["from"] == from);
        direction.expect("the host has the cable")[name].as_u64().expect("a number")
    }

    #[track_caller]
    fn end(self) {
        assert_eq!(self.shell.end().status, 0);
    }
}

#[test]
#[ignore = "run in a host by the other tests"]
fn asks() {
    let of = |name| env::var(name).expect("the caller sets it");
    let socket = UdpSocket::bind("0.0.0.0:0").expect("a socket");
    socket.connect((of("REACH").as_str(), 9)).expect("the host has an address");
    let timeout = of("WITHIN").parse().expect("milliseconds");
    socket.set_read_timeout(Some(Duration::from_millis(timeout))).expect("a timeout");
    socket.send(b"anybody?").expect("it has a route");
    // Nobody listens, which the other host reports.
    let answered = socket.recv(&mut [0]).expect_err("nobody sends");
    assert_eq!(answered.kind(), ErrorKind::ConnectionRefused);
}

#[test]
fn faults_are_set_and_cleared() {
    let Some(other) = Other::start(TOPOLOGY) else { return };
    other.assert_reaches("a", "c");
    other.done("set wire --from a loss=100%");
    other.assert_cut_off("a", "c");
    assert!(other.counter("wire", "a", "lost") > 0);
    assert_eq!(other.counter("wire", "c", "lost"), 0);
    // In place of those before.
    other.done("set wire delay=1ms");
    other.assert_reaches("a", "c");
    assert!(other.counter("wire", "c", "delayed") > 0);
    other.done("set wire loss=100%");
    other.done("clear wire --from c");
    other.done("clear wire --from a");
    other.assert_reaches("a", "c");
    other.end();
}

#[test]
fn traces_are_found_from_anywhere() {
    let traced = "[[link]]\nname = \"wire\"\nhosts = [\"a\", \"c\"]\ntrace = \"5\\n\"\n";
    let Some(other) = Other::start(traced) else { return };
    other.assert_reaches("a", "c");
    assert!(other.counter("wire", "a", "delayed") > 0);
    other.done("clear wire");
    // Relative to where the command runs, which is not where the network is.
    let trace = File::new("7\n");
    let absolute = std::path::Path::new(trace.path());
    let here = env::current_dir().expect("a directory");
    let up: String = here.components().skip(1).map(|_| "../").collect();
    let relative = format!("{up}{}", absolute.strip_prefix("/").expect("absolute").display());
    let before = other.counter("wire", "a", "delayed");
    other.done(&format!("set wire trace={relative}"));
    other.assert_reaches("a", "c");
    assert!(other.counter("wire", "a", "delayed") > before);
    other.refused("set wire trace=none.up", 2, "cannot read trace \"none.up\": No such file");
    other.end();
}

#[test]
fn rules_are_for_some_packets_only() {
    let Some(other) = Other::start(TOPOLOGY) else { return };
    // The datagrams of `asks` go to port 9, and their answers are ICMP messages.
    other.done(
        "set wire --from a rule=protocol=udp,port=9,drop=1,2 rule=host=c,icmp=redirect,loss=5%",
    );
    other.assert_cut_off("a", "c");
    other.assert_cut_off("a", "c");
    other.assert_reaches("a", "c");
    let found = other.fault("counters wire --json").stdout;
    let found: serde_json::Value = serde_json::from_str(&found).expect("JSON");
    let rules = &found["directions"][0]["rules"];
    let expected = "rule(protocol = \"udp\", port = 9, drop = [1, 2])";
    assert_eq!((&rules[0]["rule"], &rules[0]["dropped"]), (&expected.into(), &2.into()), "{found}");
    assert_eq!((&rules[1]["matched"], &rules[1]["lost"]), (&0.into(), &0.into()), "{found}");
    assert_eq!(found["directions"][1]["rules"], serde_json::json!([]), "{found}");
    let table = other.fault("counters wire").stdout;
    assert!(table.contains(expected), "{table}");
    other.refused(
        "set wire rule=host=d2,loss=5%",
        1,
        "no host named `d2` in this network: did you mean `d`?",
    );
    other.end();
}

#[test]
fn lans_and_their_cables_have_faults() {
    let Some(other) = Other::start(TOPOLOGY) else { return };
    other.done("set office:a --to a loss=100%");
    other.assert_cut_off("a", "b");
    other.done("clear office/a");
    other.assert_reaches("a", "b");
    // Of a LAN, the packets that each host sends.
    other.done("set office drop_every=1");
    other.assert_cut_off("b", "a");
    assert!(other.counter("office:b", "b", "dropped") > 0);
    other.done("clear");
    other.assert_reaches("b", "a");
    let table = other.fault("counters office").stdout;
    let lines: Vec<Vec<&str>> =
        table.lines().map(|line| line.split_whitespace().take(2).collect()).collect();
    let ends =
        [["office:a", "a"], ["office:a", "(switch)"], ["office:b", "b"], ["office:b", "(switch)"]];
    assert_eq!(lines[0], ["cable", "from"], "{table}");
    assert_eq!(lines[1..], ends, "{table}");
    other.end();
}

#[test]
fn cables_flap() {
    let Some(other) = Other::start(TOPOLOGY) else { return };
    for (target, cables) in [("wire", &["wire"][..]), ("office", &["office:a", "office:b"])] {
        other.done(&format!("set {target} flap=lasts=1h"));
        for cable in cables {
            let from = cable.strip_prefix("office:").unwrap_or("a");
            assert_eq!(other.counter(cable, from, "flaps"), 1, "{cable}");
        }
        other.assert_cut_off("a", if target == "wire" { "c" } else { "b" });
        other.done(&format!("set {target} path_mtu=1400"));
        other.assert_reaches("a", if target == "wire" { "c" } else { "b" });
    }
    other.end();
}

#[test]
fn hosts_are_partitioned_and_healed() {
    let topology = "faults = true\n[[lan]]\nhosts = [\"a\", \"b\", \"c\"]\n";
    let Some(other) = Other::start(topology) else { return };
    other.done("partition a,b c");
    other.assert_reaches("a", "b");
    other.assert_cut_off("a", "c");
    other.done("heal");
    other.assert_reaches("a", "c");
    other.done("isolate a");
    other.assert_cut_off("b", "a");
    other.done("heal");
    other.done("oneway a b");
    other.assert_cut_off("a", "b");
    other.done("heal");
    other.assert_reaches("a", "b");
    for cut in ["partition --reject a b,c", "isolate b --reject", "oneway --reject a b"] {
        let before = other.counter("lan1:a", "a", "rejected");
        other.done(cut);
        // The answer is the same as where nobody listens.
        other.assert_reaches("a", "b");
        assert_eq!(other.counter("lan1:a", "a", "rejected"), before + 1, "{cut}");
        other.done("heal");
    }
    other.assert_reaches("a", "b");
    other.refused("partition a,b b,c", 1, "host `b` is named twice in a partition");
    other.refused("partition a,x b", 1, "no host named `x` in this network (hosts: a, b, c)");
    other.end();
}

#[test]
fn says_what_is_wrong() {
    let Some(other) = Other::start(TOPOLOGY) else { return };
    for (arguments, status, expected) in [
        ("set c-d loss=5%", 1, "cable `c-d` cannot be impaired: add `faults` to its link or LAN"),
        ("counters c-d", 1, "cable `c-d` cannot be impaired"),
        ("isolate d", 1, "cable `c-d` cannot be impaired"),
        (
            "set wir loss=5%",
            1,
            "no link or LAN named `wir` in this network: did you mean `wire`? (links: wire, c-d; LANs: office)",
        ),
        ("set offic:a loss=5%", 1, "no LAN named `offic` in this network: did you mean `office`?"),
        ("set office:c loss=5%", 1, "no host named `c` on LAN `office` (hosts: a, b)"),
        (
            "set wire --from a flap=lasts=1s",
            1,
            "`flap` is a fault of the whole cable `wire`, not of one of its directions",
        ),
        ("set wire --from b loss=5%", 1, "no host named `b` at cable `wire` (hosts: a, c)"),
        ("set wire loss=5", 2, "`loss` needs a unit: write `loss=5%`"),
        ("set wire los=5%", 2, "unknown key `los` in faults: did you mean `loss`?"),
        ("set wire jitter=5ms", 2, "`jitter` does nothing without `delay`: add `delay=20ms`"),
        ("set wire from a loss=5%", 2, "`from` is an option: write `--from HOST`"),
        ("set wire rule=port=9", 2, "a rule without faults does nothing: add `loss=10%`"),
        ("set wire rule=prot=9,loss=5%", 2, "unknown key `prot` in `rule`: did you mean `port`?"),
        ("set wire rule=flags=syn,loss=5%", 2, "`flags` are those of TCP: add `protocol=tcp`"),
        ("set wire rule", 2, "`rule` needs a value: write `rule=protocol=udp,loss=10%`"),
        ("set wire", 2, "<FAULT>..."),
        ("set wire --from a --to c loss=5%", 2, "cannot be used with"),
        ("partition a,b", 2, "2 values required"),
        ("sever", 2, "unrecognized subcommand 'sever'"),
    ] {
        other.refused(arguments, status, expected);
    }
    let process = other.process.clone();
    other.end();
    let outcome = call(&["fault", "--net", &process, "heal"]);
    assert_eq!(outcome.status, 1, "{outcome:?}");
    assert!(
        outcome.stderr.contains("has no running network, or belongs to another user"),
        "{outcome:?}"
    );
}
