//! What the engine has no room for fails the test: its network was not the one that was asked for.

use std::net::UdpSocket;
use std::sync::mpsc;

use nsfixture::{Faults, Link, Net, Node, Rule, Topology};
use nsfixture_tests::is_skipped;
use rustix::net::sockopt;

/// Returns true if the kernel grants the engine the room that bursts need.
fn is_room_granted(host: &Node) -> bool {
    let socket = host.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
    let wanted = 4 * 1024 * 1024;
    if sockopt::set_socket_recv_buffer_size_force(&socket, wanted).is_err() {
        sockopt::set_socket_recv_buffer_size(&socket, wanted).unwrap();
    }
    sockopt::socket_recv_buffer_size(&socket).unwrap() >= 2 * wanted
}

/// A rule's closure holds the engine up while a host sends more than it has room for.
#[test]
fn packets_without_room_are_an_error() {
    if is_skipped("packets_without_room_are_an_error") {
        return;
    }
    let link = Link::new("a", "b").name("wire").faults();
    let net = Net::up(&Topology::new().link(link)).unwrap();
    let a = net.node("a");
    a.ping("b").unwrap();
    let (release, is_released) = mpsc::channel::<()>();
    let (reached, is_reached) = mpsc::channel();
    let mut is_first = true;
    let rule = Rule::new().protocol("udp").matching(move |_| {
        if std::mem::take(&mut is_first) {
            reached.send(()).unwrap();
            // It ends when the other end is dropped, too.
            let _released = is_released.recv();
        }
        false
    });
    net.link("wire").from("a").set(&Faults::new().rule(rule.loss("50%"))).unwrap();

    let socket = a.run(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
    socket.connect((net.node("b").ipv4(), 9)).unwrap();
    socket.send(b"first").unwrap();
    is_reached.recv().unwrap();
    // With the kernel's own data for each, 300 MiB. The port is closed, but no answer comes back meanwhile.
    for _ in 0..150_000 {
        socket.send(&[0; 1400]).unwrap();
    }
    release.send(()).unwrap();

    let is_room_granted = is_room_granted(&a);
    let down = net.down();
    if is_room_granted {
        let error = down.unwrap_err();
        assert!(error.is_overload(), "{error}");
        let error = error.to_string();
        assert!(
            error.contains("frames did not fit into the engine's buffers (the machine was"),
            "{error}"
        );
    } else {
        // A line says what was lost.
        down.unwrap();
    }
}
