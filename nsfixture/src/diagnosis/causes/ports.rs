//! Ports on which nothing listens.

use std::collections::BTreeSet;

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::{count, list, was};
use crate::host_state::{HostState, SocketKind, SocketState};

/// Datagrams for a UDP port without a socket (`UdpNoPorts`).
pub(super) fn closed_udp(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for state in evidence.hosts {
        for (family, counter) in [("IPv4", "UdpNoPorts"), ("IPv6", "Udp6NoPorts")] {
            let number = state.counters.get(counter);
            if number > 0 {
                let datagrams = count(number, &format!("{family} datagram"));
                let open = open_ports(state, "UDP", |socket| socket.kind == SocketKind::Udp);
                let connected = connected(state);
                let sentence =
                    format!("{datagrams} arrived for a closed UDP port; {open}{connected}");
                found.push(evidence.finding(state, sentence));
            }
        }
    }
}

/// Connections that were refused: a reset here (`TcpOutRsts`), a failed attempt there (`TcpAttemptFails`).
pub(super) fn closed_tcp(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    let failed = evidence.sum("TcpAttemptFails");
    for state in evidence.hosts {
        let resets = state.counters.get("TcpOutRsts");
        // These resets are those of connections that there were.
        let aborts = state.counters.sum(&[
            "TcpExtTCPAbortOnClose",
            "TcpExtTCPAbortOnData",
            "TcpExtTCPAbortOnLinger",
            "TcpExtTCPAbortOnMemory",
        ]);
        let refused = resets.saturating_sub(aborts).min(failed);
        if refused > 0 {
            let is_tcp = |socket: &SocketState| socket.kind != SocketKind::Udp;
            let sentence = format!(
                "{} {} refused, because the TCP port was closed; {}",
                count(refused, "connection"),
                was(refused),
                open_ports(state, "TCP", is_tcp),
            );
            found.push(evidence.finding(state, sentence));
        }
    }
}

/// Describes the ports that are open now.
fn open_ports(state: &HostState, protocol: &str, is_one: impl Fn(&SocketState) -> bool) -> String {
    let open = state.sockets.iter().filter(|socket| is_one(socket) && socket.listens());
    let open: BTreeSet<(u16, String)> =
        open.map(|socket| (socket.local.port(), on(socket))).collect();
    let open: Vec<String> = open.into_iter().map(|(port, on)| format!("{port}{on}")).collect();
    if open.is_empty() {
        format!("no {protocol} port is open now")
    } else {
        format!("open {protocol} ports now: {}", list(&open))
    }
}

/// Describes the UDP sockets that are open for one sender only, as they are after connect(2).
fn connected(state: &HostState) -> String {
    let is_one = |socket: &&SocketState| socket.kind == SocketKind::Udp && !socket.listens();
    let sockets = state.sockets.iter().filter(is_one);
    let sockets: Vec<String> = sockets
        .map(|socket| format!("{} (from {} only)", socket.local.port(), socket.remote))
        .collect();
    if sockets.is_empty() { String::new() } else { format!("; connected: {}", list(&sockets)) }
}

/// Describes from where a socket can be reached.
fn on(socket: &SocketState) -> String {
    let addr = socket.local.ip();
    match (addr.is_unspecified(), addr.is_ipv4()) {
        (true, true) => " (IPv4 only)".to_owned(),
        (true, false) if socket.is_ipv6_only => " (IPv6 only)".to_owned(),
        (true, false) => String::new(),
        (false, _) => format!(" (on {addr} only)"),
    }
}
