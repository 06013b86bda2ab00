//! The first packet arrives: no connection, datagram or echo request that is sent as soon as a network is up has to be
//! retransmitted a second later.
//!
//! `NSFIXTURE_SETUPS` sets the number of networks (default 200); during the second half every processor is busy.
#![forbid(unsafe_code)]

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, SocketAddrV6, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use nsfixture::{Net, Node, Topology};

/// The earliest retransmission of a TCP segment or a neighbour solicitation: an exchange that takes less has lost no packet,
/// however slow the machine is.
const RETRANSMISSION: Duration = Duration::from_secs(1);

/// The protocol of the first packet.
#[derive(Debug, Clone, Copy)]
enum Way {
    Tcp,
    Udp,
    Icmp,
}

/// The kind of its destination address.
#[derive(Debug, Clone, Copy)]
enum To {
    V4,
    V6,
    LinkLocal,
}

const WAYS: [(Way, To); 9] = [
    (Way::Tcp, To::V4),
    (Way::Tcp, To::V6),
    (Way::Tcp, To::LinkLocal),
    (Way::Udp, To::V4),
    (Way::Udp, To::V6),
    (Way::Udp, To::LinkLocal),
    (Way::Icmp, To::V4),
    (Way::Icmp, To::V6),
    (Way::Icmp, To::LinkLocal),
];

#[test]
fn no_first_packet_is_late() {
    if let Some(reason) = nsfixture::skip_reason() {
        eprintln!("skipped: {reason}");
        return;
    }
    let networks = std::env::var("NSFIXTURE_SETUPS").map_or(200, |n| n.parse().expect("a number"));
    let stop = AtomicBool::new(false);
    let mut late = Vec::new();
    let mut slowest = Duration::ZERO;
    thread::scope(|scope| {
        for nth in 0..networks {
            if nth == networks / 2 {
                for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
                    scope.spawn(|| keep_busy(&stop));
                }
            }
            let (way, to) = WAYS[nth % WAYS.len()];
            let forth = (nth / WAYS.len()).is_multiple_of(2);
            // Every second network has a cable that can be impaired.
            let faults = nth % 2 == 1;
            let First { took, retransmitted } = first_packet(way, to, forth, faults);
            slowest = slowest.max(took);
            if took >= RETRANSMISSION {
                late.push(format!(
                    "network {nth}, {way:?} to {to:?}, forth {forth}, faults {faults}: {took:?}, \
                     {retransmitted} TCP segments were retransmitted"
                ));
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
    println!("{networks} networks, the slowest first packet and its answer took {slowest:?}");
    assert!(late.is_empty(), "{} of {networks} were late:\n{}", late.len(), late.join("\n"));
}

fn keep_busy(stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        std::hint::spin_loop();
    }
}

/// Creates a pair of hosts, binds a port, sends the first packet and waits for the answer.
fn first_packet(way: Way, to: To, forth: bool, faults: bool) -> First {
    let topology = Topology::new().link(("a", "b"));
    let topology = if faults { topology.faults() } else { topology };
    let net = Net::up(&topology).expect("a network");
    let (a, b) = (net.node("a"), net.node("b"));
    let (from, at) = if forth { (&a, &b) } else { (&b, &a) };
    let bind = address(at, at, to);
    let target = address(at, from, to);
    let took = match way {
        Way::Tcp => tcp(from, at, bind, target),
        Way::Udp => udp(from, at, bind, target),
        Way::Icmp => ping(from, target.ip()),
    };
    // The time alone does not distinguish a lost packet from a slow machine.
    let retransmitted =
        if took >= RETRANSMISSION { retransmitted(from) + retransmitted(at) } else { 0 };
    net.down().expect("it goes down");
    First { took, retransmitted }
}

struct First {
    took: Duration,
    /// The number of TCP segments that were retransmitted.
    retransmitted: u64,
}

fn retransmitted(node: &Node) -> u64 {
    let snmp = node.run(|| std::fs::read_to_string("/proc/net/snmp")).expect("the counters");
    let mut tcp = snmp.lines().filter_map(|line| line.strip_prefix("Tcp: "));
    let (names, values) = (tcp.next().expect("names"), tcp.next().expect("values"));
    let place = names.split(' ').position(|name| name == "RetransSegs").expect("the counter");
    values.split(' ').nth(place).expect("its value").parse().expect("a number")
}

/// Returns the address of one host as another host has to write it.
fn address(of: &Node, seen_from: &Node, to: To) -> SocketAddr {
    match to {
        To::V4 => (of.ipv4(), 7).into(),
        To::V6 => (of.ipv6(), 7).into(),
        To::LinkLocal => {
            let addr = of.interfaces()[0].link_local();
            SocketAddrV6::new(addr, 7, 0, seen_from.interfaces()[0].index).into()
        }
    }
}

fn tcp(from: &Node, at: &Node, bind: SocketAddr, target: SocketAddr) -> Duration {
    let listener = at.run(|| TcpListener::bind(bind)).expect("the address can be bound");
    from.run(|| {
        let begin = Instant::now();
        let mut near = TcpStream::connect(target).expect("it connects");
        near.write_all(b"x").expect("it can be written to");
        let (mut far, _) = listener.accept().expect("it is there");
        far.read_exact(&mut [0]).expect("the byte is there");
        begin.elapsed()
    })
}

fn udp(from: &Node, at: &Node, bind: SocketAddr, target: SocketAddr) -> Duration {
    let far = at.run(|| UdpSocket::bind(bind)).expect("the address can be bound");
    far.set_read_timeout(Some(Duration::from_secs(5))).expect("a timeout can be set");
    let any = if target.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    from.run(|| {
        let near = UdpSocket::bind(any).expect("any address can be bound");
        near.set_read_timeout(Some(Duration::from_secs(5))).expect("a timeout can be set");
        let begin = Instant::now();
        near.send_to(b"x", target).expect("it can be sent");
        let (_, back) = far.recv_from(&mut [0]).expect("the datagram comes");
        far.send_to(b"y", back).expect("it can be answered");
        near.recv_from(&mut [0]).expect("the answer comes");
        begin.elapsed()
    })
}

fn ping(from: &Node, target: IpAddr) -> Duration {
    from.ping(target).expect("it answers")
}
