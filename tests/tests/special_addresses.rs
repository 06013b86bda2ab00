//! Addresses from ranges that are special somewhere: what the plan accepts reaches the other host, and what the kernel never sends
//! packets from or to is refused.
#![forbid(unsafe_code)]
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

use std::net::IpAddr;

use nsfixture::{IfAddr, Net, Topology};

/// The addresses of two hosts, and whether packets pass between them.
const PAIRS: [(&str, &str, bool); 38] = [
    // `fib_add_ifaddr`, `net/ipv4/fib_frontend.c`: no route to a subnet that begins with 0.0.0.0.
    ("0.0.0.1/8", "0.0.0.2/8", false),
    ("0.0.0.5/24", "0.0.0.6/24", false),
    ("0.0.0.0/31", "0.0.0.1/31", false),
    ("10.0.0.1/0", "10.0.0.2/0", false),
    ("10.0.0.1/1", "10.0.0.2/1", false),
    ("10.0.0.1/4", "10.0.0.2/4", false),
    ("0.0.1.5/24", "0.0.1.6/24", true),
    ("0.1.2.3/16", "0.1.2.4/16", true),
    ("130.0.0.1/1", "130.0.0.2/1", true),
    ("126.0.0.1/7", "126.0.0.2/7", true),
    // `ip_route_input_slow`, `net/ipv4/route.c`: loopback, multicast and limited broadcast are no sources.
    ("127.0.0.1/8", "127.0.0.2/8", false),
    ("127.1.0.1/24", "127.1.0.2/24", false),
    ("224.0.0.1/24", "224.0.0.2/24", false),
    ("239.255.0.1/24", "239.255.0.2/24", false),
    ("255.255.255.255/24", "255.255.255.254/24", false),
    ("255.255.255.253/24", "255.255.255.254/24", true),
    ("240.0.0.1/24", "240.0.0.2/24", true),
    ("222.0.0.1/3", "222.0.0.2/3", true),
    ("169.254.1.1/16", "169.254.1.2/16", true),
    ("100.64.0.1/10", "100.64.0.2/10", true),
    ("192.0.0.1/29", "192.0.0.2/29", true),
    ("198.18.0.1/15", "198.18.0.2/15", true),
    // `ipv6_addr_type`, `net/ipv6/addrconf_core.c`.
    ("fd00::1/0", "fd00::2/0", false),
    ("::1/64", "::2/64", false),
    ("ff02::1/64", "ff02::2/64", false),
    ("::ffff:10.0.0.1/96", "::ffff:10.0.0.2/96", false),
    ("::2/64", "::3/64", true),
    ("::10.0.0.1/96", "::10.0.0.2/96", true),
    ("100::1/64", "100::2/64", true),
    ("64:ff9b::1/96", "64:ff9b::2/96", true),
    ("2000::1/3", "2000::2/3", true),
    ("2002::1/16", "2002::2/16", true),
    ("8000::1/1", "8000::2/1", true),
    ("fd00::1/1", "fd00::2/1", true),
    ("fe80::1/64", "fe80::2/64", true),
    ("febf::1/10", "febf::2/10", true),
    ("fec0::1/64", "fec0::2/64", true),
    ("fd00::/127", "fd00::1/127", true),
];

#[test]
fn each_is_reached_or_refused() {
    for (a, b, passes) in PAIRS {
        let topology = Topology::new().link((("a", a), ("b", b)));
        if !passes {
            let is_refused = |text: &str| text.parse::<IfAddr>().is_err();
            assert!(is_refused(a) || is_refused(b), "{a} or {b} is accepted");
            assert!(Net::up(&topology).is_err_and(|error| error.is_topology()), "{a}, {b}");
            continue;
        }
        if nsfixture_tests::is_skipped("special addresses") {
            return;
        }
        let net = Net::up(&topology).unwrap_or_else(|error| panic!("{a}, {b}: {error}"));
        let address = b.split('/').next().and_then(|text| text.parse::<IpAddr>().ok());
        let reached = net.node("a").ping(address.expect("an address"));
        reached.unwrap_or_else(|error| panic!("{a}, {b}: {error}"));
        net.down().expect("it goes down");
    }
}

#[test]
fn ends_with_addresses_get_no_others() {
    let topology = Topology::new().link((("a", "10.0.0.1/24"), ("b", "fd00::2/64")));
    if nsfixture_tests::is_skipped("addresses of both families") {
        return;
    }
    let net = Net::up(&topology).expect("it goes up");
    let addrs = |name: &str| net.node(name).addrs();
    assert_eq!(addrs("a"), [IpAddr::from([10, 0, 0, 1])]);
    assert_eq!(addrs("b"), ["fd00::2".parse::<IpAddr>().expect("an address")]);
}
