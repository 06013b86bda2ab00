//! The answers of a firewall that rejects packets: those of nftables for `reject with tcp reset` and, for what is not TCP,
//! `reject` (`nf_reject_ipv4.c` and `nf_reject_ipv6.c`, Linux 6.12).

use etherparse::ip_number;

use super::icmp::port_unreachable;
use super::permission::may_be_answered;
use super::reply::reply;
use super::reset::reset;
use crate::wire::frame::{Received, Upper};

/// Returns what a firewall answers to a packet that it rejects; nothing if the packet may not be answered. It is alone in
/// its frame.
pub(crate) fn rejection(frame: &Received<'_>) -> Option<Vec<u8>> {
    let ip = frame.headers.ip?;
    match ip.upper {
        Upper::Tcp(tcp) if may_be_answered(frame) => reply(frame, reset(frame.bytes(), &ip, &tcp)?),
        // A part of a segment cannot be checked, and what is no first fragment has no ports.
        _ if ip.protocol == ip_number::TCP.0 => None,
        Upper::Fragment => None,
        _ => port_unreachable(frame),
    }
}
