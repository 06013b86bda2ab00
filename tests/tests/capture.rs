//! Recording packets: what is in a record, and what is not.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

use nsfixture::prelude::*;
use nsfixture::{Capture, CapturedPacket, Faults, Link, Net, PacketView, Rule, Topology};

const TCP: u8 = 6;
const UDP: u8 = 17;

const SYN: u8 = 0x02;
const ACK: u8 = 0x10;

/// Returns the packets of this protocol.
#[track_caller]
fn of(capture: &Capture, protocol: u8) -> Vec<CapturedPacket> {
    let packets = capture.packets().expect("none is missing");
    packets.into_iter().filter(|packet| packet.view().protocol() == Some(protocol)).collect()
}

/// Returns the hosts that packets came from and went to.
fn ways(packets: &[CapturedPacket]) -> Vec<(&str, &str)> {
    packets.iter().map(|packet| (packet.from().unwrap_or("?"), packet.to())).collect()
}

/// Sends a datagram to port 9, where it is received.
#[track_caller]
fn send(from: &Node, to: &Node, text: &str) {
    let receiver = to.run(|| UdpSocket::bind("0.0.0.0:9")).unwrap();
    let sender = from.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
    sender.send_to(text.as_bytes(), (to.ipv4(), 9)).unwrap();
    let mut buffer = [0; 1500];
    let len = receiver.recv(&mut buffer).unwrap();
    assert_eq!(&buffer[..len], text.as_bytes());
}

#[ns_test(link(client, server))]
fn a_handshake_is_three_packets(client: Node, server: Node, net: Net) {
    let listener = server.run(|| TcpListener::bind("[::]:80")).unwrap();
    let capture = net.capture().unwrap();
    let stream = client.run(|| TcpStream::connect("server:80")).unwrap();
    let packets = of(&capture, TCP);
    let expected = [("client", "server"), ("server", "client"), ("client", "server")];
    assert_eq!(ways(&packets), expected);
    let flags: Vec<_> = packets.iter().map(|packet| packet.view().tcp_flags()).collect();
    assert_eq!(flags, [Some(SYN), Some(SYN | ACK), Some(ACK)]);
    let [syn, answer, _] = &packets[..] else { panic!("there are three") };
    assert_eq!(syn.view().destination_port(), Some(80));
    assert_eq!(answer.since(syn), answer.time().duration_since(syn.time()).unwrap());
    assert!(packets.iter().all(|packet| packet.count() == 1 && !packet.is_lost()));
    // Nothing of what came before is in a later recording.
    assert_eq!(of(&net.capture().unwrap(), TCP).len(), 0);
    drop((stream, listener));
}

#[ns_test(link(a, b, drop = 2))]
fn what_a_fault_takes_is_marked(a: Node, b: Node, net: Net) {
    let capture = net.capture().unwrap();
    let receiver = b.run(|| UdpSocket::bind("0.0.0.0:9")).unwrap();
    let sender = a.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
    for text in ["1", "2", "3"] {
        sender.send_to(text.as_bytes(), (b.ipv4(), 9)).unwrap();
    }
    let mut buffer = [0; 10];
    for expected in ["1", "3"] {
        let len = receiver.recv(&mut buffer).unwrap();
        assert_eq!(&buffer[..len], expected.as_bytes());
    }
    let found: Vec<_> = of(&capture, UDP)
        .iter()
        .map(|packet| (packet.view().payload().to_vec(), packet.is_lost(), packet.to().to_owned()))
        .collect();
    let expected = [("1", false), ("2", true), ("3", false)];
    let expected = expected.map(|(text, lost)| (text.as_bytes().to_vec(), lost, "b".to_owned()));
    assert_eq!(found, expected);
}

