//! Connections that ended otherwise than by FIN.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::{count, was};

/// A socket was closed although data had not been read, which resets the connection (RFC 2525, section 2.17).
pub(super) fn unread_data(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    each(evidence, "TcpExtTCPAbortOnClose", found, |number| {
        let connections = count(number, "connection");
        format!("{connections} {} reset from here: closed with unread data", was(number))
    });
}

/// Segments with old timestamps (PAWS, RFC 7323, section 5).
pub(super) fn old_timestamps(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    each(evidence, "TcpExtPAWSEstab", found, |number| {
        format!("{} dropped: the TCP timestamp was too old (PAWS)", count(number, "segment"))
    });
}

/// A connection that gave up.
pub(super) fn timed_out(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    each(evidence, "TcpExtTCPAbortOnTimeout", found, |number| {
        let connections = count(number, "connection");
        format!("{connections} timed out: the other end did not answer any more")
    });
}

/// Established connections that a reset has ended, other than by [`unread_data`].
pub(super) fn reset(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let own = state.counters.get("TcpExtTCPAbortOnClose");
        let number = state.counters.get("TcpEstabResets").saturating_sub(own);
        if number > 0 {
            let connections = count(number, "connection");
            let sentence = format!("{connections} {} ended by a reset", was(number));
            found.push(evidence.finding(state, sentence));
        }
    }
}

fn each(
    evidence: &Evidence<'_>,
    counter: &str,
    found: &mut Vec<Finding>,
    sentence: impl Fn(u64) -> String,
) {
    for state in evidence.hosts {
        let number = state.counters.get(counter);
        if number > 0 {
            found.push(evidence.finding(state, sentence(number)));
        }
    }
}
