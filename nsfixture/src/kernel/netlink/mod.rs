//! Route netlink: the plan's steps as messages, and when an interface or an address is ready.

pub(crate) mod answers;
pub(crate) mod messages;
pub(crate) mod ready;
mod request;
pub(crate) mod socket;

pub(crate) use request::Request;
pub(crate) use socket::{Netlink, parse};

/// Notifications about interfaces (`RTNLGRP_LINK`, `linux/rtnetlink.h`).
pub(crate) const LINK_GROUP: u32 = 1;
