//! A TCP connection that sends in one direction, and sends again what was lost.

use std::collections::BTreeSet;

use super::build::{ACK, SYN, Spec};
use super::naive;
use super::rig::{BACK, Rig, THERE};

/// The full payload of a segment with timestamps over IPv4.
pub(super) const STRETCH: usize = 1448;

/// How a connection looks in a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) client_port: u16,
    pub(super) isn: u32,
    /// The payload of each segment.
    pub(super) segment: usize,
    /// The segments in the frames, one after the other and again from the beginning.
    pub(super) frames: &'static [usize],
}

/// Sends `len` bytes and returns the positions of the segments that were lost, once for each loss.
pub(super) fn transfer(rig: &mut Rig, look: Look, len: usize) -> Vec<(usize, usize)> {
    let Look { client_port, isn, segment, frames } = look;
    let spec = Spec { client_port, ..Spec::default() };
    while rig
        .send(THERE, &Spec { sequence: isn, flags: SYN, payload: 0, ..spec }.build())
        .is_empty()
    {}
    let answer =
        Spec { is_reply: true, sequence: 77, acknowledgement: isn.wrapping_add(1), ..spec };
    while rig.send(BACK, &Spec { flags: SYN | ACK, payload: 0, ..answer }.build()).is_empty() {}
    let mut lost = Vec::new();
    let mut todo = vec![(0, len)];
    let mut sizes = frames.iter().cycle();
    while !todo.is_empty() {
        let mut missing = Vec::new();
        for (mut start, end) in todo {
            while start < end {
                let count = sizes.next().expect("at least one");
                let payload = (count * segment).min(end - start);
                let sequence = isn.wrapping_add(1).wrapping_add(start as u32);
                let size = if payload > segment { segment as u16 } else { 0 };
                let frame = Spec { sequence, payload, segment: size, ..spec }.build();
                let arrived: BTreeSet<Vec<u8>> = rig
                    .send(THERE, &frame)
                    .iter()
                    .flat_map(|sent| naive::packets(&sent.frame))
                    .collect();
                for (number, packet) in naive::packets(&frame).iter().enumerate() {
                    if !arrived.contains(packet) {
                        let at = start + number * segment;
                        missing.push((at, (at + segment).min(start + payload)));
                    }
                }
                start += payload;
            }
        }
        lost.extend(missing.iter().copied());
        todo = missing;
    }
    lost
}

/// The marks in lost segments, which begin each stretch, once for each loss.
pub(super) fn marks(lost: &[(usize, usize)]) -> Vec<usize> {
    let all = lost.iter().flat_map(|(start, end)| start.div_ceil(STRETCH)..end.div_ceil(STRETCH));
    let mut marks: Vec<usize> = all.collect();
    marks.sort_unstable();
    marks
}