#[ns_test(link(client, server, rule(protocol = "tcp", loss = "100%")))]
fn a_syn_is_sent_again_after_a_second(server: Node, net: Net) {
    let capture = net.capture().unwrap();
    let server = SocketAddr::from((server.ipv4(), 80));
    TcpStream::connect_timeout(&server, Duration::from_millis(1500)).unwrap_err();
    let syn = Rule::new().host("client").protocol("tcp").port(80).flags("syn");
    let [first, second] = &capture.packets_matching(&syn).unwrap()[..] else {
        panic!("{:?}", capture.packets())
    };
    assert!(second.since(first) >= Duration::from_millis(900), "{first:?} {second:?}");
    assert_eq!(capture.packets_matching(&syn.port(81)).unwrap().len(), 0);
}

#[ns_test(link(client, server))]
fn an_invalid_matcher_is_an_error(net: Net) {
    let capture = net.capture().unwrap();
    let error = capture.packets_matching(&Rule::new().host("sever")).unwrap_err();
    let expected = "invalid matcher: no host named `sever` in this network: did you mean `server`?";
    assert_eq!(error.to_string(), expected);
    let error = capture.packets_matching(&Rule::new()).unwrap_err();
    let expected = "invalid matcher: a rule needs packets to match";
    assert!(error.to_string().starts_with(expected), "{error}");
}

#[ns_test(lan(a, b, c))]
fn a_broadcast_arrives_at_each_host(a: Node, b: Node, c: Node, net: Net) {
    let capture = net.capture().unwrap();
    let receivers = [&b, &c].map(|host| host.run(|| UdpSocket::bind("0.0.0.0:9")).unwrap());
    let sender = a.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
    sender.set_broadcast(true).unwrap();
    sender.send_to(b"all", (Ipv4Addr::BROADCAST, 9)).unwrap();
    for receiver in &receivers {
        receiver.recv(&mut [0; 10]).unwrap();
    }
    let packets = of(&capture, UDP);
    let mut ways = ways(&packets);
    ways.sort_unstable();
    assert_eq!(ways, [("a", "b"), ("a", "c")]);
    drop(c);
}

/// It crosses two cables with engines.
#[ns_test(lan(a, b, c, faults))]
fn a_packet_to_a_host_arrives_once(a: Node, b: Node, net: Net) {
    let capture = net.capture().unwrap();
    send(&a, &b, "there");
    send(&b, &a, "back");
    assert_eq!(ways(&of(&capture, UDP)), [("a", "b"), ("b", "a")]);
}

#[ns_test(link(a, gw), link(gw, b), router(gw))]
fn a_router_passes_packets_on(a: Node, b: Node, net: Net) {
    let capture = net.capture().unwrap();
    send(&a, &b, "hello");
    assert_eq!(ways(&of(&capture, UDP)), [("a", "gw"), ("gw", "b")]);
}

/// Returns the number of bytes of payload that were recorded of a transfer of 4 MB, and of those that the lengths say,
/// those that TCP has sent again included.
fn bulk(a: &Node, b: &Node, net: &Net) -> (usize, usize) {
    const LEN: usize = 4_000_000;
    let listener = b.run(|| TcpListener::bind("0.0.0.0:80")).unwrap();
    let capture = net.capture().unwrap();
    let mut stream = a.run(|| TcpStream::connect((b.ipv4(), 80))).unwrap();
    let receiver = thread::spawn(move || {
        let mut received = Vec::new();
        listener.accept().unwrap().0.read_to_end(&mut received).unwrap();
        received.len()
    });
    stream.write_all(&vec![7; LEN]).unwrap();
    drop(stream);
    assert_eq!(receiver.join().unwrap(), LEN);
    let packets = of(&capture, TCP);
    let segments = packets.iter().filter(|packet| packet.view().source_port() != Some(80));
    let (mut recorded, mut said) = (0, 0);
    // As ranges of sequence numbers, from that of the SYN on.
    let mut data = Vec::new();
    let mut first = None;
    for segment in segments {
        let view = segment.view();
        let headers = segment.bytes().len() - view.payload().len();
        recorded += view.payload().len();
        let len = segment.len() - headers;
        said += len;
        // After the headers of Ethernet and IPv4, and the ports.
        let seq = u32::from_be_bytes(*segment.bytes()[38..].first_chunk().unwrap());
        let at = seq.wrapping_sub(*first.get_or_insert(seq)) as usize;
        data.push((at, at + len));
        let ip_len = view.ip_len().unwrap();
        assert_eq!(ip_len + 14, segment.len(), "{segment:?}");
        let mss = 1448;
        assert_eq!(segment.count(), (segment.len() - headers).div_ceil(mss).max(1), "{segment:?}");
    }
    data.sort_unstable();
    // Data begins after the SYN.
    let end = data.iter().fold(1, |end, &(from, to)| if from <= end { end.max(to) } else { end });
    assert_eq!(end - 1, LEN, "nothing is missing");
    (recorded, said)
}

