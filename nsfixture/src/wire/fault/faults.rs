//! All faults that decide about packets one by one.

use std::num::NonZeroU32;
use std::sync::Arc;

use nsfixture_plan::{Decider, FateKind, Impairment};

use super::candidate::Candidate;
use super::copied::Copied;
use super::draws::Draws;
use super::exact::Exact;
use super::loss::Loss;
use super::notes::Notes;
use super::rules::{Loses, Rules};
use super::seeds::Fault;
use super::table::Table;
use crate::wire::chance::Chance;
use crate::wire::flow::{Place, Visit};

/// The faults of one direction that decide about packets one by one.
#[derive(Debug)]
pub(crate) struct Faults {
    draws: Draws,
    notes: Notes,
    /// The length of the largest IP packets that pass.
    largest: Option<NonZeroU32>,
    exact: Exact,
    loss: Loss,
    duplicate: Chance,
    corrupt: Chance,
    reorder: Chance,
    varies: bool,
    /// Whether anything but losses is drawn.
    has_draws: bool,
    pub(crate) rules: Rules,
}

/// What happens to a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is lost because of its length.
    TooLarge,
    /// It is lost because of its number, by the rule in this place or by the direction.
    Dropped { rule: Option<usize> },
    /// It is lost at random, in the same way.
    Lost { rule: Option<usize> },
    /// It goes on, possibly followed by a copy.
    Passes(Copied, Option<Copied>),
}

impl Faults {
    /// Returns the faults that an impairment asks for.
    pub(crate) fn new(impairment: &Impairment, draws: Draws) -> Self {
        let rules = Rules::new(&draws);
        Self::with(impairment, draws, Notes::default(), rules)
    }

    fn with(impairment: &Impairment, draws: Draws, mut notes: Notes, mut rules: Rules) -> Self {
        let is_delayed = !(impairment.delay.is_zero() && impairment.jitter.is_zero());
        let duplicate = Chance::from(impairment.duplicate);
        let corrupt = Chance::from(impairment.corrupt);
        // Without a delay there is nothing to overtake.
        let reorder = if is_delayed { impairment.reorder.into() } else { Chance::NEVER };
        let varies = !impairment.jitter.is_zero();
        let has_draws =
            varies || [duplicate, corrupt, reorder].iter().any(|chance| !chance.is_never());
        notes.expect(impairment);
        rules.set(&impairment.rules);
        let (exact, loss) = (Exact::new(impairment), Loss::new(impairment));
        Self {
            draws,
            notes,
            largest: impairment.blackhole_above,
            exact,
            loss,
            duplicate,
            corrupt,
            reorder,
            varies,
            has_draws,
            rules,
        }
    }

    /// Changes the faults; packets are counted on if their numbers stay the same.
    pub(crate) fn set(&mut self, impairment: &Impairment) {
        let mut exact = std::mem::take(&mut self.exact);
        exact.set(impairment);
        let rules = std::mem::replace(&mut self.rules, Rules::new(&self.draws));
        let (draws, notes) = (self.draws.clone(), std::mem::take(&mut self.notes));
        *self = Self { exact, ..Self::with(impairment, draws, notes, rules) };
    }

    /// From now on, what has happened before happens again.
    pub(crate) fn replay(&mut self, table: Arc<Table>) {
        self.rules.replay(&table);
        self.draws.replay(table);
    }

    /// Returns what has happened by chance so far.
    pub(crate) fn notes(&self) -> &Notes {
        &self.notes
    }

    /// Returns whether no packet has a fate of its own.
    pub(crate) fn is_idle(&self) -> bool {
        !self.has_draws
            && self.largest.is_none()
            && self.exact.is_idle()
            && self.loss.is_idle()
            && self.rules.is_empty()
    }

    /// Decides about a packet of a frame.
    pub(crate) fn decide(&mut self, visit: &mut Visit<'_>, candidate: Candidate<'_, '_>) -> Fate {
        let Candidate { frame, packet, is_background } = candidate;
        if !self.rules.is_empty()
            && let Some((rule, loses)) = self.rules.lose(visit, frame, packet, &mut self.notes)
        {
            let rule = Some(rule);
            return match loses {
                Loses::ByNumber => Fate::Dropped { rule },
                Loses::AtRandom => Fate::Lost { rule },
            };
        }
        if let Some(largest) = self.largest
            && let Some(len) = frame.ip_len(packet)
            && len > largest.get() as usize
        {
            return Fate::TooLarge;
        }
        if !self.exact.is_idle() && !is_background && self.exact.next() {
            return Fate::Dropped { rule: None };
        }
        let place = visit.place(packet);
        let Self { loss, draws, notes, .. } = self;
        if !loss.is_idle() && loss.takes(draws, visit, (packet, &place), notes) {
            return Fate::Lost { rule: None };
        }
        let is_changed = !self.rules.is_empty() && self.rules.changes();
        if !self.has_draws && !is_changed {
            return Fate::Passes(Copied::default(), None);
        }
        let key = visit.key(&place);
        let mut first = self.copy(key, Fault::Corrupt, Fault::Reorder);
        let is_duplicated = self.draws.hits(Fault::Duplicate, self.duplicate, key);
        let is_doubled =
            is_changed && !is_duplicated && self.rules.duplicate(visit, packet, &mut self.notes);
        let mut second = (is_duplicated || is_doubled)
            .then(|| self.copy(key, Fault::CopyCorrupt, Fault::CopyReorder));
        self.note(visit, candidate, &place, is_duplicated, [Some(first), second]);
        if is_changed {
            self.rules.corrupt(
                visit,
                candidate,
                [Some(&mut first), second.as_mut()],
                &mut self.notes,
            );
        }
        // Otherwise the retransmission would have the same fate, again and again.
        let is_lost = first.corrupt.is_some() && second.is_none_or(|copy| copy.corrupt.is_some());
        if let (true, Place::Segment { points, .. }) = (is_lost, place) {
            points.into_iter().flatten().for_each(|point| visit.side.lost.add(point));
        }
        Fate::Passes(first, second)
    }

    fn copy(&self, key: u64, corrupt: Fault, reorder: Fault) -> Copied {
        Copied {
            corrupt: self.draws.bit(corrupt, self.corrupt, key),
            overtakes: self.draws.hits(reorder, self.reorder, key),
            draw: self.draws.delay(key),
        }
    }

    /// Notes what happens to the copies of a packet by chance.
    fn note(
        &mut self,
        visit: &mut Visit<'_>,
        candidate: Candidate<'_, '_>,
        place: &Place,
        is_duplicated: bool,
        copies: [Option<Copied>; 2],
    ) {
        let mut add = |kind| {
            let name = visit.name(candidate.packet, place);
            self.notes.add(kind, Decider::Direction, visit, name);
        };
        if is_duplicated && self.duplicate.is_random() {
            add(FateKind::Duplicated);
        }
        for (copy, is_copy) in copies.into_iter().zip([false, true]) {
            let Some(Copied { corrupt, overtakes, .. }) = copy else { continue };
            if let Some(fate) = corrupt.and_then(|draw| candidate.corrupted(draw, is_copy)) {
                add(fate);
            }
            if overtakes && self.reorder.is_random() {
                add(FateKind::Reordered { is_copy });
            }
        }
        // Both copies have the same delay.
        let mut delayed = copies.into_iter().flatten().filter(|copy| !copy.overtakes);
        if let Some(Copied { draw, .. }) = delayed.next().filter(|_| self.varies) {
            add(FateKind::Delayed(draw));
        }
    }
}
