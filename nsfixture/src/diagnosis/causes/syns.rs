//! Connections that were begun and never established.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::{count, was};
use crate::host_state::{SocketState, TcpState};

/// A socket waits for the answer to its SYN.
pub(super) fn unanswered(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let waits = |socket: &&SocketState| socket.is(TcpState::SynSent) && socket.expired > 0;
        for socket in state.sockets.iter().filter(waits) {
            let sentence = format!(
                "no answer to {} to {}",
                count(u64::from(socket.expired) + 1, "SYN"),
                evidence.named(socket.remote),
            );
            found.push(evidence.finding(state, sentence));
        }
    }
}

/// More connections were begun than were accepted or refused: the sockets may be closed by now.
pub(super) fn never_established(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    let answered = evidence.sum("TcpPassiveOpens") + evidence.sum("TcpAttemptFails");
    let unanswered = evidence.sum("TcpActiveOpens").saturating_sub(answered);
    if unanswered == 0 || evidence.hosts.len() < evidence.plan.nodes.len() {
        return;
    }
    for state in evidence.hosts {
        let begun = state.counters.get("TcpActiveOpens");
        let unanswered = unanswered.min(begun);
        if unanswered > 0 {
            let again = state.counters.get("TcpExtTCPSynRetrans");
            let again = match again {
                0 => String::new(),
                _ => format!("; {} sent again", count(again, "SYN")),
            };
            let sentence = format!(
                "{unanswered} of {begun} TCP connections begun here {} never established{again}",
                was(unanswered),
            );
            found.push(evidence.finding(state, sentence));
        }
    }
}
