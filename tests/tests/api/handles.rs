//! Handles to hosts, links and LANs.

use std::net::{TcpListener, UdpSocket};
use std::time::{Duration, Instant};

use nsfixture::prelude::*;
use nsfixture::{Ping, Port};

use super::namespace;

#[ns_test(link(a, b))]
fn closures_borrow_and_return(b: Node) {
    let text = String::from("borrowed");
    let length = b.run(|| text.len());
    assert_eq!(length, 8);
    assert_ne!(b.run(namespace), namespace());
    assert_eq!(b.run(|| std::thread::spawn(namespace).join().unwrap()), b.run(namespace));
}

#[ns_test(link(a, b))]
fn a_panic_comes_back_with_the_nodes_name(b: Node) {
    let run = std::panic::AssertUnwindSafe(|| b.run(|| panic!("the text")));
    let payload = std::panic::catch_unwind(run).unwrap_err();
    assert_eq!(payload.downcast_ref::<String>().unwrap(), "the text (in host `b`)");
}

#[ns_test(link(a, b))]
fn futures_run_in_the_node(a: Node, b: Node) {
    let words = [String::from("borrowed")];
    let there = b.block_on(async { (namespace(), words.len()) });
    assert_eq!(there, (b.run(namespace), 1));
    assert_ne!(there.0, a.run(namespace));
    let bound = b.block_on(async { tokio::net::UdpSocket::bind("[::]:53").await.map(drop) });
    bound.unwrap();
}

#[ns_test(link(a, b))]
fn programs_start_in_the_node(a: Node, b: Node) {
    let output = b.command("cat").args(["/etc/hosts", "/proc/net/dev"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    assert!(text.contains(&format!("{} b\n", b.ipv4())), "{text}");
    assert!(text.contains(&format!("{} a\n", a.ipv6())), "{text}");
    assert!(text.contains("eth0:"), "{text}");
    let link = b.command("readlink").arg("/proc/self/ns/net").output().unwrap();
    let link = String::from_utf8(link.stdout).unwrap();
    assert_eq!(link.trim(), b.run(namespace).to_str().unwrap());
}

#[ns_test(link(a, b))]
fn programs_and_closures_keep_the_working_directory(b: Node) {
    let here = std::env::current_dir().unwrap();
    assert_eq!(b.run(|| std::env::current_dir().unwrap()), here);
    let pwd = b.command("pwd").output().unwrap().stdout;
    assert_eq!(String::from_utf8(pwd).unwrap().trim(), here.to_str().unwrap());
    let pwd = b.command("pwd").current_dir("/usr").output().unwrap().stdout;
    assert_eq!(String::from_utf8(pwd).unwrap().trim(), "/usr");
}

#[ns_test(link(a, b), run_in = b)]
fn waits_for_a_listener(a: Node, b: &Node) {
    let error = a.wait_listening_for(80, Duration::from_millis(1)).unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("TCP port 80"), "{error}");
    let listener = a.clone();
    let listening = std::thread::spawn(move || listener.run(|| TcpListener::bind("[::]:80")));
    a.wait_listening(80).unwrap();
    let _udp = UdpSocket::bind("0.0.0.0:53").unwrap();
    b.wait_listening(Port::udp(53)).unwrap();
    drop(listening.join().unwrap());
    // A child of another test has a copy of every socket until it has executed its program.
    let begin = Instant::now();
    let listens = || a.wait_listening_for(Port::tcp(80), Duration::ZERO).is_ok();
    while listens() {
        assert!(begin.elapsed() < Duration::from_secs(10), "it goes on listening");
        std::thread::yield_now();
    }
}

#[ns_test]
async fn a_task_that_blocks_its_runtime_is_reported(me: Node) {
    let wait = |node: &Node| node.wait_listening_for(80, Duration::ZERO).unwrap_err().to_string();
    assert!(wait(&me).contains("multi_thread"));
    let told = std::thread::spawn(move || wait(&me)).join();
    assert!(!told.unwrap().contains("multi_thread"));
}

#[ns_test(link(a, b, mtu = 1300))]
fn pings_report_why_they_fail(a: Node, b: Node) {
    a.ping(Ping::to("b").payload(3000)).unwrap();
    a.ping(Ping::to(b.ipv6()).ttl(1)).unwrap();
    let error = a.ping(Ping::to("10.0.0.99").timeout(Duration::from_millis(1))).unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let error = a.ping("fe80::1%eth9").unwrap_err();
    assert!(error.to_string().contains("no interface named `eth9`"), "{error}");
    let error = a.ping("192.0.2.1").unwrap_err();
    assert_eq!(error.raw_os_error(), Some(101), "{error}");
    assert!(error.to_string().contains("no route there"), "{error}");
    assert_eq!(error.reporter(), None);
    let error = a.ping("10.0.0.255").unwrap_err().to_string();
    assert!(error.contains("a broadcast address"), "{error}");
}

#[ns_test(link(a, b), lan(b, c, name = "office"))]
fn handles_can_be_compared(net: Net, a: Node, b: Node) {
    assert_eq!(net.node("a"), a);
    assert_ne!(a, b);
    assert_eq!(Node::current(), Some(a.clone()));
    assert_eq!(std::collections::HashSet::from([a.clone(), a.clone(), b.clone()]).len(), 2);
    assert_eq!(format!("{a:>3}"), "  a");
    a.ping(b.clone()).unwrap();
    let name = String::from("b");
    a.ping(&name).unwrap();
    let told = |ask: &dyn Fn()| {
        let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(ask)).unwrap_err();
        panic.downcast_ref::<String>().unwrap().clone()
    };
    assert_eq!(
        told(&|| drop(net.link("office"))),
        "no link named `office` in this network: it is a LAN: use `Net::lan` (links: a-b)"
    );
    assert_eq!(
        told(&|| drop(net.lan("ofice"))),
        "no LAN named `ofice` in this network: did you mean `office`? (LANs: office)"
    );
}

