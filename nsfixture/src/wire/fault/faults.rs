//! All faults that decide about packets one by one.

use std::num::NonZeroU32;

use nsfixture_plan::Impairment;

use super::exact::Exact;
use super::loss::Loss;
use super::seeds::{Fault, Seeds};
use crate::wire::chance::Chance;
use crate::wire::flow::{Place, Visit};

/// The faults of one direction that decide about packets one by one.
#[derive(Debug)]
pub(crate) struct Faults {
    seeds: Seeds,
    /// The length of the largest IP packets that pass.
    largest: Option<NonZeroU32>,
    exact: Exact,
    loss: Loss,
    duplicate: Chance,
    corrupt: Chance,
    reorder: Chance,
    /// Whether anything but losses is drawn.
    draws: bool,
}

/// What happens to a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is lost because of its length.
    TooLarge,
    /// It is lost because of its number.
    Dropped,
    /// It is lost at random.
    Lost,
    /// It goes on, possibly followed by a copy.
    Passes(Copied, Option<Copied>),
}

/// What happens to one of the copies of a packet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Copied {
    /// If a bit is flipped, where it is drawn from.
    pub(crate) corrupt: Option<u64>,
    /// Whether it overtakes those that are delayed.
    pub(crate) overtakes: bool,
    /// Where the delay is drawn from.
    pub(crate) draw: u64,
}

impl Faults {
    /// Returns the faults that an impairment asks for.
    pub(crate) fn new(impairment: &Impairment, seeds: Seeds) -> Self {
        let is_delayed = !(impairment.delay.is_zero() && impairment.jitter.is_zero());
        let duplicate = Chance::from(impairment.duplicate);
        let corrupt = Chance::from(impairment.corrupt);
        // Without a delay there is nothing to overtake.
        let reorder = if is_delayed { impairment.reorder.into() } else { Chance::NEVER };
        let draws = !impairment.jitter.is_zero()
            || [duplicate, corrupt, reorder].iter().any(|chance| !chance.is_never());
        let (exact, loss) = (Exact::new(impairment), Loss::new(impairment, seeds));
        Self {
            seeds,
            largest: impairment.blackhole_above,
            exact,
            loss,
            duplicate,
            corrupt,
            reorder,
            draws,
        }
    }

    /// Changes the faults; packets are counted on if their numbers stay the same.
    pub(crate) fn set(&mut self, impairment: &Impairment) {
        let mut exact = std::mem::take(&mut self.exact);
        exact.set(impairment);
        *self = Self { exact, ..Self::new(impairment, self.seeds) };
    }

    /// Returns whether no packet has a fate of its own.
    pub(crate) fn is_idle(&self) -> bool {
        !self.draws && self.largest.is_none() && self.exact.is_idle() && self.loss.is_idle()
    }

    /// Decides about a packet of a frame.
    pub(crate) fn decide(
        &mut self,
        visit: &mut Visit<'_>,
        packet: u32,
        ip_len: Option<usize>,
        is_background: bool,
    ) -> Fate {
        if let (Some(largest), Some(len)) = (self.largest, ip_len)
            && len > largest.get() as usize
        {
            return Fate::TooLarge;
        }
        if !self.exact.is_idle() && !is_background && self.exact.next() {
            return Fate::Dropped;
        }
        let place = visit.place(packet);
        if !self.loss.is_idle() && self.loss.takes(visit, &place) {
            return Fate::Lost;
        }
        if !self.draws {
            return Fate::Passes(Copied::default(), None);
        }
        let key = visit.key(&place);
        let first = self.copy(key, Fault::Corrupt, Fault::Reorder);
        let is_duplicated = self.duplicate.hits(self.seeds.draw(Fault::Duplicate, key));
        let second = is_duplicated.then(|| self.copy(key, Fault::CopyCorrupt, Fault::CopyReorder));
        // Otherwise the retransmission would have the same fate, again and again.
        let is_lost = first.corrupt.is_some() && second.is_none_or(|copy| copy.corrupt.is_some());
        if let (true, Place::Segment { points, .. }) = (is_lost, place) {
            points.into_iter().flatten().for_each(|point| visit.side.lost.add(point));
        }
        Fate::Passes(first, second)
    }

    fn copy(&self, key: u64, corrupt: Fault, reorder: Fault) -> Copied {
        let draw = self.seeds.draw(corrupt, key);
        Copied {
            corrupt: self.corrupt.hits(draw).then(|| self.seeds.draw(Fault::Bit, draw)),
            overtakes: self.reorder.hits(self.seeds.draw(reorder, key)),
            draw: self.seeds.draw(Fault::Delay, key),
        }
    }
}