#[ns_test(link(a, b))]
fn of_large_packets_the_first_bytes_are_kept(a: Node, b: Node, net: Net) {
    let (recorded, said) = bulk(&a, &b, &net);
    assert!(recorded < said / 2, "{recorded} of {said}");
}

#[ns_test(link(a, b, faults))]
fn an_engine_keeps_the_first_bytes(a: Node, b: Node, net: Net) {
    let (recorded, said) = bulk(&a, &b, &net);
    assert!(recorded < said / 2, "{recorded} of {said}");
}

#[ns_test(link(a, b), capture = "full")]
fn all_bytes_are_kept(a: Node, b: Node, net: Net) {
    let (recorded, said) = bulk(&a, &b, &net);
    assert_eq!(recorded, said);
}

#[ns_test(link(a, b), link(b, c, faults), capture = "off")]
fn a_recording_can_begin_at_any_time(a: Node, b: Node, c: Node, net: Net) {
    send(&a, &b, "before");
    let capture = net.capture().unwrap();
    send(&a, &b, "plain");
    send(&b, &c, "engine");
    assert_eq!(ways(&of(&capture, UDP)), [("a", "b"), ("b", "c")]);
}

#[ns_test(link(a, b))]
fn interfaces_may_go_down_meanwhile(a: Node, b: Node, net: Net) {
    let capture = net.capture().unwrap();
    send(&a, &b, "1");
    let cable = net.link("a-b");
    cable.down().unwrap();
    cable.up().unwrap();
    send(&a, &b, "2");
    let payloads: Vec<_> =
        of(&capture, UDP).iter().map(|packet| packet.view().payload().to_vec()).collect();
    assert_eq!(payloads, [b"1", b"2"]);
}

#[test]
fn a_record_outlives_its_network() {
    if nsfixture_tests::is_skipped("a record") {
        return;
    }
    let net = Net::up(&Topology::new().link(("a", "b"))).unwrap();
    let capture = net.capture().unwrap();
    send(&net.node("a"), &net.node("b"), "hello");
    let before = of(&capture, UDP).len();
    net.down().unwrap();
    assert_eq!((before, of(&capture, UDP).len()), (1, 1));
    let net = Net::up(&Topology::new().host("a")).unwrap();
    let other = net.clone();
    net.down().unwrap();
    let error = other.capture().expect_err("the network is down");
    assert!(error.is_down(), "{error}");
}

/// What does not fit is an error, and never a wrong count.
#[ns_test(link(a, b, faults))]
fn missing_packets_are_an_error(a: Node, b: Node, net: Net) {
    let capture = net.capture().unwrap();
    let receiver = b.run(|| UdpSocket::bind("0.0.0.0:9")).unwrap();
    let sender = a.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
    sender.connect((b.ipv4(), 9)).unwrap();
    for number in 0..20_000_u32 {
        sender.send(&number.to_ne_bytes()).unwrap();
        receiver.recv(&mut [0; 4]).unwrap();
    }
    let error = capture.packets().expect_err("some had to go");
    assert!(error.is_overload(), "{error}");
    let text = error.to_string();
    assert!(text.contains("had to make room for later ones"), "{text}");
    // The next recording is a whole one.
    drop(receiver);
    let next = net.capture().unwrap();
    send(&a, &b, "last");
    assert_eq!(of(&next, UDP).len(), 1);
}

