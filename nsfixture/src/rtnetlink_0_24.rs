//! The crate [`rtnetlink`](https://docs.rs/rtnetlink/0.24), version 0.24, whose types
//! [`Node::netlink`](crate::Node::netlink) returns.
//!
//! A later release of this crate that moves to another version adds a module of that name and a method
//! next to `Node::netlink`, and keeps this one until the next major release.

pub use rtnetlink::*;
