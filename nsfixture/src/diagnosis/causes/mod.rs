//! The causes, the most telling first.

mod addresses;
mod cables;
mod checksums;
mod connections;
mod firewall;
mod fragments;
mod interfaces;
mod names;
mod neighbours;
mod paths;
mod ports;
mod queues;
mod resets;
mod routing;
mod syns;
mod vanished;

use super::evidence::Evidence;
use super::finding::Finding;

/// A cause adds what it finds.
type Cause = fn(&Evidence<'_>, &mut Vec<Finding>);

/// All causes: first what takes every packet, then what takes some for a reason that the kernel names, last what follows
/// from that, or can have several reasons.
pub(super) const CAUSES: &[Cause] = &[
    interfaces::down,
    interfaces::without_carrier,
    addresses::duplicate,
    addresses::missing,
    cables::severed,
    interfaces::different_mtus,
    queues::accept_queue,
    queues::udp_buffer,
    connections::closed_window,
    paths::other_source,
    ports::closed_udp,
    ports::closed_tcp,
    names::truncated,
    checksums::wrong,
    firewall::counted,
    routing::reverse_path,
    routing::forwarding_off,
    routing::ttl_exceeded,
    routing::no_route,
    routing::too_big,
    fragments::missing,
    paths::asymmetric,
    routing::unknown_protocol,
    neighbours::silent,
    queues::syn_dropped,
    vanished::packets,
    firewall::unsent,
    syns::unanswered,
    resets::unread_data,
    resets::old_timestamps,
    connections::retransmitting,
    syns::never_established,
    queues::unaccepted,
    names::unresolved,
    resets::timed_out,
    resets::reset,
];
