//! Tests that fail on purpose: they are run by other tests.

pub(crate) mod addresses;
pub(crate) mod cables;
pub(crate) mod connections;
pub(crate) mod firewall;
pub(crate) mod healthy;
mod helpers;
pub(crate) mod moments;
pub(crate) mod names;
pub(crate) mod nftables;
pub(crate) mod ports;
pub(crate) mod queues;
pub(crate) mod raw;
pub(crate) mod routing;
