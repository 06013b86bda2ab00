//! A route netlink message to send.

use rtnetlink::packet_route::RouteNetlinkMessage;

use crate::error::Operation;

/// A message, with the operation and the subject for an error about it.
pub(crate) struct Request {
    pub(crate) message: RouteNetlinkMessage,
    /// Flags in addition to `NLM_F_REQUEST`.
    pub(crate) flags: u16,
    pub(crate) operation: Operation,
    pub(crate) subject: String,
}
