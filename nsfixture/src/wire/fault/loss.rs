//! Losses at random.

use nsfixture_plan::{FateKind, Impairment, PacketPlace};

use super::draws::Draws;
use super::notes::Notes;
use super::seeds::Fault;
use crate::wire::burst::Burst;
use crate::wire::chance::Chance;
use crate::wire::flow::{Kind, Place, Point, Visit};
use crate::wire::hash::combine;

/// The losses of one direction, or of a rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Loss {
    chance: Chance,
    burst: Option<Burst>,
}

impl Loss {
    /// Returns the losses that an impairment asks for.
    pub(crate) fn new(impairment: &Impairment) -> Self {
        let burst = impairment.burst.map(|mean| Burst::new(impairment.loss, mean));
        Self { chance: impairment.loss.into(), burst }
    }

    /// Returns whether nothing is lost.
    pub(crate) fn is_idle(&self) -> bool {
        self.chance.is_never()
    }

    /// Returns whether a packet of the frame is lost, and notes it.
    ///
    /// A segment has the fate of the mark that it carries, and that is lost a number of times that depends on nothing but the
    /// seed. So retransmissions are lost in the same way in each run, although segments begin elsewhere.
    pub(crate) fn takes(
        &self,
        draws: &Draws,
        visit: &mut Visit<'_>,
        (packet, place): (u32, &Place),
        notes: &mut Notes,
    ) -> bool {
        match *place {
            Place::Packet { key, burst } => {
                let in_burst = burst.and_then(|of| self.packet_in_burst(draws, visit, of));
                let is_lost = in_burst.unwrap_or_else(|| draws.loses(self.chance, key));
                if is_lost {
                    let name = visit.name(packet, place);
                    self.note(draws, visit, name, notes);
                }
                is_lost
            }
            Place::Segment { points, is_new } => {
                let mut is_lost = false;
                for point in points.into_iter().flatten() {
                    if self.takes_point(draws, visit, point, is_new) {
                        let name = visit.name_of_point(point);
                        self.note(draws, visit, name, notes);
                        visit.side.lost.add(point);
                        is_lost = true;
                    }
                }
                is_lost
            }
        }
    }

    /// What happens to all packets is not by chance.
    fn note(&self, draws: &Draws, visit: &mut Visit<'_>, name: PacketPlace, notes: &mut Notes) {
        if self.chance.is_random() {
            notes.add(FateKind::Lost, draws.decider, visit, name);
        }
    }

    fn takes_point(
        &self,
        draws: &Draws,
        visit: &mut Visit<'_>,
        point: Point,
        is_new: bool,
    ) -> bool {
        let Some(times) = visit.side.lost.times(point) else {
            // Were it lost again and again, the stream would come to a halt.
            return self.chance == Chance::ALWAYS;
        };
        let in_burst = match point {
            _ if self.burst.is_none() || times > 0 => None,
            Point::Mark(number) => self.mark_in_burst(draws, visit, number),
            Point::Start(_) if is_new => {
                let index = visit.side.bursts(draws.decider.number()).count(Kind::Data);
                self.in_burst(draws, visit, Kind::Data, index)
            }
            Point::Start(_) => None,
        };
        in_burst.unwrap_or_else(|| draws.loses(self.chance, visit.key_at(point)))
    }

    /// Returns the model of bursts, unless it has been decided before what is lost.
    fn bursts(&self, draws: &Draws) -> Option<&Burst> {
        self.burst.as_ref().filter(|_| !draws.is_replayed())
    }

    /// Packets of a kind burst together: of a rule, those that match.
    fn packet_in_burst(
        &self,
        draws: &Draws,
        visit: &mut Visit<'_>,
        (kind, index): (Kind, i64),
    ) -> Option<bool> {
        self.bursts(draws)?;
        let index = match draws.decider.number() {
            0 => index,
            number => visit.side.bursts(number).count(kind),
        };
        self.in_burst(draws, visit, kind, index)
    }

    fn in_burst(
        &self,
        draws: &Draws,
        visit: &mut Visit<'_>,
        kind: Kind,
        index: i64,
    ) -> Option<bool> {
        let burst = self.bursts(draws)?;
        let key = draws.seeds.draw(Fault::Burst, visit.key_of(kind));
        let bursts = visit.side.bursts(draws.decider.number());
        bursts.chain(kind).at(burst, key, index, |_, _| ())
    }

    fn mark_in_burst(&self, draws: &Draws, visit: &mut Visit<'_>, number: i64) -> Option<bool> {
        let burst = self.bursts(draws)?;
        // Marks and segments without one are different sequences.
        let key = combine(draws.seeds.draw(Fault::Burst, visit.key_of(Kind::Data)), 1);
        visit.side.bursts(draws.decider.number()).marks().at(burst, key, number)
    }
}
