//! From an outage as it was asked for to its times.

use std::time::Duration;

use super::mistake::Mistake;
use super::reader::{LONGEST, Reader};
use super::slot::Slot;
use crate::impairment::OutageTimes;
use crate::topology::Outage;

/// Reads an outage, or a flap. Among the places of its value, those of its options follow that of the whole.
pub(super) fn read(
    key: &'static str,
    outage: Option<&Outage>,
    reader: &mut Reader<'_>,
) -> Slot<Option<OutageTimes>> {
    let Some(Outage { after, lasts, every }) = outage else { return Slot::Unset };
    let before = reader.mistakes.len();
    let after = time(reader, (key, 1), "after", after.as_deref());
    let length = time(reader, (key, 2), "lasts", lasts.as_deref());
    let every = time(reader, (key, 3), "every", every.as_deref());
    if lasts.is_none() {
        reader.mistake(key, 0, Mistake::NoLength { key });
    }
    if let (Some(lasts), Some(every)) = (length, every)
        && lasts >= every
    {
        let [lasts, every] = [lasts, every].map(|time| format!("{time:?}"));
        reader.mistake(key, 3, Mistake::NeverEnds { key, lasts, every });
    }
    match length {
        Some(lasts) if reader.mistakes.len() == before => {
            let after = after.unwrap_or_default();
            reader.set(key, Some(OutageTimes { after, lasts, every }))
        }
        _ => Slot::Invalid,
    }
}

fn time(
    reader: &mut Reader<'_>,
    (of, item): (&'static str, usize),
    key: &'static str,
    text: Option<&str>,
) -> Option<Duration> {
    let time = match super::reader::time(key, text?, LONGEST, "1h") {
        Ok(time) if time.is_zero() => Err(Mistake::Zero { key }),
        read => read,
    };
    time.map_err(|mistake| reader.mistake(of, item, mistake)).ok()
}
