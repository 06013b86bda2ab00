//! Numbered datagrams from one host to another.

use std::io;
use std::net::UdpSocket;
use std::time::{Duration, Instant};

use nsfixture::{Cable, Net, Node, Ping};

/// How long to wait for what may be lost, longer than any delay in these tests.
const QUIET: Duration = Duration::from_millis(300);

/// How many are sent before what has arrived is read: they fit into the receiver's buffer.
const CHUNK: u32 = 100;

/// How long a pause ends a chunk.
const PAUSE: Duration = Duration::from_millis(20);

/// Sends this many datagrams, and returns the numbers of those that arrive, in the order in which they do.
pub(crate) fn send(from: &Node, to: &Node, count: u32) -> Vec<u32> {
    exchange(from, to, count).expect("sockets in hosts")
}

/// Sends a datagram from each host to each other one, and returns the pairs, in order, for which it arrives.
pub(crate) fn reached(nodes: &[Node]) -> Vec<String> {
    let mut ends = Vec::new();
    for node in nodes {
        let socket = node.run(|| UdpSocket::bind((node.ipv4(), 0)));
        ends.push((node, socket.expect("a socket in a host")));
    }
    for (from, sender) in &ends {
        for (to, receiver) in ends.iter().filter(|(to, _)| to.name() != from.name()) {
            let pair = format!("{}{}", from.name(), to.name());
            let address = receiver.local_addr().expect("it is bound");
            sender.send_to(pair.as_bytes(), address).expect("it has a route");
        }
    }
    wait_for_engine(&nodes[0]);
    let deadline = Instant::now() + QUIET;
    let mut arrived = Vec::new();
    for (_, receiver) in &ends {
        let mut buffer = [0; 64];
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            // A timeout of zero would be none.
            let left = left.max(Duration::from_millis(1));
            receiver.set_read_timeout(Some(left)).expect("a timeout");
            let Ok(length) = receiver.recv(&mut buffer) else { break };
            arrived.push(String::from_utf8_lossy(&buffer[..length]).into_owned());
        }
    }
    arrived.sort_unstable();
    arrived
}

/// Asserts that no ping is answered, or that it is refused.
#[track_caller]
pub(crate) fn assert_silent(from: &Node, to: impl Into<Ping>) {
    /// Much longer than an answer takes.
    const TIMEOUT: Duration = Duration::from_millis(500);
    from.ping(to.into().timeout(TIMEOUT)).expect_err("nothing answers");
}

/// Resolves addresses, so that nothing else is on its way afterwards.
pub(crate) fn resolve(from: &Node, to: &Node) {
    from.ping(to.ipv4()).expect("nothing is lost yet");
}

fn exchange(from: &Node, to: &Node, count: u32) -> io::Result<Vec<u32>> {
    let address = to.ipv4();
    let receiver = to.run(|| UdpSocket::bind((address, 7)))?;
    let sender = from.run(|| UdpSocket::bind("0.0.0.0:0"))?;
    sender.connect((address, 7))?;
    let mut arrived = Vec::new();
    let receive_all = |arrived: &mut Vec<u32>, pause| {
        receiver.set_read_timeout(Some(pause))?;
        let mut buffer = [0; 4];
        while receiver.recv(&mut buffer).is_ok() {
            arrived.push(u32::from_be_bytes(buffer));
        }
        io::Result::Ok(())
    };
    for number in 0..count {
        sender.send(&number.to_be_bytes())?;
        if number % CHUNK == CHUNK - 1 {
            wait_for_engine(from);
            receive_all(&mut arrived, PAUSE)?;
        }
    }
    wait_for_engine(from);
    receive_all(&mut arrived, QUIET)?;
    Ok(arrived)
}

/// Waits until the cables have passed on everything that was sent.
fn wait_for_engine(from: &Node) {
    let net = from.run(Net::current).expect("a network");
    let cables: Vec<Cable> = net
        .links()
        .chain(net.lans().flat_map(|lan| {
            let nodes: Vec<Node> = lan.nodes().collect();
            nodes.into_iter().map(move |node| lan.cable(node.name()))
        }))
        .collect();
    let deadline = Instant::now() + Duration::from_secs(30);
    // Plain cables have no counters.
    let counters = || cables.iter().filter_map(|cable| cable.fault_counters().ok()).flatten();
    while counters().any(|counters| counters.queued > 0) {
        assert!(Instant::now() < deadline, "packets stay in cables");
        std::thread::yield_now();
    }
}
