//! Connections that make no progress.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::count;
use crate::host_state::{SocketState, TcpState, Timer};

/// The other end has no room for more data.
pub(super) fn closed_window(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let waits = |socket: &&SocketState| socket.timer == Timer::Persist && socket.send_queue > 0;
        for socket in state.sockets.iter().filter(waits) {
            let unread = match evidence.other_end(socket) {
                Some((_, other)) if other.receive_queue > 0 => {
                    let bytes = count(other.receive_queue.into(), "byte");
                    format!("; {bytes} were not read there")
                }
                _ => String::new(),
            };
            let sentence = format!(
                "{} cannot be sent to {}: its receive window is closed{unread}",
                count(socket.send_queue.into(), "byte"),
                evidence.named(socket.remote),
            );
            found.push(evidence.finding(state, sentence));
        }
    }
}

/// What was sent is sent again and again.
pub(super) fn retransmitting(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let retransmits = |socket: &&SocketState| {
            socket.timer == Timer::Retransmission
                && socket.expired > 0
                && !socket.is(TcpState::SynSent)
        };
        for socket in state.sockets.iter().filter(retransmits) {
            let Some(tcp) = &socket.tcp else { continue };
            let large = if socket.send_queue >= tcp.mss && tcp.acknowledged < tcp.mss.into() {
                format!(
                    "; no segment of full size ({} bytes) was acknowledged: a path MTU below that, \
                     of which nobody has told, is possible",
                    tcp.mss
                )
            } else {
                String::new()
            };
            let sentence = format!(
                "no acknowledgement from {} for {}, sent again {} ({} retransmitted in all, the next \
                 timeout is {:?}){large}",
                evidence.named(socket.remote),
                count(tcp.unacked.into(), "segment"),
                count(socket.expired.into(), "time"),
                count(tcp.retransmitted.into(), "segment"),
                tcp.rto,
            );
            found.push(evidence.finding(state, sentence));
        }
    }
}
