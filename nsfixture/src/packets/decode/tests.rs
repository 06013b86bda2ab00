//! What packets mean, and that no bytes make the decoder panic.

use std::net::Ipv4Addr;

use etherparse::{
    ArpHardwareId, ArpOperation, ArpPacket, EtherType, Icmpv4Type, Icmpv6Type, IgmpType,
    IpFragOffset, IpNumber, PacketBuilder, icmpv4, icmpv6, igmp,
};
use proptest::prelude::*;

use super::{Resolution, decode_packet};
use crate::packets::test_packets::{ALICE, BOB, Tcp, bytes, ip, ip6, mac, udp, v6};

#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    assert_eq!(decode_packet(bytes, bytes.len()).text, expected);
}

fn arp(operation: ArpOperation, sender: [u8; 4], target: [u8; 4]) -> Vec<u8> {
    let packet = ArpPacket::new(
        ArpHardwareId::ETHERNET,
        EtherType::IPV4,
        operation,
        &mac(ALICE),
        &sender,
        &[0; 6],
        &target,
    );
    let step = PacketBuilder::ethernet2(mac(ALICE), [0xff; 6]).arp(packet.expect("it is valid"));
    let mut bytes = vec![0; step.size()];
    step.write_to_slice(&mut bytes).expect("there is room");
    bytes
}

#[test]
fn arp_asks_and_tells() {
    let (alice, bob) = ([10, 0, 0, 1], [10, 0, 0, 2]);
    let check = |bytes: &[u8], text: &str, resolution: Option<Resolution>| {
        let decoded = decode_packet(bytes, bytes.len());
        assert_eq!((decoded.text.as_str(), decoded.resolution), (text, resolution));
        assert!(decoded.is_background && decoded.protocol == "ARP");
    };
    let asks = Some(Resolution::Asks(Ipv4Addr::from(bob).into()));
    check(&arp(ArpOperation::REQUEST, alice, bob), "ARP who has 10.0.0.2?", asks);
    let tells = Some(Resolution::Tells(Ipv4Addr::from(alice).into()));
    let text = "ARP 10.0.0.1 is at 02:00:00:00:00:01";
    check(&arp(ArpOperation::REPLY, alice, bob), text, tells);
    check(&arp(ArpOperation::REQUEST, [0; 4], bob), "ARP who has 10.0.0.2?", None);
    check(&arp(ArpOperation::REQUEST, alice, alice), "ARP announces 10.0.0.1", None);
}

#[test]
fn tcp_has_ports_and_a_segment() {
    let syn = Tcp { flags: "S", seq: 5, ..Tcp::default() }.bytes(ALICE, BOB);
    let decoded = decode_packet(&syn, syn.len());
    assert_eq!(decoded.text, "TCP 40000 → 80");
    let segment = decoded.segment.expect("it has one");
    assert!(segment.syn && !segment.fin && !segment.rst);
    assert_eq!((segment.seq, segment.ack, segment.len), (5, None, 0));
    assert_eq!(segment.mss, Some(1460));
    // The length is that of all bytes, not only of those that are known.
    let data = Tcp { flags: "A", len: 1000, ..Tcp::default() }.bytes(ALICE, BOB);
    let segment = decode_packet(&data[..256], data.len()).segment.expect("it has one");
    assert_eq!(segment.len, 1000);
}

#[test]
fn udp_has_ports_and_a_length() {
    check(&udp(ALICE, BOB, [5000, 9], b"hello"), "UDP 5000 → 9 len 5");
    let long = udp(ALICE, BOB, [5000, 9], &[0; 1000]);
    assert_eq!(decode_packet(&long[..64], long.len()).text, "UDP 5000 → 9 len 1000");
    check(&bytes!(ip6(ALICE, BOB).udp(1, 2), b""), "UDP 1 → 2 len 0");
}

/// Returns the first bytes of a packet from its IP header on, as ICMP quotes them.
fn quoted(bytes: &[u8]) -> Vec<u8> {
    bytes[14..].iter().copied().take(28).collect()
}

