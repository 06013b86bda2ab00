//! Cases, values and fixtures of `rstest`: each case has its own network, and its fixtures are created in
//! it.

use std::net::UdpSocket;

use nsfixture::prelude::*;
use rstest::{fixture, rstest};

#[fixture]
fn socket() -> UdpSocket {
    UdpSocket::bind("[::]:5353").unwrap()
}

#[ns_test(link(a, b))]
#[rstest]
#[case::small(64)]
#[case::large(1400)]
fn carries(#[case] size: usize, socket: UdpSocket, b: Node) {
    let peer = b.run(|| UdpSocket::bind("b:5353")).unwrap();
    socket.send_to(&vec![0; size], "b:5353").unwrap();
    assert_eq!(peer.recv(&mut [0; 1500]).unwrap(), size);
}

// `rstest` may also stand above: then it is told to leave the handles to others, and an `async fn`
// takes the attribute under its other name.
#[rstest]
#[case("b")]
#[nsfixture::test(link(a, b))]
async fn pings(#[case] name: &str, #[ignore] a: Node) {
    a.ping(name).unwrap();
}
