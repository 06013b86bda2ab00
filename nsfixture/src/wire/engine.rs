//! All cables.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use nsfixture_plan::DirectionFates;
use nsfixture_plan::Impairment;

use crate::fault_counters::FaultCounters;
use crate::wire::fault::{Draws, Notes, Seeds};
use crate::wire::flow::Flows;
use crate::wire::frame::{Frame, Received};
use crate::wire::lane::Lane;
use crate::wire::output::{Direction, Output};
use crate::wire::senders::Senders;
use crate::wire::time::Time;

/// All cables that can be impaired.
#[derive(Debug)]
pub(crate) struct Wire {
    seed: u64,
    cables: Vec<Cable>,
    /// When directions have something to do, the first on top. An entry that is not the one in its cable is void.
    agenda: BinaryHeap<Reverse<(Time, usize, usize)>>,
}

#[derive(Debug)]
struct Cable {
    flows: Flows,
    lanes: [Lane; 2],
    scheduled: [Option<Time>; 2],
}

impl Wire {
    /// Returns no cables; all draws follow from `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, cables: Vec::new(), agenda: BinaryHeap::new() }
    }

    /// Adds a cable and returns its number. Its draws depend on its name.
    pub(crate) fn add_cable(
        &mut self,
        name: &str,
        mtu: u32,
        impairments: [Impairment; 2],
    ) -> usize {
        let cable = self.cables.len();
        let mut from = 0;
        let lanes = impairments.map(|impairment| {
            let seeds = Seeds::new(self.seed, name, from);
            let draws = Draws::new(seeds);
            let lane = Lane::new(Direction { cable, from }, mtu, impairment, draws);
            from += 1;
            lane
        });
        self.cables.push(Cable { flows: Flows::new(mtu), lanes, scheduled: [None; 2] });
        cable
    }

    /// Has happen what has happened before in a direction, and nothing else, instead of what follows from the seed.
    pub(crate) fn replay(&mut self, direction: Direction, fates: &DirectionFates) {
        self.lane_mut(direction).replay(fates);
    }

    /// Returns what has happened by chance in each direction of each cable.
    pub(crate) fn notes(&self) -> impl Iterator<Item = [&Notes; 2]> {
        self.cables
            .iter()
            .map(|Cable { lanes: [first, second], .. }| [first.notes(), second.notes()])
    }

    /// Has the times of outages and traces count from now on.
    pub(crate) fn start(&mut self, now: Time) {
        self.cables.iter_mut().flat_map(|cable| &mut cable.lanes).for_each(|lane| lane.start(now));
    }

    /// Changes what a direction does to the packets that come next.
    ///
    /// Those that wait for the rate wait for the new one; those that are delayed leave when they were to leave.
    pub(crate) fn set(&mut self, direction: Direction, impairment: Impairment, now: Time) {
        self.lane_mut(direction).set(impairment, now);
        self.schedule(direction);
    }

    /// Loses the packets of these hosts in a direction from now on, and no others. What is underway arrives.
    pub(crate) fn block(&mut self, direction: Direction, senders: Senders) {
        self.lane_mut(direction).blocked = senders;
    }

    /// Takes a frame that arrived at a cable's end, and sends at once what does not wait.
    pub(crate) fn receive<'a>(
        &mut self,
        direction: Direction,
        arrived: Time,
        frame: Frame<'a>,
        out: &mut impl Output<'a>,
    ) {
        let Cable { flows, lanes, .. } = &mut self.cables[direction.cable];
        lanes[direction.from].receive(flows, arrived, Received::new(frame), out);
        self.schedule(direction);
    }

    /// Sends everything that leaves until `now`, in order in each direction.
    pub(crate) fn advance(&mut self, now: Time, out: &mut impl Output<'static>) {
        while let Some(&Reverse((due, cable, from))) = self.agenda.peek()
            && due <= now
        {
            self.agenda.pop();
            let direction = Direction { cable, from };
            let scheduled = &mut self.cables[cable].scheduled[from];
            if *scheduled == Some(due) {
                *scheduled = None;
                self.lane_mut(direction).advance(now, out);
                self.schedule(direction);
            }
        }
    }

    /// Returns when [`advance`](Self::advance) is to be called next, at the latest.
    pub(crate) fn next_deadline(&self) -> Option<Time> {
        self.agenda.peek().map(|Reverse((due, ..))| *due)
    }

    /// Returns what happened in a direction.
    pub(crate) fn counters(&self, direction: Direction) -> FaultCounters {
        self.lane(direction).counters
    }

    /// Returns whether the times at which frames arrive matter.
    pub(crate) fn needs_timestamps(&self) -> bool {
        self.cables.iter().flat_map(|cable| &cable.lanes).any(|lane| {
            let Impairment { delay, jitter, rate, trace, outage, .. } = &lane.impairment;
            let is_limited = rate.is_some() || trace.is_some();
            !delay.is_zero() || !jitter.is_zero() || is_limited || outage.is_some()
        })
    }

    fn lane(&self, direction: Direction) -> &Lane {
        &self.cables[direction.cable].lanes[direction.from]
    }

    fn lane_mut(&mut self, direction: Direction) -> &mut Lane {
        &mut self.cables[direction.cable].lanes[direction.from]
    }

    /// Puts a direction on the agenda if it has something to do earlier than it is on it.
    fn schedule(&mut self, Direction { cable, from }: Direction) {
        let Cable { lanes, scheduled, .. } = &mut self.cables[cable];
        if let Some(due) = lanes[from].deadline()
            && scheduled[from].is_none_or(|scheduled| due < scheduled)
        {
            scheduled[from] = Some(due);
            self.agenda.push(Reverse((due, cable, from)));
        }
    }
}
