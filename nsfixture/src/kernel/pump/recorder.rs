//! Recording what the engine carries, and what it does not.

use std::ops::Range;
use std::sync::Arc;

use nsfixture_plan::{Plan, SiteId};

use super::outbox::Outbox;
use super::port::Port;
use crate::kernel::capture::{Points, Recording, now};
use crate::packets::{Fate, Record};
use crate::wire::{Direction, Loss, Offload, Output, Packet, Part, Received};

/// What records, and where packets arrive.
pub(super) struct Recorder {
    recording: Arc<Recording>,
    /// Where the packets of each cable arrive, by the end that they come from.
    ends: Vec<[End; 2]>,
}

/// Where packets arrive.
#[derive(Clone, Copy)]
struct End {
    point: usize,
    /// In a switch; what it passes on is recorded at the next end.
    is_switch: bool,
}

impl Recorder {
    pub(super) fn new(plan: &Plan, recording: &Arc<Recording>) -> Self {
        let points = Points::of(plan);
        let wires = plan.cables.iter().filter(|cable| cable.wire.is_some());
        let ends = wires.map(|cable| {
            [cable.ends[1], cable.ends[0]].map(|end| End {
                point: points.at(end),
                is_switch: matches!(end.site, SiteId::Switch(_)),
            })
        });
        Self { ends: ends.collect(), recording: Arc::clone(recording) }
    }
}

/// Packets to be sent, and their records.
pub(super) struct Recorded<'r, 'a> {
    outbox: Outbox<'a>,
    recorder: Option<&'r Recorder>,
    records: Vec<Record>,
}

impl<'r> Recorded<'r, '_> {
    pub(super) fn new(recorder: Option<&'r Recorder>) -> Self {
        Self { outbox: Outbox::new(), recorder, records: Vec::new() }
    }

    /// Sends everything, as [`Outbox::flush`] does.
    pub(super) fn flush<'p>(self, port: impl Fn(Direction) -> &'p Port) -> u64 {
        // First of all: the hosts do not wait for the records.
        let unsent = self.outbox.flush(port);
        if let Some(recorder) = self.recorder
            && !self.records.is_empty()
        {
            recorder.recording.add(self.records.into_iter());
        }
        unsent
    }
}

impl<'a> Output<'a> for Recorded<'_, 'a> {
    fn send(&mut self, direction: Direction, packet: Packet<'a>) {
        if let Some(recorder) = self.recorder {
            let end = recorder.ends[direction.cable][direction.from];
            if !end.is_switch {
                self.records.push(recorder.record(end, &packet, Fate::Arrived));
            }
        }
        self.outbox.send(direction, packet);
    }

    fn lose(&mut self, direction: Direction, frame: &Received<'_>, packets: Range<u32>, why: Loss) {
        if let Some(recorder) = self.recorder {
            let end = recorder.ends[direction.cable][direction.from];
            let packet = frame.packet(&Part { packets, is_marked: false });
            self.records.push(recorder.record(end, &packet, Fate::Lost(why)));
        }
    }
}

impl Recorder {
    fn record(&self, end: End, packet: &Packet<'_>, fate: Fate) -> Record {
        let (head, body) = (packet.head(), packet.body());
        let len = head.len() + body.len();
        let kept = self.recording.first_bytes.map_or(len, |first| len.min(first as usize));
        let mut bytes = Vec::with_capacity(kept);
        bytes.extend_from_slice(&head[..head.len().min(kept)]);
        bytes.extend_from_slice(&body[..kept - bytes.len()]);
        let offload: Offload = packet.offload();
        Record { time: now(), at: end.point, bytes: bytes.into(), len, offload, fate }
    }
}
