//! Sockets with their memory, and what TCP knows of them.

use std::net::SocketAddr;
use std::time::Duration;

use crate::host_state::{SocketKind, SocketState, TcpInfo, TcpState, Timer};
use crate::kernel::context::Context;
use crate::kernel::sock_diag::{self, Protocol, SockDiag};

/// `INET_DIAG_INFO` and `INET_DIAG_SKMEMINFO` (`linux/inet_diag.h`).
const INFO: u16 = 2;
const SKMEMINFO: u16 = 7;

/// `INET_DIAG_SKV6ONLY`, which is not asked for and comes with listeners.
const SKV6ONLY: u16 = 11;

/// The places of `SK_MEMINFO_RCVBUF` and `SK_MEMINFO_DROPS` (`linux/sock_diag.h`), in bytes.
const RCVBUF: usize = 4;
const DROPS: usize = 32;

/// Returns the sockets of the calling thread's host.
pub(super) fn read() -> Vec<SocketState> {
    let mut found = Vec::new();
    let Ok(diag) = SockDiag::open(Context::default()) else { return found };
    for protocol in [Protocol::Tcp, Protocol::Udp] {
        // A kernel without this protocol's list refuses.
        let _not_listed = diag.list_in_full(protocol, &[INFO, SKMEMINFO], |body| {
            found.extend(socket(protocol, body));
        });
    }
    found
}

/// Reads a `struct inet_diag_msg` with the attributes that follow it.
fn socket(protocol: Protocol, body: &[u8]) -> Option<SocketState> {
    let memory = sock_diag::attribute(body, SKMEMINFO).unwrap_or_default();
    let info = sock_diag::attribute(body, INFO);
    let [_, state, timer, expired, ..] = *body else { return None };
    let kind = match protocol {
        Protocol::Tcp => SocketKind::Tcp(tcp_state(state)),
        Protocol::Udp => SocketKind::Udp,
    };
    let is_connection = kind != SocketKind::Tcp(TcpState::Listen);
    Some(SocketState {
        kind,
        local: unmapped(sock_diag::local_address(body)?),
        remote: unmapped(sock_diag::remote_address(body)?),
        receive_queue: u32_at(body, 56)?,
        send_queue: u32_at(body, 60)?,
        timer: match timer {
            0 => Timer::None,
            1 => Timer::Retransmission,
            4 => Timer::Persist,
            _ => Timer::Other,
        },
        expired,
        drops: u32_at(memory, DROPS).unwrap_or(0),
        receive_buffer: u32_at(memory, RCVBUF).unwrap_or(0),
        is_ipv6_only: sock_diag::attribute(body, SKV6ONLY) == Some(&[1]),
        tcp: info.filter(|_| is_connection).and_then(tcp_info),
    })
}

fn tcp_state(number: u8) -> TcpState {
    match number {
        1 => TcpState::Established,
        2 => TcpState::SynSent,
        3 | 12 => TcpState::SynReceived,
        8 => TcpState::CloseWait,
        10 => TcpState::Listen,
        _ => TcpState::Other,
    }
}

/// Reads a `struct tcp_info` (`linux/tcp.h`), whose times are in microseconds.
fn tcp_info(info: &[u8]) -> Option<TcpInfo> {
    let acknowledged = info.get(120..128).and_then(<[u8]>::first_chunk);
    Some(TcpInfo {
        rto: Duration::from_micros(u32_at(info, 8)?.into()),
        mss: u32_at(info, 16)?,
        unacked: u32_at(info, 24)?,
        retransmitted: u32_at(info, 100)?,
        acknowledged: acknowledged.map_or(0, |&bytes| u64::from_ne_bytes(bytes)),
    })
}

/// An IPv4 address in an IPv6 socket is shown as IPv4.
fn unmapped(addr: SocketAddr) -> SocketAddr {
    SocketAddr::new(addr.ip().to_canonical(), addr.port())
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.first_chunk().map(|&bytes| u32::from_ne_bytes(bytes))
}
