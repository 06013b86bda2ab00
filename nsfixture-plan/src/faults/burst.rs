//! Bursts that cannot lose as much as they are asked to.

use std::num::NonZeroU32;

use super::mistake::Mistake;
use crate::impairment::Ppm;

/// If every burst is followed by one packet that arrives, bursts of `n` packets lose `n / (n + 1)` of all.
pub(super) fn too_short(packets: NonZeroU32, loss: Ppm) -> Option<Mistake> {
    let bursts = u64::from(packets.get());
    let most = u64::from(Ppm::ALL.get()) * bursts / (bursts + 1);
    let most = Ppm::new(most as u32).expect("a part of all packets");
    let is_too_short = loss != Ppm::ALL && loss > most;
    is_too_short.then(|| Mistake::BurstTooShort { burst: packets.get(), most, loss })
}