#[test]
fn icmp_has_what_it_quotes() {
    use icmpv4::DestUnreachableHeader as Header;

    let quoted = quoted(&Tcp { flags: "A", len: 1400, ..Tcp::default() }.bytes(ALICE, BOB));
    let unreachable =
        |header| bytes!(ip(BOB, ALICE).icmpv4(Icmpv4Type::DestinationUnreachable(header)), &quoted);
    let about = "(about TCP 40000 to 10.0.1.2:80)";
    let mtu = Header::FragmentationNeeded { next_hop_mtu: 1280 };
    check(&unreachable(mtu), &format!("ICMP fragmentation needed, MTU 1280 {about}"));
    check(&unreachable(Header::Port), &format!("ICMP port unreachable {about}"));
    check(&unreachable(Header::Host), &format!("ICMP host unreachable {about}"));
    check(&unreachable(Header::Network), &format!("ICMP network unreachable {about}"));
    let filtered = unreachable(Header::FilterProhibited);
    check(&filtered, &format!("ICMP administratively prohibited {about}"));
    let exceeded = Icmpv4Type::TimeExceeded(icmpv4::TimeExceededCode::TtlExceededInTransit);
    let exceeded = bytes!(ip(BOB, ALICE).icmpv4(exceeded), &quoted);
    check(&exceeded, &format!("ICMP time exceeded (TTL) {about}"));
    let nothing =
        bytes!(ip(BOB, ALICE).icmpv4(Icmpv4Type::DestinationUnreachable(Header::Port)), &[]);
    check(&nothing, "ICMP port unreachable");
    check(
        &bytes!(ip(ALICE, BOB).icmpv4_echo_request(7, 2), &[0; 56]),
        "ICMP echo request, id 7, seq 2",
    );
    check(
        &bytes!(ip(BOB, ALICE).icmpv4_echo_reply(7, 2), &[0; 56]),
        "ICMP echo reply, id 7, seq 2",
    );
}

#[test]
fn icmpv6_has_what_it_quotes() {
    use icmpv6::DestUnreachableCode as Code;

    let quoted: Vec<u8> = bytes!(ip6(ALICE, BOB).udp(5000, 9), &[0; 1000])[14..].to_vec();
    let message = |kind| bytes!(ip6(BOB, ALICE).icmpv6(kind), &quoted);
    let about = "(about UDP 5000 to [fd00::4]:9)";
    let too_big = message(Icmpv6Type::PacketTooBig { mtu: 1280 });
    check(&too_big, &format!("ICMPv6 packet too big, MTU 1280 {about}"));
    let unreachable = |code| message(Icmpv6Type::DestinationUnreachable(code));
    check(&unreachable(Code::Port), &format!("ICMPv6 port unreachable {about}"));
    check(&unreachable(Code::NoRoute), &format!("ICMPv6 no route {about}"));
    check(&unreachable(Code::Address), &format!("ICMPv6 address unreachable {about}"));
    let exceeded = Icmpv6Type::TimeExceeded(icmpv6::TimeExceededCode::HopLimitExceeded);
    check(&message(exceeded), &format!("ICMPv6 hop limit exceeded {about}"));
    check(
        &bytes!(ip6(ALICE, BOB).icmpv6_echo_request(1, 2), &[]),
        "ICMPv6 echo request, id 1, seq 2",
    );
}

/// Returns a neighbor solicitation or advertisement for bob.
fn nd(source: [u8; 16], kind: u8) -> Vec<u8> {
    let step = PacketBuilder::ethernet2(mac(ALICE), mac(BOB)).ipv6(source, v6(BOB).octets(), 255);
    bytes!(step.icmpv6_raw(kind, 0, [0; 4]), &v6(BOB).octets())
}

