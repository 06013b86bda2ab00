//! Route netlink: the plan's steps as messages, and when an interface or an address is ready.

pub(crate) mod answers;
pub(crate) mod messages;
pub(crate) mod ready;
mod request;
pub(crate) mod socket;

pub(crate) use request::Request;
pub(crate) use socket::Netlink;
