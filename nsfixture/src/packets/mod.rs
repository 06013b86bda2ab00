//! Recorded packets. Pure, as `wire` is.

mod checksum;
mod decode;
mod ladder;
mod merge;
mod pcapng;
mod point;
mod record;
mod ring;
#[cfg(test)]
mod test_packets;

pub(crate) use decode::{DnsAnswer, DnsOutcome, decode_packet};
pub(crate) use ladder::{Row, diagram, fold_rows, rows};
pub(crate) use merge::each_once;
pub(crate) use pcapng::{file as pcapng_file, file_of_host as pcapng_of_host};
pub(crate) use point::Point;
pub(crate) use record::{Fate, Record};
pub(crate) use ring::Ring;
