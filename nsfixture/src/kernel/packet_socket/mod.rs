//! Packet sockets (packet(7)).

mod batch;
mod socket;
mod tap;
mod virtio;

pub(crate) use batch::Batch;
pub(crate) use socket::PacketSocket;
pub(crate) use tap::{Taps, open_tap};
pub(crate) use virtio::{Header, write as write_header};
