//! Losses at random.

use nsfixture_plan::Impairment;

use super::seeds::{Fault, Seeds};
use crate::wire::burst::Burst;
use crate::wire::chance::Chance;
use crate::wire::flow::{Kind, Place, Point, Visit};
use crate::wire::hash::combine;

/// The losses of one direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Loss {
    chance: Chance,
    burst: Option<Burst>,
    seeds: Seeds,
    key: u64,
    /// Whose bursts they are: the direction's own, 0, or those of a rule.
    of: usize,
}

impl Loss {
    /// Returns the losses that an impairment asks for.
    pub(crate) fn new(impairment: &Impairment, seeds: Seeds) -> Self {
        let burst = impairment.burst.map(|mean| Burst::new(impairment.loss, mean));
        Self { chance: impairment.loss.into(), burst, seeds, key: seeds.of(Fault::Loss), of: 0 }
    }

    /// Returns those of the rule in a place.
    pub(crate) fn of_rule(impairment: &Impairment, seeds: Seeds, nth: usize) -> Self {
        Self { of: 1 + nth, ..Self::new(impairment, seeds) }
    }

    /// Returns whether nothing is lost.
    pub(crate) fn is_idle(&self) -> bool {
        self.chance.is_never()
    }

    /// Returns whether a packet is lost.
    ///
    /// A segment has the fate of the mark that it carries, and that is lost a number of times that depends on nothing but the
    /// seed. So retransmissions are lost in the same way in each run, although segments begin elsewhere.
    pub(crate) fn takes(&self, visit: &mut Visit<'_>, place: &Place) -> bool {
        match *place {
            Place::Packet { key, burst: Some((kind, index)) } if self.burst.is_some() => {
                let index = self.index(visit, kind, index);
                self.in_burst(visit, kind, index).unwrap_or_else(|| self.hits(key))
            }
            Place::Packet { key, .. } => self.hits(key),
            Place::Segment { points, is_new } => {
                let mut is_lost = false;
                for point in points.into_iter().flatten() {
                    if self.takes_point(visit, point, is_new) {
                        visit.side.lost.add(point);
                        is_lost = true;
                    }
                }
                is_lost
            }
        }
    }

    fn takes_point(&self, visit: &mut Visit<'_>, point: Point, is_new: bool) -> bool {
        let Some(times) = visit.side.lost.times(point) else {
            // Were it lost again and again, the stream would come to a halt.
            return self.chance == Chance::ALWAYS;
        };
        let in_burst = match point {
            _ if self.burst.is_none() || times > 0 => None,
            Point::Mark(number) => self.mark_in_burst(visit, number),
            Point::Start(_) if is_new => {
                let index = visit.side.bursts(self.of).count(Kind::Data);
                self.in_burst(visit, Kind::Data, index)
            }
            Point::Start(_) => None,
        };
        in_burst.unwrap_or_else(|| self.hits(visit.key_at(point)))
    }

    /// Returns the index of a packet of a kind among those that burst together: of a rule, those that match.
    fn index(&self, visit: &mut Visit<'_>, kind: Kind, index: i64) -> i64 {
        if self.of == 0 { index } else { visit.side.bursts(self.of).count(kind) }
    }

    fn hits(&self, packet: u64) -> bool {
        self.chance.hits(combine(self.key, packet))
    }

    fn in_burst(&self, visit: &mut Visit<'_>, kind: Kind, index: i64) -> Option<bool> {
        let key = self.seeds.draw(Fault::Burst, visit.key_of(kind));
        visit.side.bursts(self.of).chain(kind).at(&self.burst?, key, index, |_, _| ())
    }

    fn mark_in_burst(&self, visit: &mut Visit<'_>, number: i64) -> Option<bool> {
        // Marks and segments without one are different sequences.
        let key = combine(self.seeds.draw(Fault::Burst, visit.key_of(Kind::Data)), 1);
        visit.side.bursts(self.of).marks().at(&self.burst?, key, number)
    }
}
