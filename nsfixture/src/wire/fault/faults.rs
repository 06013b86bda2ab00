//! All faults that decide about packets one by one.

use std::num::NonZeroU32;

use nsfixture_plan::Impairment;

use super::copied::Copied;
use super::exact::Exact;
use super::loss::Loss;
use super::rules::{Loses, Rules};
use super::seeds::{Fault, Seeds};
use crate::wire::chance::Chance;
use crate::wire::flow::{Place, Visit};
use crate::wire::frame::Received;

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
    pub(crate) rules: Rules,
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
        let mut rules = Rules::new(seeds);
        rules.set(&impairment.rules);
        Self {
            seeds,
            largest: impairment.blackhole_above,
            exact,
            loss,
            duplicate,
            corrupt,
            reorder,
            draws,
            rules,
        }
    }

    /// Changes the faults; packets are counted on if their numbers stay the same.
    pub(crate) fn set(&mut self, impairment: &Impairment) {
        let mut exact = std::mem::take(&mut self.exact);
        exact.set(impairment);
        let mut rules = std::mem::replace(&mut self.rules, Rules::new(self.seeds));
        rules.set(&impairment.rules);
        *self = Self { exact, rules, ..Self::new(impairment, self.seeds) };
    }

    /// Returns whether no packet has a fate of its own.
    pub(crate) fn is_idle(&self) -> bool {
        !self.draws
            && self.largest.is_none()
            && self.exact.is_idle()
            && self.loss.is_idle()
            && self.rules.is_empty()
    }

    /// Decides about a packet of a frame.
    pub(crate) fn decide(
        &mut self,
        visit: &mut Visit<'_>,
        frame: &Received<'_>,
        packet: u32,
        is_background: bool,
    ) -> Fate {
        if !self.rules.is_empty()
            && let Some(loses) = self.rules.lose(visit, frame, packet)
        {
            return match loses {
                Loses::ByNumber => Fate::Dropped,
                Loses::AtRandom => Fate::Lost,
            };
        }
        if let Some(largest) = self.largest
            && let Some(len) = frame.ip_len(packet)
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
        let is_changed = !self.rules.is_empty() && self.rules.changes();
        if !self.draws && !is_changed {
            return Fate::Passes(Copied::default(), None);
        }
        let key = visit.key(&place);
        let mut first = self.copy(key, Fault::Corrupt, Fault::Reorder);
        let is_duplicated = self.duplicate.hits(self.seeds.draw(Fault::Duplicate, key));
        let copy = |faults: &Self| faults.copy(key, Fault::CopyCorrupt, Fault::CopyReorder);
        let mut second = is_duplicated.then(|| copy(self));
        if is_changed {
            let copy = copy(self);
            self.rules.change(key, &mut first, &mut second, copy);
        }
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