#[test]
fn neighbor_discovery_asks_and_tells() {
    let check = |bytes: &[u8], text: &str, resolution: Option<Resolution>| {
        let decoded = decode_packet(bytes, bytes.len());
        assert_eq!((decoded.text.as_str(), decoded.resolution), (text, resolution));
        assert!(decoded.is_background && decoded.protocol == "ND");
    };
    let asks = Some(Resolution::Asks(v6(BOB).into()));
    let tells = Some(Resolution::Tells(v6(BOB).into()));
    check(&nd(v6(ALICE).octets(), 135), "ND who has fd00::4?", asks);
    check(&nd(v6(ALICE).octets(), 136), "ND fd00::4 is here", tells);
    check(&nd([0; 16], 135), "ND who has fd00::4?", None);
    check(&nd(v6(ALICE).octets(), 133), "ND router solicitation", None);
}

#[test]
fn multicast_memberships_are_background() {
    // An MLDv2 report has a router alert in front of it (RFC 3810, section 5).
    let mut report = bytes!(ip6(ALICE, BOB).icmpv6_raw(143, 0, [0; 4]), &[]);
    report.splice(54..54, [58, 0, 5, 2, 0, 0, 1, 0]);
    (report[20], report[19]) = (0, report[19] + 8);
    let decoded = decode_packet(&report, report.len());
    assert_eq!((decoded.text.as_str(), decoded.is_background), ("MLD report", true));
    let leave = IgmpType::LeaveGroup(igmp::LeaveGroupType {
        group_address: igmp::GroupAddress::new([224, 0, 0, 251]),
    });
    let leave = bytes!(ip(ALICE, BOB).igmp(leave), &[]);
    let decoded = decode_packet(&leave, leave.len());
    assert_eq!((decoded.text.as_str(), decoded.is_background), ("IGMP leave 224.0.0.251", true));
}

#[test]
fn fragments_have_an_offset() {
    let mut fragment = udp(ALICE, BOB, [5000, 9], &[0; 800]);
    fragment[20..22].copy_from_slice(&(0x2000_u16 | 0x64).to_be_bytes());
    check(&fragment, "fragment of UDP, offset 800, 808 bytes");
    let header = etherparse::Ipv6FragmentHeader {
        next_header: IpNumber::TCP,
        fragment_offset: IpFragOffset::try_new(10).expect("it is small"),
        more_fragments: false,
        identification: 1,
    };
    let mut fragment = bytes!(ip6(ALICE, BOB).udp(1, 2), &[0; 92]);
    fragment.splice(54..54, header.to_bytes());
    (fragment[20], fragment[19]) = (44, fragment[19] + 8);
    check(&fragment, "fragment of TCP, offset 80, 100 bytes");
}

#[test]
fn what_is_unknown_has_its_number() {
    let mut other = udp(ALICE, BOB, [1, 2], &[0; 12]);
    other[23] = 253;
    check(&other, "protocol 253, 20 bytes");
    other[12..14].copy_from_slice(&[0x88, 0xcc]);
    check(&other, "EtherType 0x88cc, 54 bytes");
    check(&[1, 2, 3], "3 bytes");
    check(&[], "0 bytes");
}

/// A name as it is in a message.
fn name(text: &str) -> Vec<u8> {
    let labels = text.split('.').filter(|label| !label.is_empty());
    let mut bytes: Vec<u8> =
        labels.flat_map(|label| [&[label.len() as u8], label.as_bytes()].concat()).collect();
    bytes.push(0);
    bytes
}

/// A message that asks for addresses of server.test, with this many answers in `records`.
fn dns(flags: u16, answers: u16, records: &[u8]) -> Vec<u8> {
    let header: Vec<u8> =
        [7, flags, 1, answers, 0, 0].into_iter().flat_map(u16::to_be_bytes).collect();
    let question = [&name("server.test")[..], &[0, 1, 0, 1]].concat();
    udp(BOB, ALICE, [53, 5000], &[&header[..], &question, records].concat())
}

/// A record of the name in the question.
fn of_question(kind: u16, data: &[u8]) -> Vec<u8> {
    let len = data.len() as u16;
    let fields = [0xc00c, kind, 1, 0, 60, len];
    [fields.into_iter().flat_map(u16::to_be_bytes).collect(), data.to_vec()].concat()
}