/// Descriptors, as their numbers.
fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").unwrap().count()
}

#[test]
fn nothing_stays_open() {
    if nsfixture_tests::is_skipped("descriptors") {
        return;
    }
    let topology = Topology::new().link(("a", "b")).link(Link::new("b", "c").faults());
    let once = || {
        let net = Net::up(&topology).unwrap();
        let capture = net.capture().unwrap();
        send(&net.node("a"), &net.node("b"), "hello");
        assert_eq!(of(&capture, UDP).len(), 1);
        net.down().unwrap();
    };
    // The reader and the guardian are there afterwards, and what other tests have open.
    once();
    let before = descriptors();
    (0..100).for_each(|_| once());
    let after = descriptors();
    assert!(after < before + 100, "{before} descriptors have become {after}");
}

/// Returns the message of a panic.
#[track_caller]
fn panic_of(act: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(act)).expect_err("it panics");
    panic.downcast_ref::<String>().expect("it has a message").clone()
}

#[ns_test(link(a, b), link(b, c), lan(b, d, e))]
fn a_cable_is_quiet_unless_something_crosses(a: Node, b: Node, d: Node, e: Node, net: Net) {
    let [ab, bc] = ["a-b", "b-c"].map(|name| net.link(name));
    bc.assert_quiet(|| send(&a, &b, "hello"));
    // The kernel asks for the address of a neighbor.
    bc.assert_quiet(|| {
        let nobody = Ipv4Addr::from(net.node("c").ipv4().to_bits() ^ 3);
        let sender = b.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
        drop(sender.send_to(b"x", (nobody, 9)));
    });
    for (from, to) in [(&a, &b), (&b, &a)] {
        let message = panic_of(|| ab.assert_quiet(|| send(from, to, "hello")));
        assert!(
            message.starts_with("1 packet crossed `a-b`, which was to be quiet:\n"),
            "{message}"
        );
        assert!(message.contains("UDP") && message.contains(":9 len 5"), "{message}");
    }
    let of_d = net.lan("lan1").cable("d");
    of_d.assert_quiet(|| send(&a, &b, "hello"));
    for (from, to) in [(&e, &d), (&d, &e)] {
        let message = panic_of(|| of_d.assert_quiet(|| send(from, to, "hello")));
        assert!(message.contains("→ 9 len 5"), "{message}");
    }
}

#[ns_test(link(a, b))]
fn a_packet_must_cross(a: Node, b: Node, net: Net) {
    let cable = net.link("a-b");
    let is_udp = |packet: &PacketView<'_>| packet.protocol() == Some(UDP);
    assert_eq!(
        cable.assert_crosses(is_udp, || {
            send(&a, &b, "hello");
            5
        }),
        5
    );
    let message = panic_of(|| cable.assert_crosses(is_udp, || a.ping(&b).map(drop).unwrap()));
    assert!(message.starts_with("no packet crossed `a-b` that was wanted, but:\n"), "{message}");
    assert!(message.contains("ICMP echo request"), "{message}");
    let message = panic_of(|| cable.assert_crosses(is_udp, || ()));
    assert_eq!(message, "no packet crossed `a-b` that was wanted, but: none at all");
}

/// Nobody may take a cable for quiet that carries nothing.
#[ns_test(link(a, b, faults))]
fn a_cable_that_is_down_cannot_be_observed(a: Node, b: Node, net: Net) {
    let cable = net.link("a-b");
    cable.down().unwrap();
    let message = panic_of(|| cable.assert_quiet(|| ()));
    assert!(message.contains("Network is down"), "{message}");
    cable.up().unwrap();
    cable.assert_quiet(|| ());
    // What is lost has crossed, as far as it got.
    b.ping(&a).unwrap();
    let lost = cable.impair(&Faults::new().loss("100%")).unwrap();
    let message = panic_of(|| cable.assert_quiet(|| drop(b.ping(&a))));
    assert!(message.contains("packet"), "{message}");
    drop(lost);
}
