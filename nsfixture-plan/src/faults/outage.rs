//! From an outage as it was asked for to its times.

use std::time::Duration;

use super::mistake::Mistake;
use super::reader::{LONGEST, Reader};
use super::slot::Slot;
use crate::impairment::OutageTimes;
use crate::topology::Outage;

const KEY: &str = "outage";

/// Reads an outage. Among the places of its value, those of its options follow that of the whole.
pub(super) fn read(outage: Option<&Outage>, reader: &mut Reader<'_>) -> Slot<Option<OutageTimes>> {
    let Some(Outage { after, lasts, every }) = outage else { return Slot::Unset };
    let before = reader.mistakes.len();
    let after = time(reader, 1, "after", after.as_deref());
    let length = time(reader, 2, "lasts", lasts.as_deref());
    let every = time(reader, 3, "every", every.as_deref());
    if lasts.is_none() {
        reader.mistake(KEY, 0, Mistake::NoLength);
    }
    if let (Some(lasts), Some(every)) = (length, every)
        && lasts >= every
    {
        let [lasts, every] = [lasts, every].map(|time| format!("{time:?}"));
        reader.mistake(KEY, 3, Mistake::NeverEnds { lasts, every });
    }
    match length {
        Some(lasts) if reader.mistakes.len() == before => {
            let after = after.unwrap_or_default();
            reader.set(KEY, Some(OutageTimes { after, lasts, every }))
        }
        _ => Slot::Invalid,
    }
}

fn time(
    reader: &mut Reader<'_>,
    item: usize,
    key: &'static str,
    text: Option<&str>,
) -> Option<Duration> {
    let time = match super::reader::time(key, text?, LONGEST, "1h") {
        Ok(time) if time.is_zero() => Err(Mistake::Zero { key }),
        read => read,
    };
    time.map_err(|mistake| reader.mistake(KEY, item, mistake)).ok()
}