#[test]
fn dns_asks_and_answers() {
    check(&dns(0x0100, 0, &[]), "DNS? server.test A");
    let addr = of_question(1, &[10, 0, 0, 2]);
    check(&dns(0x8180, 1, &addr), "DNS server.test A: 10.0.0.2");
    let alias = of_question(5, &[&[3][..], b"www", &[0xc0, 12]].concat());
    check(
        &dns(0x8180, 2, &[alias, addr.clone()].concat()),
        "DNS server.test A: CNAME www.server.test, 10.0.0.2",
    );
    check(
        &dns(0x8180, 6, &addr.repeat(6)),
        "DNS server.test A: 10.0.0.2, 10.0.0.2, 10.0.0.2, 10.0.0.2 and 2 more",
    );
    check(&dns(0x8180, 0, &[]), "DNS server.test A: no records");
    check(&dns(0x8183, 0, &[]), "DNS server.test A: NXDOMAIN");
    check(&dns(0x8182, 0, &[]), "DNS server.test A: SERVFAIL");
    check(&dns(0x8380, 0, &[]), "DNS server.test A: no records, truncated");
}

#[test]
fn a_name_that_points_to_itself_is_none() {
    let header: Vec<u8> = [7, 0x0100, 1, 0, 0, 0].into_iter().flat_map(u16::to_be_bytes).collect();
    let looped = udp(ALICE, BOB, [5000, 53], &[&header[..], &[0xc0, 12, 0, 1, 0, 1]].concat());
    check(&looped, "UDP 5000 → 53 len 18");
}

#[test]
fn quic_has_its_form() {
    let long = |first: u8, version: u32| {
        let packet = [&[first][..], &version.to_be_bytes(), &[8], &[1; 8], &[0; 20]].concat();
        udp(ALICE, BOB, [5000, 443], &packet)
    };
    check(&long(0xc3, 1), "QUIC 5000 → 443 Initial");
    check(&long(0xd3, 1), "QUIC 5000 → 443 0-RTT");
    check(&long(0xe3, 1), "QUIC 5000 → 443 Handshake");
    check(&long(0xf3, 1), "QUIC 5000 → 443 Retry");
    check(&long(0xd3, 0x6b33_43cf), "QUIC 5000 → 443 Initial");
    check(&long(0x83, 0), "QUIC 5000 → 443 version negotiation");
    check(&long(0xc3, 77), "UDP 5000 → 443 len 34");
    check(&long(0x43, 1), "UDP 5000 → 443 len 34");
}

fn templates() -> Vec<Vec<u8>> {
    let quoted = quoted(&Tcp::default().bytes(ALICE, BOB));
    let error = Icmpv4Type::DestinationUnreachable(icmpv4::DestUnreachableHeader::Port);
    vec![
        arp(ArpOperation::REQUEST, [10, 0, 0, 1], [10, 0, 0, 2]),
        Tcp { flags: "S", ..Tcp::default() }.bytes(ALICE, BOB),
        bytes!(ip(BOB, ALICE).icmpv4(error), &quoted),
        bytes!(ip6(BOB, ALICE).icmpv6(Icmpv6Type::PacketTooBig { mtu: 1280 }), &quoted),
        nd(v6(ALICE).octets(), 135),
        dns(0x8180, 2, &of_question(5, &[1, b'a', 0xc0, 12]).repeat(2)),
        udp(ALICE, BOB, [5000, 443], &[0xc3, 0, 0, 0, 1, 8, 1, 1]),
    ]
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), more in 0..70_000_usize) {
        let decoded = decode_packet(&bytes, bytes.len() + more);
        prop_assert!(!decoded.text.is_empty());
    }

    #[test]
    fn no_spoiled_packet_panics(
        template in prop::sample::select(templates()),
        spoiled in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        len in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = template;
        for (at, byte) in spoiled {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let len = if is_cut { len.index(bytes.len()) } else { bytes.len() };
        let decoded = decode_packet(&bytes[..len], bytes.len());
        prop_assert!(!decoded.text.is_empty());
        prop_assert!(decoded.text.len() < 2000);
    }
}
