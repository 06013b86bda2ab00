//! Addresses that are not usable.

use std::net::IpAddr;

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::list;
use crate::host_state::AddressState;

/// Duplicate address detection has found an address elsewhere (RFC 4862, section 5.4).
pub(super) fn duplicate(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        for address in state.addresses.iter().filter(|address| address.is_duplicate) {
            let interface = state.interface_name(address.interface);
            let sentence =
                format!("{} on {interface} is unusable: another host has it as well", address.addr);
            found.push(evidence.finding(state, sentence));
        }
        let waits = |address: &&AddressState| address.is_tentative && !address.is_duplicate;
        for address in state.addresses.iter().filter(waits) {
            let interface = state.interface_name(address.interface);
            let sentence = format!(
                "{} on {interface} is not usable yet: duplicate address detection goes on",
                address.addr
            );
            found.push(evidence.finding(state, sentence));
        }
    }
}

/// An address of the topology is no longer there, although its interface is up.
pub(super) fn missing(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts.iter().filter(|state| !state.addresses.is_empty()) {
        for (end, interface) in evidence.ends(state).filter(|(_, interface)| interface.is_up) {
            let planned = evidence.plan.interface(end).addrs.iter().map(|addr| addr.addr());
            let is_gone = |addr: &IpAddr| {
                state
                    .addresses
                    .iter()
                    .all(|there| there.addr != *addr || there.interface != interface.index)
            };
            let gone: Vec<String> = planned.filter(is_gone).map(|addr| addr.to_string()).collect();
            if !gone.is_empty() {
                let sentence = format!("{} does not have {} any more", interface.name, list(&gone));
                found.push(evidence.finding(state, sentence));
            }
        }
    }
}
