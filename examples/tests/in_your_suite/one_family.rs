//! Addresses of one family.

use std::net::UdpSocket;

use nsfixture::prelude::*;

#[ns_test(link(client, server), family = "ipv4")]
fn an_ipv4_socket_reaches_a_name(server: Node) {
    let receiver = server.run(|| UdpSocket::bind("0.0.0.0:7")).unwrap();
    UdpSocket::bind("0.0.0.0:0").unwrap().send_to(b"hello", "server:7").unwrap();
    assert_eq!(receiver.recv(&mut [0; 8]).unwrap(), 5);
}
