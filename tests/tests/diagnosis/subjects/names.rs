//! Names that DNS does not resolve.

use std::net::UdpSocket;
use std::thread;

use nsfixture::prelude::*;

/// Flags of a DNS header (RFC 1035, section 4.1.1).
const ANSWER: u16 = 0x8000;
const TRUNCATED: u16 = 0x0200;
const NXDOMAIN: u16 = 3;

/// A message about `big.test A`.
fn message(flags: u16) -> Vec<u8> {
    let header = [7, flags, 1, 0, 0, 0];
    let name = [3, b'b', b'i', b'g', 4, b't', b'e', b's', b't', 0];
    let mut bytes: Vec<u8> = header.iter().flat_map(|field: &u16| field.to_be_bytes()).collect();
    bytes.extend(name);
    bytes.extend([0, 1, 0, 1]);
    bytes
}

/// Asks a server that answers with these flags, and returns those of the answer.
fn ask(server: &Node, flags: u16) -> u16 {
    let socket = server.run(|| UdpSocket::bind("0.0.0.0:53")).unwrap();
    let answers = thread::spawn(move || {
        let (_, client) = socket.recv_from(&mut [0; 512]).unwrap();
        socket.send_to(&message(ANSWER | flags), client).unwrap();
    });
    let client = UdpSocket::bind("0.0.0.0:0").unwrap();
    client.connect((server.ipv4(), 53)).unwrap();
    client.send(&message(0)).unwrap();
    let mut answer = [0; 512];
    client.recv(&mut answer).unwrap();
    answers.join().unwrap();
    u16::from_be_bytes([answer[2], answer[3]])
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn truncated(b: Node) {
    assert_eq!(ask(&b, TRUNCATED) & TRUNCATED, 0, "the answer is not complete");
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn unknown(b: Node) {
    assert_eq!(ask(&b, NXDOMAIN) & 0xf, 0, "the name is not resolved");
}
