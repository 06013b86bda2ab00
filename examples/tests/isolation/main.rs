//! What a host has to itself, one thing after the other: the same name or number is used in two
//! hosts at once, and where the kernel would refuse it twice in one.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

mod nftables;

use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr as UnixAddr, UnixListener, UnixStream};

use nsfixture::prelude::*;
use nsfixture::rtnetlink_0_24::packet_route::rule::RuleAction;
use nsfixture::rtnetlink_0_24::{Error, Handle, LinkBridge, RouteMessageBuilder};

const EEXIST: i32 = 17;

/// Does the same in both hosts; a second time in the same host it is refused.
fn once_in_each<F>(nodes: [&Node; 2], change: impl Fn(Handle) -> F)
where
    F: Future<Output = Result<(), Error>> + Send,
{
    for node in nodes {
        let netlink = node.netlink().expect("netlink opens");
        node.block_on(change(netlink.clone())).expect("nothing of that name is there yet");
        match node.block_on(change(netlink)) {
            Err(Error::NetlinkError(refusal)) => assert_eq!(refusal.raw_code(), -EEXIST),
            other => panic!("it is there already: {other:?}"),
        }
    }
}

#[ns_test(link(a, b))]
fn interfaces(a: Node, b: Node) {
    // Both ends of the cable have the same name, and what is added may, too.
    assert_eq!([&a, &b].map(|node| node.interfaces()[0].name.to_string()), ["eth0", "eth0"]);
    once_in_each([&a, &b], |netlink| async move {
        netlink.link().add(LinkBridge::new("same").build()).execute().await
    });
}

#[ns_test(link(a, b))]
fn addresses(a: Node, b: Node) {
    let lo = 1;
    let addr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    once_in_each(
        [&a, &b],
        |netlink| async move { netlink.address().add(lo, addr, 32).execute().await },
    );
    for node in [&a, &b] {
        node.run(|| UdpSocket::bind((addr, 7))).expect("the address is the host's own");
    }
}

#[ns_test(link(a, b))]
fn routes(a: Node, b: Node) {
    once_in_each([&a, &b], |netlink| async move {
        let route = RouteMessageBuilder::<Ipv4Addr>::new()
            .destination_prefix(Ipv4Addr::new(198, 51, 100, 0), 24)
            .output_interface(1)
            .build();
        netlink.route().add(route).execute().await
    });
}

#[ns_test(link(a, b))]
fn rules(a: Node, b: Node) {
    once_in_each([&a, &b], |netlink| async move {
        let mut rule = netlink.rule().add().v4().table_id(7).priority(100);
        rule.message_mut().header.action = RuleAction::ToTable;
        rule.execute().await
    });
}

#[ns_test(link(a, b))]
fn neighbours(a: Node, b: Node) {
    // The same address is another machine to each.
    for (node, last) in [(&a, 1), (&b, 2)] {
        let interface = node.interfaces()[0].index;
        let netlink = node.netlink().expect("netlink opens");
        let addr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 9));
        let mac = [2, 0, 0, 0, 0, last];
        let add = netlink.neighbours().add(interface, addr).link_layer_address(&mac);
        node.block_on(add.execute()).expect("nobody has that address yet");
    }
    for (node, last) in [(&a, 1), (&b, 2)] {
        let known = node.run(|| fs::read_to_string("/proc/net/arp")).expect("the neighbours");
        let line = known.lines().find(|line| line.starts_with("10.0.0.9 ")).expect("it is there");
        assert!(line.contains(&format!("02:00:00:00:00:0{last}")), "{line}");
    }
}

#[ns_test(link(a, b))]
fn ports(a: Node, b: Node) -> io::Result<()> {
    let everywhere: SocketAddr = ([0, 0, 0, 0], 80).into();
    let of_a = a.run(|| TcpListener::bind(everywhere))?;
    let of_b = b.run(|| TcpListener::bind(everywhere))?;
    let twice = a.run(|| TcpListener::bind(everywhere)).map_err(|error| error.kind());
    assert_eq!(twice.err(), Some(io::ErrorKind::AddrInUse));

    // Each answers for its own host, to itself, too.
    let stream = b.run(|| TcpStream::connect("localhost:80"))?;
    assert_eq!(of_b.accept()?.1, stream.local_addr()?);
    of_a.set_nonblocking(true)?;
    assert_eq!(of_a.accept().map_err(|error| error.kind()).err(), Some(io::ErrorKind::WouldBlock));
    Ok(())
}

#[ns_test(link(a, b))]
fn abstract_unix_sockets(a: Node, b: Node) -> io::Result<()> {
    let name = UnixAddr::from_abstract_name("same")?;
    let of_a = a.run(|| UnixListener::bind_addr(&name))?;
    let nobody = b.run(|| UnixStream::connect_addr(&name)).map_err(|error| error.kind());
    assert_eq!(nobody.err(), Some(io::ErrorKind::ConnectionRefused), "it is a's alone");
    let of_b = b.run(|| UnixListener::bind_addr(&name))?;
    let twice = b.run(|| UnixListener::bind_addr(&name)).map_err(|error| error.kind());
    assert_eq!(twice.err(), Some(io::ErrorKind::AddrInUse));
    for (node, listener) in [(&a, of_a), (&b, of_b)] {
        node.run(|| UnixStream::connect_addr(&name))?;
        listener.accept()?;
    }
    Ok(())
}

#[ns_test(link(a, b))]
fn sockets_in_proc_net(a: Node, b: Node) -> io::Result<()> {
    let _of_a = a.run(|| UdpSocket::bind("0.0.0.0:7"))?;
    let _of_b = b.run(|| UdpSocket::bind("0.0.0.0:8"))?;
    // The ports are in hexadecimal (proc_net(5)).
    for (node, own, others) in [(&a, "00000000:0007", ":0008"), (&b, "00000000:0008", ":0007")] {
        let table = node.run(|| fs::read_to_string("/proc/net/udp"))?;
        assert!(table.contains(own), "{table}");
        assert!(!table.contains(others), "{table}");
    }
    Ok(())
}

#[ns_test(link(a, b))]
fn sysctls(a: Node, b: Node) -> Result<(), nsfixture::Error> {
    a.set_sysctl("net.ipv4.ip_default_ttl", 3)?;
    assert_eq!(a.sysctl("net.ipv4.ip_default_ttl")?, "3");
    assert_eq!(b.sysctl("net.ipv4.ip_default_ttl")?, "64");
    Ok(())
}

#[ns_test(link(a, b))]
fn firewalls(a: Node, b: Node) -> io::Result<()> {
    for node in [&a, &b] {
        match node.run(|| nftables::add_table("same")) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                println!("not shown: this kernel has no nf_tables");
                return Ok(());
            }
            Err(error) => return Err(error),
        }
        let twice = node.run(|| nftables::add_table("same")).map_err(|error| error.raw_os_error());
        assert_eq!(twice, Err(Some(EEXIST)));
    }
    Ok(())
}
