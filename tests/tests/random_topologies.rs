//! Random topologies, set up for real: the first packet reaches every address that the plan has a path to, and
//! no connection is made to the others.
//!
//! `NSFIXTURE_TOPOLOGIES` sets their number (default 40), `NSFIXTURE_CASE` selects one; with `NSFIXTURE_BUSY` every
//! processor is busy.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use nsfixture::{Net, Node, Topology};
use nsfixture_plan::Plan;
use nsfixture_tests::random::Random;
use nsfixture_tests::{RETRANSMISSION, is_skipped, topologies};

/// The timeout of a connection that is not to succeed.
const UNREACHED: Duration = Duration::from_millis(50);

/// The errors where there is no path.
const NO_PATH: [io::ErrorKind; 2] =
    [io::ErrorKind::NetworkUnreachable, io::ErrorKind::HostUnreachable];

/// The port on which every host listens.
const PORT: u16 = 7;

#[test]
fn the_plan_is_right() {
    if is_skipped("random topologies") {
        return;
    }
    let number = |name| std::env::var(name).ok().map(|n| n.parse().expect("a number"));
    let seeds = match number("NSFIXTURE_CASE") {
        Some(seed) => seed..seed + 1,
        None => 0..number("NSFIXTURE_TOPOLOGIES").unwrap_or(40),
    };
    let stop = AtomicBool::new(false);
    let mut all = Tally::default();
    let failed = thread::scope(|scope| {
        if std::env::var_os("NSFIXTURE_BUSY").is_some() {
            for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
                scope.spawn(|| keep_busy(&stop));
            }
        }
        let failed = seeds.clone().find(|&seed| {
            let topology = topologies::random(seed);
            let outcome = panic::catch_unwind(AssertUnwindSafe(|| check(seed, &topology)));
            match &outcome {
                Ok(tally) => all.add(tally),
                Err(_) => eprintln!("NSFIXTURE_CASE={seed} {topology:#?}"),
            }
            outcome.is_err()
        });
        stop.store(true, Ordering::Relaxed);
        failed
    });
    println!("{} random topologies: {all}", seeds.end - seeds.start);
    assert!(failed.is_none(), "NSFIXTURE_CASE={} fails", failed.unwrap_or_default());
}

fn keep_busy(stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        std::hint::spin_loop();
    }
}

/// The results.
#[derive(Default)]
struct Tally {
    reached: usize,
    unreached: usize,
    slowest: Duration,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.reached += other.reached;
        self.unreached += other.unreached;
        self.slowest = self.slowest.max(other.slowest);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { reached, unreached, slowest } = self;
        write!(
            f,
            "{reached} addresses were reached, the slowest first packet and its answer took \
             {slowest:?}; {unreached} were not reached"
        )
    }
}

/// Two hosts, by their indices, and an address of the second.
#[derive(Debug, Clone, Copy)]
struct Pair {
    from: usize,
    to: usize,
    addr: IpAddr,
}

/// Sets up the network and checks that exactly the addresses with a path are reached.
fn check(seed: u64, topology: &Topology) -> Tally {
    let plan = Plan::new(topology).expect("the generator makes only valid ones");
    let net = Net::up(topology).expect("nothing refuses it");
    let nodes: Vec<Node> = net.nodes().collect();
    let listeners: Vec<TcpListener> = nodes.iter().map(listen).collect();

    let pairs = (0..nodes.len()).flat_map(|from| {
        nodes.iter().enumerate().filter(move |(to, _)| *to != from).flat_map(move |(to, node)| {
            node.addrs().into_iter().map(move |addr| Pair { from, to, addr })
        })
    });
    let (mut reached, unreached): (Vec<Pair>, Vec<Pair>) =
        pairs.partition(|pair| plan.reaches(pair.from, pair.addr));
    let mut random = Random::new(seed);
    random.shuffle(&mut reached);
    // In some networks, the first packets are those without a path.
    if random.once_in(2) {
        errors_are_reported(&nodes, &unreached);
    }
    let mut slowest = Duration::ZERO;
    for pair in &reached {
        slowest = slowest.max(first_packets(&nodes, &listeners, *pair, random.once_in(2)));
    }
    none_connects(&nodes, &unreached);

    drop(listeners);
    net.down().expect("it goes down");
    Tally { reached: reached.len(), unreached: unreached.len(), slowest }
}

