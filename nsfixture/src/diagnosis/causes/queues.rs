//! Queues of sockets that are full, or that nobody empties.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::{count, list};
use crate::host_state::{HostState, SocketKind, SocketState, TcpState};

/// A listener has no room for another connection (`TcpExtListenOverflows`).
pub(super) fn accept_queue(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let overflows = state.counters.get("TcpExtListenOverflows");
        if overflows == 0 {
            continue;
        }
        // `sk_acceptq_is_full`, `include/net/sock.h`: one more than the backlog has room.
        let is_full = |socket: &&SocketState| {
            socket.is(TcpState::Listen) && socket.receive_queue > socket.send_queue
        };
        let full: Vec<String> = state
            .sockets
            .iter()
            .filter(is_full)
            .map(|socket| {
                let (waiting, backlog) = (socket.receive_queue, socket.send_queue);
                let port = socket.local.port();
                format!(
                    "port {port} is full ({waiting} wait, as many as a backlog of {backlog} allows)"
                )
            })
            .collect();
        let why = match &full[..] {
            [] => "an accept queue was full".to_owned(),
            full => format!("the accept queue of {}", list(full)),
        };
        let dropped = count(overflows, "handshake packet");
        found.push(evidence.finding(state, format!("{dropped} dropped: {why}")));
    }
}

/// A listener has dropped SYNs for another reason (`TcpExtListenDrops` counts both).
pub(super) fn syn_dropped(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let all = state.counters.get("TcpExtListenDrops");
        let dropped = all.saturating_sub(state.counters.get("TcpExtListenOverflows"));
        if dropped > 0 {
            let syns = count(dropped, "SYN");
            let sentence = format!(
                "{syns} dropped by a listener whose accept queue was not full: too many handshakes \
                 were under way, or there is no route back"
            );
            found.push(evidence.finding(state, sentence));
        }
    }
}

/// Datagrams did not fit into a receive buffer (`UdpRcvbufErrors`).
pub(super) fn udp_buffer(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let dropped = state.counters.sum(&["UdpRcvbufErrors", "Udp6RcvbufErrors"]);
        if dropped == 0 {
            continue;
        }
        let drops = |socket: &&SocketState| socket.kind == SocketKind::Udp && socket.drops > 0;
        let full: Vec<String> = state
            .sockets
            .iter()
            .filter(drops)
            .map(|socket| {
                let (port, bytes) = (socket.local.port(), socket.receive_buffer);
                format!("UDP port {port} ({bytes} bytes)")
            })
            .collect();
        let whose = if full.is_empty() { "a UDP socket".to_owned() } else { list(&full) };
        let datagrams = count(dropped, "datagram");
        let sentence = format!("{datagrams} dropped: the receive buffer of {whose} was full");
        found.push(evidence.finding(state, sentence));
    }
}

/// Connections wait for `accept`.
pub(super) fn unaccepted(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        for socket in waiting(state) {
            let number = u64::from(socket.receive_queue);
            let sentence = format!(
                "{} to port {} had not been accepted",
                count(number, "connection"),
                socket.local.port(),
            );
            found.push(evidence.finding(state, sentence));
        }
    }
}

fn waiting(state: &HostState) -> impl Iterator<Item = &SocketState> {
    let listens = |socket: &&SocketState| socket.is(TcpState::Listen) && socket.receive_queue > 0;
    state.sockets.iter().filter(listens)
}
