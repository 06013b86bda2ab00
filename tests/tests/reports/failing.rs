//! Tests that fail, or end in other ways. They are ignored, and the others run them.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, TcpListener, TcpStream, UdpSocket};
use std::process;

use nsfixture::prelude::*;

#[ns_test(link(a, b, name = "wire", loss = "30%"), seed = 42)]
#[ignore = "fails on purpose"]
fn by_a_panic(a: Node) {
    let socket = a.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
    for number in 0..20 {
        socket.send_to(&[number], "10.0.0.2:9").unwrap();
    }
    panic!("</script> a \"false\" claim");
}

#[ns_test(lan(a, b, gw, subnet = "10.1.0.0/24"), lan(gw, c), router(gw), run_in = c)]
#[ignore = "fails on purpose"]
fn with_a_service(a: Node, c: Node) {
    c.ping("a").unwrap();
    let mut command = a.command("sh");
    command.args(["-c", "seq 1 100; echo ready; exec sleep 1000"]);
    let service = a.service(command).unwrap();
    service.wait_line("ready").unwrap();
    panic!("a false claim");
}

#[ns_test(link(a, b), timeout = "100ms")]
#[ignore = "fails on purpose"]
fn by_its_timeout() {
    loop {
        std::thread::park();
    }
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn by_an_unobserved_panic(b: Node) {
    b.spawn(async { panic!("a false claim") });
}

#[ns_test(link(a, b))]
#[should_panic(expected = "an expected")]
#[ignore = "passes, and is run by another test"]
fn by_nothing() {
    panic!("an expected panic");
}

#[ns_test(link(a, b))]
#[should_panic(expected = "an expected")]
#[ignore = "fails on purpose"]
fn by_another_panic() {
    panic!("another panic");
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn by_exit() {
    process::exit(0);
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn by_abort() {
    process::abort();
}

/// A page of the size that one is to have at most.
#[ns_test(lan(h0, h1, h2, h3, h4, h5, h6, h7, h8, h9), faults)]
#[ignore = "fails on purpose"]
fn with_many_packets(net: Net) {
    let hosts: Vec<Node> = net.nodes().collect();
    for (at, host) in hosts.iter().enumerate() {
        let peer = &hosts[(at + 1) % hosts.len()];
        let receiver = peer.run(|| UdpSocket::bind("0.0.0.0:9")).unwrap();
        let sender = host.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
        for _ in 0..600 {
            sender.send_to(&[0; 64], (peer.ipv4(), 9)).unwrap();
            receiver.recv(&mut [0; 64]).unwrap();
        }
    }
    panic!("a false claim");
}

/// Each packet is recorded at the router and at its destination, and none is sent again.
#[ns_test(link(a, gw), link(gw, b), router(gw), run_in = a)]
#[ignore = "fails on purpose"]
fn through_a_router(a: Node, b: Node) {
    const LEN: usize = 300_000;
    let listener = b.run(|| TcpListener::bind("[::]:80")).unwrap();
    for family in ["0.0.0.0:0", "[::]:0"] {
        let socket = UdpSocket::bind(family).unwrap();
        let is_v4 = socket.local_addr().unwrap().is_ipv4();
        let addr: IpAddr = if is_v4 { b.ipv4().into() } else { b.ipv6().into() };
        let mut stream = TcpStream::connect((addr, 80)).unwrap();
        let (mut other, _) = listener.accept().unwrap();
        let writer = std::thread::spawn(move || other.write_all(&vec![7; LEN]));
        stream.read_exact(&mut vec![0; LEN]).unwrap();
        writer.join().unwrap().unwrap();
        // Nobody receives them.
        for _ in 0..3 {
            let _refused = socket.send_to(b"the same", (addr, 9));
        }
    }
    a.ping(&b).unwrap();
    panic!("a false claim");
}
