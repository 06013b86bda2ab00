//! From an outage as it was asked for to its times.

use super::mistake::Mistake;
use super::reader::Reader;
use super::slot::Slot;
use super::times::Times;
use crate::impairment::OutageTimes;
use crate::topology::Outage;

/// Reads an outage, or a flap. Among the places of its value, those of its options follow that of the whole.
pub(super) fn read(
    key: &'static str,
    outage: Option<&Outage>,
    reader: &mut Reader<'_>,
) -> Slot<Option<OutageTimes>> {
    let Some(outage) = outage else { return Slot::Unset };
    let before = reader.mistakes.len();
    let Times { after, lasts, every } =
        Times::read(key, outage, |nth, mistake| reader.mistake(key, 1 + nth, mistake));
    if outage.lasts.is_none() {
        reader.mistake(key, 0, Mistake::NoLength { key });
    }
    match lasts {
        Some(lasts) if reader.mistakes.len() == before => {
            let after = after.unwrap_or_default();
            reader.set(key, Some(OutageTimes { after, lasts, every }))
        }
        _ => Slot::Invalid,
    }
}
