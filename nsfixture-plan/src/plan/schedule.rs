//! Faults on a schedule: from names to cables and hosts.

use std::collections::{BTreeSet, HashMap};

use super::checked::CheckedSegment;
use super::fault::{CableFault, FaultEffect, FaultPlan};
use super::impairments;
use crate::cuts::{Cut, CutMistake};
use crate::faults::{Mistake, Scope, Times};
use crate::problem::{Kind, Location, Problem, ScheduleMistake};
use crate::suggest::did_you_mean;
use crate::topology::{Fault, LASTS, SCHEDULE, Segment, SegmentKind, Topology};

/// Returns the faults on a schedule, as far as they are right, and lets the cables that they act on be impaired.
pub(super) fn of_topology(
    topology: &Topology,
    places: &HashMap<&str, usize>,
    segments: &mut [CheckedSegment],
    problems: &mut Vec<Problem>,
) -> Vec<FaultPlan> {
    let mut faults = Vec::new();
    for (nth, fault) in topology.schedule.iter().enumerate() {
        let mut checker = Checker { nth, fault, topology, places, segments, problems };
        faults.extend(checker.fault());
    }
    for fault in &faults {
        let FaultEffect::Cut { cuts, rejects } = &fault.effect else { continue };
        let receivers = cuts.iter().map(|cut| cut.to);
        // A sender is answered on its own cable.
        let senders = cuts.iter().filter(|_| *rejects).map(|cut| cut.from);
        make_cuttable(&receivers.chain(senders).collect(), segments);
    }
    faults
}

/// Lets all cables of hosts be impaired: a partition acts where packets reach a host.
fn make_cuttable(hosts: &BTreeSet<usize>, segments: &mut [CheckedSegment]) {
    for segment in segments {
        for (nth, end) in segment.ends.iter().enumerate() {
            // A link has one cable, a LAN one for each host.
            let cable = if segment.kind == SegmentKind::Link { 0 } else { nth };
            if hosts.contains(&end.host) {
                segment.impairments[cable].get_or_insert_with(Default::default);
            }
        }
    }
}

/// Checks one fault.
struct Checker<'t, 'c> {
    nth: usize,
    fault: &'t Fault,
    topology: &'t Topology,
    places: &'c HashMap<&'t str, usize>,
    segments: &'c mut [CheckedSegment],
    problems: &'c mut Vec<Problem>,
}

impl Checker<'_, '_> {
    fn fault(&mut self) -> Option<FaultPlan> {
        let before = self.problems.len();
        let Times { after, lasts, every } = self.times();
        if self.fault.link.is_none() {
            self.only_of_links();
        }
        let effect = self.effect();
        let is_right = self.problems.len() == before;
        let (name, effect) = effect.filter(|_| is_right)?;
        Some(FaultPlan { after: after.unwrap_or_default(), lasts, every, name, effect })
    }

    fn times(&mut self) -> Times {
        let times = &self.fault.times;
        let mut mistakes = Vec::new();
        let read = Times::read("fault", times, |nth, mistake| mistakes.push((nth, mistake)));
        if times.every.is_some() && times.lasts.is_none() {
            let mistake = Mistake::Without { key: "every", needs: LASTS.name, form: LASTS.form };
            mistakes.push((2, mistake));
        }
        for (nth, mistake) in mistakes {
            self.report(SCHEDULE[nth].key.name, 0, Kind::Fault(mistake));
        }
        read
    }

    /// Reports the options of links.
    fn only_of_links(&mut self) {
        for (key, _) in self.fault.faults.option_entries() {
            self.mistake(key, 0, ScheduleMistake::NeedsLink { key });
        }
        for from in 0..self.fault.from.0.len() {
            let location = Location::ScheduleFrom { fault: self.nth, from };
            let kind = Kind::Schedule(ScheduleMistake::NeedsLink { key: "from" });
            self.problems.push(Problem::new(location, kind));
        }
    }

    /// Returns the one thing that the fault does, and its name.
    fn effect(&mut self) -> Option<(String, FaultEffect)> {
        let actions: Vec<&'static str> = self.fault.actions().collect();
        match actions[..] {
            // That these need a link has been reported.
            [] if self.fault.has_link_options() => return None,
            [] => {
                let location = Location::Schedule(self.nth);
                let kind = Kind::Schedule(ScheduleMistake::NoAction);
                self.problems.push(Problem::new(location, kind));
                return None;
            }
            [_] => {}
            [first, second, ..] => {
                self.mistake(second, 0, ScheduleMistake::TwoActions { first, second });
                return None;
            }
        }
        let fault = self.fault;
        if let Some(link) = &fault.link {
            if fault.rejects {
                self.mistake("reject", 0, ScheduleMistake::NeedsPartition { key: "reject" });
            }
            return self.link(link).map(|effect| (format!("link {link}"), effect));
        }
        let (name, cuts) = if let Some(groups) = &fault.partition {
            let names: Vec<String> = groups.0.iter().map(|group| group.join(", ")).collect();
            (format!("partition {}", names.join(" | ")), self.partition(&groups.0)?)
        } else if let Some(pair) = &fault.oneway {
            let name = format!("oneway {}", pair.join(" to "));
            let hosts = self.hosts("oneway", pair)?;
            (name, self.cut("oneway", &hosts, Cut::oneway(hosts[0], hosts[1]))?)
        } else if let Some(ring) = &fault.ring {
            let hosts = self.hosts("ring", ring)?;
            (format!("ring {}", ring.join(", ")), self.cut("ring", &hosts, Cut::ring(&hosts))?)
        } else {
            let host = fault.isolate.as_ref()?;
            let place = self.host("isolate", 0, host)?;
            (format!("isolate {host}"), Cut::isolate(place, self.topology.hosts.len()))
        };
        let rejects = fault.rejects;
        let name = if rejects { format!("{name}, rejected") } else { name };
        Some((name, FaultEffect::Cut { cuts, rejects }))
    }

