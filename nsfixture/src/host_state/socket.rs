//! Sockets, as the kernel lists them (sock_diag(7)).

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

/// A TCP or UDP socket.
#[derive(Debug, Clone)]
pub(crate) struct SocketState {
    pub(crate) kind: SocketKind,
    pub(crate) local: SocketAddr,
    pub(crate) remote: SocketAddr,
    /// Bytes to read; of a listener, the connections that wait to be accepted.
    pub(crate) receive_queue: u32,
    /// Bytes that are not acknowledged or not sent; of a listener, the most connections that may wait.
    pub(crate) send_queue: u32,
    pub(crate) timer: Timer,
    /// How often the timer has expired in a row.
    pub(crate) expired: u8,
    /// Datagrams or connections that this socket has dropped, because it had no room.
    pub(crate) drops: u32,
    /// The room for what arrives, in bytes of the kernel's memory.
    pub(crate) receive_buffer: u32,
    /// It takes no IPv4 (`IPV6_V6ONLY`, ipv6(7)).
    pub(crate) is_ipv6_only: bool,
    pub(crate) tcp: Option<TcpInfo>,
}

/// The protocol, and the state of TCP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SocketKind {
    Tcp(TcpState),
    Udp,
}

/// The state of a TCP socket (`net/tcp_states.h`), as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TcpState {
    Established,
    SynSent,
    SynReceived,
    CloseWait,
    Listen,
    Other,
}

/// What a socket waits for (`idiag_timer`, `linux/inet_diag.h`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timer {
    None,
    Retransmission,
    /// The next probe of a window that is closed.
    Persist,
    Other,
}

/// What TCP knows of a connection (`struct tcp_info`, `linux/tcp.h`).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TcpInfo {
    pub(crate) rto: Duration,
    /// The largest segment, in bytes of data.
    pub(crate) mss: u32,
    /// Segments that were sent and not acknowledged.
    pub(crate) unacked: u32,
    /// Segments that were sent again, in all.
    pub(crate) retransmitted: u32,
    /// Data that was acknowledged, in bytes.
    pub(crate) acknowledged: u64,
}

/// Prints what ss(8) would print: the protocol, the state, both queues, both ends.
impl fmt::Display for SocketState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.kind {
            SocketKind::Tcp(TcpState::Established) => "tcp established",
            SocketKind::Tcp(TcpState::SynSent) => "tcp syn-sent",
            SocketKind::Tcp(TcpState::SynReceived) => "tcp syn-received",
            SocketKind::Tcp(TcpState::CloseWait) => "tcp close-wait",
            SocketKind::Tcp(TcpState::Listen) => "tcp listening",
            SocketKind::Tcp(TcpState::Other) => "tcp closing",
            SocketKind::Udp => "udp",
        };
        let Self { local, remote, receive_queue, send_queue, .. } = self;
        write!(f, "{state} {local}")?;
        if !self.listens() {
            write!(f, " to {remote}")?;
        }
        write!(f, ", receive queue {receive_queue}, send queue {send_queue}")
    }
}

impl SocketState {
    /// Returns true if it is in this state of TCP.
    pub(crate) fn is(&self, state: TcpState) -> bool {
        self.kind == SocketKind::Tcp(state)
    }

    /// Returns true if it accepts connections, or is a UDP socket that receives from everybody.
    pub(crate) fn listens(&self) -> bool {
        match self.kind {
            SocketKind::Tcp(state) => state == TcpState::Listen,
            SocketKind::Udp => self.local.port() != 0 && self.remote.port() == 0,
        }
    }
}
