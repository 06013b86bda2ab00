//! Packets as they are on the wire.

use crate::packets::Record;
use crate::wire::{Frame, Offload, Received};

/// Returns the packets that a record is on the wire, their checksums filled in; `None` if not all of their bytes are known.
pub(super) fn packets(record: &Record) -> Option<Vec<Vec<u8>>> {
    if record.bytes.len() != record.len {
        return None;
    }
    let received = |offload| Received::new(Frame { bytes: &record.bytes, offload });
    let mut frame = received(record.offload);
    if frame.segments.count == 1 {
        // One that cannot be divided is as long as it is.
        frame = received(Offload { kind: None, ..record.offload });
    }
    (0..frame.segments.count).map(|packet| frame.on_wire(packet)).collect()
}
