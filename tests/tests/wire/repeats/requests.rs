//! Requests over UDP from one socket.

use std::net::{Ipv4Addr, UdpSocket};

use super::Pair;
use super::datagrams::{Log, Loss, Server};

const REQUESTS: u32 = 300;

/// How many are on their way at once: they fit into the server's buffer.
const WINDOW: usize = 100;

/// Returns what is lost of requests and replies.
pub(super) fn lost(pair: &Pair) -> Vec<Loss> {
    let server = Server::start(&pair.b);
    let socket = pair.a.run(|| UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))).expect("a socket");
    socket.connect(server.address).expect("an address");
    let mut log = Log::default();
    for first in (0..REQUESTS).step_by(WINDOW) {
        log.exchange(&socket, (first..REQUESTS).take(WINDOW), || pair.lost());
    }
    log.lost(&server.stop(&pair.b))
}
