//! The failures: the test, what is wrong, what the test sees, and what the report says. A `*` stands for anything.

use crate::case::{Case, case};

pub(crate) const CASES: &[Case] = &[
    case(
        "ports::closed_udp_port",
        "the server listens on loopback only (UDP)",
        "Connection refused",
        "b: 1 IPv4 datagram arrived for a closed UDP port; open UDP ports now: 53 (on 127.0.0.1 only)",
    ),
    case(
        "ports::closed_udp_port_ipv6",
        "the server has no IPv6 (UDP)",
        "Connection refused",
        "b: 1 IPv6 datagram arrived for a closed UDP port; open UDP ports now: 53 (IPv4 only)",
    ),
    case(
        "ports::closed_tcp_port",
        "the server listens on loopback only (TCP)",
        "ConnectionRefused",
        "b: 1 connection was refused, because the TCP port was closed; open TCP ports now: 80 (on 127.0.0.1 only)",
    ),
    case(
        "ports::other_tcp_port",
        "the server listens on another port",
        "ConnectionRefused",
        "b: 1 connection was refused, because the TCP port was closed; open TCP ports now: 8080",
    ),
    case(
        "ports::wrong_family",
        "the server has no IPv6 (TCP)",
        "ConnectionRefused",
        "b: 1 connection was refused, because the TCP port was closed; open TCP ports now: 80 (IPv4 only)",
    ),
    case(
        "names::truncated",
        "a DNS answer is truncated, and nobody asks over TCP",
        "the answer is not complete",
        "a: the answer from 10.0.0.2 (`b`) to the DNS query `big.test A` was truncated, and the query was not retried over TCP",
    ),
    case(
        "names::unknown",
        "the DNS server does not know the name",
        "the name is not resolved",
        "a: 10.0.0.2 (`b`) answered the DNS query `big.test A` with NXDOMAIN",
    ),
    case(
        "queues::full_accept_queue",
        "the accept queue is full",
        "TimedOut",
        "b: * dropped: the accept queue of port 80 is full (2 wait, as many as a backlog of 1 allows)",
    ),
    case(
        "queues::full_udp_buffer",
        "a UDP receive buffer is full",
        "datagrams were lost",
        "b: * datagrams dropped: the receive buffer of UDP port 9000 (* bytes) was full",
    ),
    case(
        "queues::closed_window",
        "the receiver does not read",
        "WouldBlock",
        "a: * bytes cannot be sent to 10.0.0.2:80 (`b`): its receive window is closed; * bytes were not read there",
    ),
    case(
        "queues::nobody_accepts",
        "the server does not accept",
        "WouldBlock",
        "b: 1 connection to port 80 had not been accepted",
    ),
    case(
        "routing::no_route",
        "no route",
        "NetworkUnreachable",
        "a: no IPv4 route to the destination of * sent from here",
    ),
    case(
        "routing::no_route_ipv6",
        "no IPv6 route",
        "NetworkUnreachable",
        "a: no IPv6 route to the destination of * sent from here",
    ),
    case(
        "routing::no_router",
        "the host between is no router",
        "NetworkUnreachable",
        "a: no IPv4 route to the destination of * sent from here; it has none to 10.0.1.1 (`r`), 10.0.1.2 (`c`)",
    ),
    case(
        "routing::reverse_path",
        "the way back uses another interface",
        "WouldBlock",
        "b: 1 packet dropped by the reverse path filter (rp_filter): the route back to the source uses another interface, or there is none",
    ),
    case(
        "routing::other_source",
        "the answer comes from another address",
        "WouldBlock",
        "b: replies from 10.0.1.2 to what was sent to 10.0.0.2:9000",
    ),
    case(
        "routing::asymmetric",
        "the answers take another way, on which they are lost",
        "WouldBlock",
        "a: packets to `b` pass through `r1`, those back through `r2`",
    ),
    case(
        "routing::forwarding_off",
        "the router does not forward",
        "timed out",
        "r: 1 packet for other hosts dropped: forwarding is off (net.ipv4.ip_forward = 0)",
    ),
    case(
        "routing::ttl_exceeded",
        "the TTL is too small",
        "TTL",
        "r: 1 packet dropped: the TTL was exceeded here",
    ),
    case(
        "routing::hop_limit_exceeded",
        "the hop limit is too small",
        "hop limit exceeded",
        "r: 1 packet dropped: the hop limit was exceeded here",
    ),
    case(
        "routing::too_big",
        "the next link has a smaller MTU",
        "WouldBlock",
        "r: 1 IPv4 packet dropped: too large for the MTU of the next link, and not to be fragmented (eth0 has 1500, eth1 has 1280)",
    ),
    case(
        "routing::too_big_ipv6",
        "the next link has a smaller MTU (IPv6)",
        "WouldBlock",
        "r: 1 IPv6 packet dropped: too large for the MTU of the next link, and not to be fragmented (eth0 has 1500, eth1 has 1280)",
    ),
    case(
        "addresses::nobody_has_the_address",
        "nobody has the address",
        "HostUnreachable",
        "a: no answer to ARP on eth0 for 10.0.0.99, which no host of the topology has",
    ),
    case(
        "addresses::nobody_has_the_ipv6_address",
        "nobody has the IPv6 address",
        "HostUnreachable",
        "a: no answer to neighbour discovery on eth0 for fd00:0:0:1::99, which no host of the topology has",
    ),
    case(
        "addresses::interface_down",
        "an interface is down",
        "NetworkUnreachable",
        "a: eth0 is down",
    ),
    case(
        "addresses::different_mtus",
        "the ends of a cable have different MTUs",
        "WouldBlock",
        "a: the MTU of eth0 is 1500, that of eth0 of `b` only 1280: larger packets do \
         not arrive there (1 dropped)",
    ),
    case(
        "addresses::address_removed",
        "the address was removed",
        "HostUnreachable",
        "b: eth0 does not have 10.0.0.2 any more",
    ),
    case("addresses::unplugged", "a cable is unplugged", "TimedOut", "a: eth0 has no carrier"),
    case(
        "cables::partition",
        "a partition",
        "TimedOut",
        "the cable `wire` from `a`: of * lost by a partition",
    ),
    case(
        "cables::rejecting_partition",
        "a partition that rejects",
        "ConnectionRefused",
        "the cable `wire` from `a`: of * rejected by a partition",
    ),
    case(
        "cables::partition_and_timeout",
        "a partition, and the test waits for ever",
        "timed out after 4s",
        "a: no answer to * SYNs to 10.0.0.2:80 (`b`)",
    ),
    case(
        "cables::dead_direction",
        "a direction loses everything",
        "TimedOut",
        "the cable `wire` from `a`: of * lost by chance",
    ),
    case(
        "cables::path_mtu_hole",
        "a path-MTU hole",
        "WouldBlock",
        "the cable `wire` from `a`: of * lost as too large",
    ),
    case(
        "cables::corrupted",
        "packets are corrupted",
        "WouldBlock",
        "b: * dropped: the UDP checksum was wrong",
    ),
    case(
        "connections::silent_peer",
        "the answers are lost",
        "WouldBlock",
        "a: no acknowledgement from 10.0.0.2:80 (`b`) for *, sent again * (*",
    ),
    case(
        "connections::closed_with_unread_data",
        "a socket is closed with unread data",
        "ConnectionReset",
        "b: 1 connection was reset from here: closed with unread data",
    ),
    case(
        "raw::unknown_protocol",
        "nobody receives the protocol",
        "no answer",
        "b: 1 packet of an IP protocol that nothing here receives",
    ),
    case(
        "raw::wrong_checksum",
        "the checksum is wrong",
        "WouldBlock",
        "b: 1 packet dropped: the UDP checksum was wrong",
    ),
    case(
        "raw::missing_fragment",
        "a fragment is lost",
        "WouldBlock",
        "b: 1 packet still without all fragments",
    ),
    case(
        "raw::martian",
        "the source address is not valid",
        "WouldBlock",
        "b: 1 IPv4 packet arrived and vanished, counted by no error*a source that is not valid there (\"martian\") is possible",
    ),
    case(
        "firewall::drops_udp",
        "a firewall drops datagrams",
        "WouldBlock",
        "b: 3 IPv4 packets arrived and vanished, counted by no error: chain `input` of table `inet filter` (policy drop) may \
         have dropped them",
    ),
    case(
        "firewall::drops_tcp",
        "a firewall drops SYNs",
        "TimedOut",
        "b: 1 IPv4 packet arrived and vanished, counted by no error: chain `input` of table `inet filter` (policy drop) may \
         have dropped it",
    ),
    case(
        "firewall::counts_by_policy",
        "a firewall drops datagrams, and its chain has a counter",
        "WouldBlock",
        "b: 3 packets dropped by chain `input` of table `inet filter` (policy drop), according to its counter",
    ),
    case(
        "firewall::drops_by_rule",
        "a rule drops datagrams",
        "WouldBlock",
        "b: 3 IPv4 packets arrived and vanished, counted by no error: rule 2 (`udp dport 9000 drop`) of chain `input` of \
         table `inet filter` may have dropped them",
    ),
    case(
        "firewall::drops_on_router",
        "a rule of the router drops datagrams",
        "WouldBlock",
        "r: 3 packets dropped by rule 2 (`udp dport 9000 drop`) of chain `forward` of table `inet filter`, according to its \
         counter",
    ),
    case(
        "firewall::drops_on_router_uncounted",
        "the router's firewall drops datagrams",
        "WouldBlock",
        "r: 3 IPv4 packets *: chain `forward` of table `inet filter` (policy drop) may have dropped them",
    ),
    case(
        "firewall::drops_ipv6_on_router",
        "a rule of the router drops SYNs (IPv6)",
        "TimedOut",
        "r: 1 IPv6 packet *: rule 2 (`tcp dport 80 drop`) of chain `forward` of table `inet filter` may have dropped it",
    ),
    case(
        "firewall::rejects",
        "a rule rejects connections",
        "ConnectionRefused",
        "b: 1 IPv4 packet arrived and vanished, counted by no error: rule 2 (`tcp dport 80 reject`) of chain `input` of \
         table `inet filter` may have rejected it",
    ),
    case(
        "firewall::rejects_and_counts",
        "a rule rejects datagrams",
        "ConnectionRefused",
        "b: 1 packet rejected by rule 2 (`udp dport 9000 reject`) of chain `input` of table `inet filter`, according to its \
         counter",
    ),
    case(
        "firewall::drops_output",
        "the sender's own firewall drops",
        "PermissionDenied",
        "a: 1 IPv4 packet was not sent: chain `output` of table `inet filter` (policy drop) may have dropped it",
    ),
    case(
        "firewall::drops_output_and_counts",
        "a rule of the sender drops",
        "PermissionDenied",
        "a: 1 packet dropped by rule 2 (`udp dport 9000 drop`) of chain `output` of table `inet filter`, according to its \
         counter",
    ),
    case(
        "firewall::drops_output_of_tcp",
        "a rule of the sender drops SYNs",
        "TimedOut",
        "a: 1 IPv6 packet was not sent: rule 2 (`tcp dport 80 drop`) of chain `output` of table `inet filter` may have \
         dropped it",
    ),
];