#[ns_test(link(client, server), lan(server, printer, name = "office"))]
fn lookups_return_errors(net: Net) {
    assert_eq!(net.get_node("server").unwrap().name(), "server");
    assert_eq!(net.get_link("client-server").unwrap().name(), "client-server");
    assert_eq!(net.get_lan("office").unwrap().get_cable("printer").unwrap().name(), "office");
    for (error, expected) in [
        (net.get_node("severs").unwrap_err(), "did you mean `server`?"),
        (net.get_link("wire").unwrap_err(), "by its two hosts"),
        (net.get_link(("client", "printer")).unwrap_err(), "no link between"),
        (net.get_link(("client", "nobody")).unwrap_err(), "no host named `nobody`"),
        (net.get_lan("client-server").unwrap_err(), "use `Net::link`"),
        (net.get_lan("office").unwrap().get_cable("client").unwrap_err(), "on LAN `office`"),
    ] {
        assert!(error.is_unknown_name(), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[ns_test(link(a, b))]
fn payloads_out_of_range_are_errors(a: Node) {
    for bytes in [7, 65_508] {
        let error = a.ping(Ping::to("b").payload(bytes)).unwrap_err().to_string();
        assert!(error.contains("is out of range: 8 to 65507 bytes"), "{error}");
    }
    a.ping(Ping::to("b").payload(8)).unwrap();
}

#[ns_test(link(a, b))]
fn sysctls_are_the_nodes(a: Node, b: Node) {
    let error = a.sysctl("net.ipv4.ip_foward").unwrap_err().to_string();
    assert!(error.contains("misspelled"), "{error}");
    a.set_sysctl("net.ipv4.ip_forward", 1).unwrap();
    assert_eq!(a.sysctl("net.ipv4.ip_forward").unwrap(), "1");
    assert_eq!(b.sysctl("net/ipv4/ip_forward").unwrap(), "0");
    let error = a.set_sysctl("kernel.hostname", "x").unwrap_err();
    assert!(error.to_string().contains("`net.`"), "{error}");
    let error = a.set_sysctl("net.ipv4.ip_forward", "many").unwrap_err();
    assert_eq!(error.raw_os_error(), Some(22), "{error}");
}

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#[ns_test(link(a, b))]
async fn everything_else_through_netlink(b: Node) {
    use nsfixture::rtnetlink_0_24::LinkUnspec;
    let handle = b.netlink().unwrap();
    let index = b.interfaces()[0].index;
    handle.link().set(LinkUnspec::new_with_index(index).mtu(1400).build()).execute().await.unwrap();
    let mtu = b.run(|| std::fs::read_to_string("/sys/class/net/eth0/mtu")).unwrap();
    assert_eq!(mtu.trim(), "1400");
}

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#[ns_test]
fn netlink_ends_with_the_network(host: Node, net: Net) {
    net.down().unwrap();
    assert!(host.netlink().unwrap_err().is_down());
}

#[ns_test(link(a, b))]
fn link_local_addresses_work(a: Node, b: Node) {
    let target = b.interfaces()[0].link_local();
    a.ping(target).unwrap();
    a.ping(format!("{target}%eth0")).unwrap();
    let bound = UdpSocket::bind((a.interfaces()[0].link_local(), 0));
    // The socket address of a link-local address has the interface's index.
    assert!(bound.is_err());
}

#[ns_test(link(a, b))]
fn unknown_names_are_reported(a: Node, net: Net) {
    let error = a.ping("bb").unwrap_err();
    assert!(error.to_string().contains("did you mean `b`?"), "{error}");
    let look = std::panic::AssertUnwindSafe(|| net.node("c"));
    let payload = std::panic::catch_unwind(look).unwrap_err();
    let text = payload.downcast_ref::<String>().unwrap();
    assert!(text.contains("no host named `c` in this network (hosts: a, b)"), "{text}");
}

#[ns_test(link(a, b))]
fn operations_on_a_network_that_is_down_are_errors(a: Node, net: Net) {
    let mut late = a.command("true");
    net.clone().down().unwrap();
    net.down().unwrap();
    assert!(a.ping("b").unwrap_err().is_down());
    assert!(a.sysctl("net.ipv4.ip_forward").unwrap_err().is_down());
    assert!(late.spawn().is_err());
    let run = std::panic::AssertUnwindSafe(|| a.run(|| ()));
    assert!(std::panic::catch_unwind(run).is_err());
}
