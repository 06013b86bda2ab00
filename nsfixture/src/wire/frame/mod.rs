//! Frames: their headers, the packets that a GSO frame becomes, and what is sent of them.

mod bit;
mod bytes;
mod checksum;
mod fragment;
mod headers;
mod offload;
mod packet;
mod received;
mod rewrite;
mod segments;
mod view;

pub(crate) use bit::{bit_of, draw_of};
pub(crate) use checksum::{fold, sum};
pub(crate) use fragment::fragments;
pub(crate) use headers::{Control, Headers, Ip, Tcp, Upper, Version};
pub(crate) use offload::{Checksum, Frame, Offload, Segmentation};
pub(crate) use packet::Packet;
pub(crate) use received::{Part, Received};
pub(crate) use segments::Segments;
pub(crate) use view::packet_view;