fn listen(node: &Node) -> TcpListener {
    node.run(|| TcpListener::bind(("::", PORT))).expect("the port is free")
}

/// Connects and pings, in this order or the other; returns the longer time.
fn first_packets(
    nodes: &[Node],
    listeners: &[TcpListener],
    pair: Pair,
    ping_first: bool,
) -> Duration {
    let Pair { from, to, addr } = pair;
    let (near, far) = (&nodes[from], &nodes[to]);
    let names = format!("from `{}` to `{}`, {addr}", near.name(), far.name());
    let connect = || {
        let connected = near.run(|| connect(addr, Duration::from_secs(5)));
        if connected.is_ok() {
            listeners[to].accept().expect("it is there");
        }
        let took = connected.unwrap_or_else(|error| panic!("{names}: no connection: {error}"));
        // The time alone does not distinguish a lost packet from a slow machine.
        let again = || retransmitted(near) + retransmitted(far);
        assert!(
            took < RETRANSMISSION,
            "{names}: {took:?}, {} TCP segments were retransmitted",
            again()
        );
        took
    };
    let ping = || {
        let took = near.ping(addr).unwrap_or_else(|error| panic!("{names}: no echo: {error}"));
        assert!(took < RETRANSMISSION, "{names}: {took:?} for an echo");
        took
    };
    if ping_first { ping().max(connect()) } else { connect().max(ping()) }
}

/// Connects from the host of the calling thread.
fn connect(addr: IpAddr, timeout: Duration) -> io::Result<Duration> {
    let begin = Instant::now();
    TcpStream::connect_timeout(&SocketAddr::new(addr, PORT), timeout)?;
    Ok(begin.elapsed())
}

fn retransmitted(node: &Node) -> u64 {
    let snmp = node.run(|| std::fs::read_to_string("/proc/net/snmp")).expect("the counters");
    let mut tcp = snmp.lines().filter_map(|line| line.strip_prefix("Tcp: "));
    let (names, values) = (tcp.next().expect("names"), tcp.next().expect("values"));
    let place = names.split(' ').position(|name| name == "RetransSegs").expect("the counter");
    values.split(' ').nth(place).expect("its value").parse().expect("a number")
}

/// Checks that each host gets an error for the first address of each family: routers send only a few errors in a row
/// (`icmp_ratelimit`, icmp(7)), and redirects count among them.
fn errors_are_reported(nodes: &[Node], pairs: &[Pair]) {
    for (from, node) in nodes.iter().enumerate() {
        let own = || pairs.iter().filter(|pair| pair.from == from).map(|pair| pair.addr);
        for family in [IpAddr::is_ipv4, IpAddr::is_ipv6] {
            let Some(first) = own().find(family) else { continue };
            // With an echo request: for TCP the error would arrive while it is still sending, and be
            // taken for a temporary one (`tcp_v4_err`, `net/ipv4/tcp_ipv4.c`).
            let outcome = node.ping(first).map_err(io::Error::from);
            let is_right = outcome.as_ref().is_err_and(|error| NO_PATH.contains(&error.kind()));
            assert!(is_right, "from `{}` to {first}, without a path: {outcome:?}", node.name());
        }
    }
}

/// Tries all of them in parallel, because each may take the whole timeout.
fn none_connects(nodes: &[Node], pairs: &[Pair]) {
    let try_all_of = |from: usize| {
        let own = pairs.iter().filter(|pair| pair.from == from).map(|pair| pair.addr);
        thread::scope(|scope| {
            for addr in own {
                scope.spawn(move || no_connection(addr));
            }
        });
    };
    thread::scope(|scope| {
        for (from, node) in nodes.iter().enumerate() {
            scope.spawn(move || node.run(|| try_all_of(from)));
        }
    });
}

/// Checks that the host of the calling thread cannot connect.
fn no_connection(addr: IpAddr) {
    match connect(addr, UNREACHED).map_err(|error| error.kind()) {
        Err(io::ErrorKind::TimedOut) => {}
        Err(kind) if NO_PATH.contains(&kind) => {}
        other => panic!("there is no path to {addr}: {other:?}"),
    }
}
