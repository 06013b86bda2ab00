//! Interfaces that carry nothing, or not everything.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;

/// An interface is administratively down.
pub(super) fn down(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        for (_, interface) in evidence.ends(state).filter(|(_, interface)| !interface.is_up) {
            found.push(evidence.finding(state, format!("{} is down", interface.name)));
        }
    }
}

/// An interface that is up has no carrier.
pub(super) fn without_carrier(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        let ends = evidence.ends(state);
        for (end, interface) in ends.filter(|(_, each)| each.is_up && !each.has_carrier) {
            let down = evidence.peers(end).into_iter().find(|(_, peer)| !peer.is_up);
            let why = match down {
                Some((peer, of)) => {
                    format!(": {} of `{}` is down", of.name, evidence.node(peer).name)
                }
                None => String::new(),
            };
            found.push(evidence.finding(state, format!("{} has no carrier{why}", interface.name)));
        }
    }
}

/// The ends of a cable have different MTUs. The dropped packets of the sender are not counted here: some may have been
/// sent before the other end was up.
pub(super) fn different_mtus(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        for (end, interface) in evidence.ends(state) {
            let peers = evidence.peers(end).into_iter();
            for (peer, of) in peers.filter(|(_, peer)| peer.mtu < interface.mtu) {
                let sentence = format!(
                    "the MTU of {} is {}, that of {} of `{}` only {}: larger packets do not arrive there \
                     ({} dropped)",
                    interface.name,
                    interface.mtu,
                    of.name,
                    evidence.node(peer).name,
                    of.mtu,
                    of.counters.rx_dropped,
                );
                found.push(evidence.finding(state, sentence));
            }
        }
    }
}
