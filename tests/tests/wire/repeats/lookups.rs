//! Lookups as resolvers do them: two questions at once (A and AAAA), each time from another ephemeral port.

use std::net::{Ipv4Addr, UdpSocket};

use super::Pair;
use super::datagrams::{Log, Loss, Server};

const LOOKUPS: u32 = 60;

/// Returns what is lost of questions and answers.
pub(super) fn lost(pair: &Pair) -> Vec<Loss> {
    let server = Server::start(&pair.b);
    let mut log = Log::default();
    // They stay open, so that no port is used twice: a flow from the same port is the same flow.
    let mut sockets = Vec::new();
    for lookup in 0..LOOKUPS {
        let socket = pair.a.run(|| UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))).expect("a socket");
        socket.connect(server.address).expect("an address");
        log.exchange(&socket, 2 * lookup..2 * lookup + 2, || pair.lost());
        sockets.push(socket);
    }
    log.lost(&server.stop(&pair.b))
}