    fn partition(&mut self, groups: &[Vec<String>]) -> Option<Vec<Cut>> {
        const KEY: &str = "partition";
        if groups.iter().any(Vec::is_empty) {
            self.mistake(KEY, 0, ScheduleMistake::EmptyGroup);
            return None;
        }
        let hosts = self.hosts(KEY, &groups.concat())?;
        let mut left = &hosts[..];
        let mut split = |group: &Vec<String>| {
            let (first, others) = left.split_at(group.len());
            left = others;
            first.to_vec()
        };
        let groups: Vec<Vec<usize>> = groups.iter().map(&mut split).collect();
        self.cut(KEY, &hosts, Cut::groups(&groups))
    }

    /// Returns the cuts, or reports the mistake.
    fn cut(
        &mut self,
        key: &'static str,
        hosts: &[usize],
        cuts: Result<Vec<Cut>, CutMistake>,
    ) -> Option<Vec<Cut>> {
        let topology = self.topology;
        let mistake = match cuts {
            Ok(cuts) => return Some(cuts),
            Err(mistake) => mistake,
        };
        let item = match mistake {
            CutMistake::Twice { place, .. } => 1 + place,
            CutMistake::Itself(_) => hosts.len(),
            CutMistake::TooFewGroups | CutMistake::RingTooSmall(_) => 0,
        };
        let message = mistake.describe(|host| topology.hosts[host].as_str());
        self.mistake(key, item, ScheduleMistake::Cut(message));
        None
    }

    /// Returns the indices of hosts, or reports those that are unknown. Among the places of the value, those of the
    /// hosts follow that of the whole.
    fn hosts(&mut self, key: &'static str, names: &[String]) -> Option<Vec<usize>> {
        let hosts: Vec<Option<usize>> =
            names.iter().enumerate().map(|(nth, name)| self.host(key, 1 + nth, name)).collect();
        hosts.into_iter().collect()
    }

    fn host(&mut self, key: &'static str, item: usize, name: &str) -> Option<usize> {
        let Some(&host) = self.places.get(name) else {
            let meant = did_you_mean(name, self.topology.hosts()).map(str::to_owned);
            let host = name.to_owned();
            self.mistake(key, item, ScheduleMistake::UnknownHost { host, meant });
            return None;
        };
        let mut ends = self.topology.segments.iter().flat_map(Segment::ends);
        if !ends.any(|end| end.host == name) {
            self.mistake(key, item, ScheduleMistake::Unconnected { host: name.to_owned() });
            return None;
        }
        Some(host)
    }

    /// Returns what the cables of a link or a LAN do meanwhile, and lets them be impaired.
    fn link(&mut self, name: &str) -> Option<FaultEffect> {
        const KEY: &str = "link";
        let Some(nth) = self.segments.iter().position(|segment| segment.name == name) else {
            self.unknown_link(KEY, name);
            return None;
        };
        if !self.fault.has_link_options() {
            self.mistake(KEY, 0, ScheduleMistake::NoFaults { name: name.to_owned() });
            return None;
        }
        // As if the segment had these faults instead of its own.
        let mut segment = self.topology.segments[nth].clone();
        let options = segment.options_mut();
        options.can_fail = false;
        options.faults = self.fault.faults.clone();
        options.from = self.fault.from.clone();
        let mut found = Vec::new();
        let hosts: Vec<&str> = self.topology.hosts().collect();
        let has_ipv6 = self.segments[nth].has_ipv6;
        let scope = Scope { hosts: Some(&hosts), mtu: None, has_ipv6 };
        let impairments = impairments::of_segment(nth, &segment, false, scope, &mut found);
        self.problems.extend(found.into_iter().map(|problem| problem.of_schedule(self.nth)));
        let first: usize = self.segments[..nth].iter().map(|other| other.impairments.len()).sum();
        let mut faults = Vec::new();
        for (cable, impairments) in impairments.into_iter().enumerate() {
            let Some(impairments) = impairments else { continue };
            self.segments[nth].impairments[cable].get_or_insert_with(Default::default);
            for (from, impairment) in impairments.into_iter().enumerate() {
                // On a LAN, only what hosts send is impaired.
                if from == 1 || segment.kind() == SegmentKind::Link {
                    faults.push(CableFault { cable: first + cable, from, impairment });
                }
            }
        }
        Some(FaultEffect::Impair(faults))
    }

    fn unknown_link(&mut self, key: &'static str, name: &str) {
        let known: Vec<String> = self.segments.iter().map(|segment| segment.name.clone()).collect();
        let is_reversed =
            |link: &&String| link.split_once('-').is_some_and(|(a, b)| name == format!("{b}-{a}"));
        let meant = known.iter().find(is_reversed).map(String::as_str);
        let meant = meant.or_else(|| did_you_mean(name, known.iter().map(String::as_str)));
        let meant = meant.map(str::to_owned);
        let name = name.to_owned();
        self.mistake(key, 0, ScheduleMistake::UnknownLink { name, meant, known });
    }

    fn mistake(&mut self, key: &'static str, item: usize, mistake: ScheduleMistake) {
        self.report(key, item, Kind::Schedule(mistake));
    }

    fn report(&mut self, key: &'static str, item: usize, kind: Kind) {
        let location = Location::ScheduleOption { fault: self.nth, key, item };
        self.problems.push(Problem::new(location, kind));
    }
}
