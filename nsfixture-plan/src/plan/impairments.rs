//! What each cable of a segment does to packets.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::faults::{Layer, Layers, Mistake, Scope, Side, direction, mistakes};
use crate::impairment::Impairment;
use crate::problem::{Kind, Location, Problem};
use crate::suggest::did_you_mean;
use crate::topology::{Endpoint, Faults, MTU_DEFAULT, Segment};

/// Returns what each cable, in the order of the ends, does to packets from its first end and to those from
/// its second; `None` for a plain cable.
pub(super) fn of_segment<'t>(
    nth: usize,
    segment: &'t Segment,
    all_can_fail: bool,
    scope: Scope<'t>,
    problems: &mut Vec<Problem>,
) -> Vec<Option<[Impairment; 2]>> {
    let options = segment.options();
    let own = own(nth, segment, problems);
    let all_can_fail = all_can_fail || options.can_fail || !options.faults.is_empty();
    let reported = problems.len();
    let scope = Scope { mtu: Some(options.mtu.unwrap_or(MTU_DEFAULT)), ..scope };
    let mut directions = Directions { nth, base: &options.faults, own, scope, problems, reported };
    match segment {
        Segment::Link(link) => {
            let is_plain = !all_can_fail && directions.own.is_empty();
            let [user, provider] = link.ends();
            let user = directions.from(user, Side::User);
            let provider = directions.from(provider, Side::Provider);
            vec![(!is_plain).then_some([user, provider])]
        }
        Segment::Lan(lan) => {
            let mut cable = |end: &Endpoint| {
                let is_plain = !all_can_fail && !directions.own.contains_key(end.host());
                // Between two hosts, packets are impaired on one cable only.
                let from_switch = Impairment::default();
                (!is_plain).then(|| [from_switch, directions.from(end, Side::User)])
            };
            lan.ends().iter().map(&mut cable).collect()
        }
    }
}

/// The faults of packets from certain hosts, with their places.
type Own<'t> = HashMap<&'t str, (usize, &'t Faults)>;

/// Returns those that name a host of the segment, and reports the others.
fn own<'t>(nth: usize, segment: &'t Segment, problems: &mut Vec<Problem>) -> Own<'t> {
    let mut own = HashMap::new();
    let hosts = || segment.ends().iter().map(Endpoint::host);
    for (from, (host, faults)) in segment.from_entries().enumerate() {
        let location = Location::From { segment: nth, from };
        if faults.is_empty() {
            let mistake = Mistake::NothingFrom { host: host.to_owned() };
            problems.push(Problem::new(location, Kind::Fault(mistake)));
        }
        let of = segment.kind();
        let mistake = match own.entry(host) {
            Entry::Occupied(_) => Mistake::SenderTwice { of, host: host.to_owned() },
            Entry::Vacant(place) if hosts().any(|known| known == host) => {
                place.insert((from, faults));
                continue;
            }
            Entry::Vacant(_) => {
                let meant = did_you_mean(host, hosts()).map(str::to_owned);
                Mistake::UnknownSender { of, host: host.to_owned(), meant }
            }
        };
        problems.push(Problem::new(location, Kind::Fault(mistake)));
        for (key, item, mistake) in mistakes(faults) {
            let location = Location::FromOption { segment: nth, from, key, item };
            problems.push(Problem::new(location, Kind::Fault(mistake)));
        }
    }
    own
}

/// The directions of a segment.
struct Directions<'t, 'p> {
    nth: usize,
    base: &'t Faults,
    own: Own<'t>,
    scope: Scope<'t>,
    problems: &'p mut Vec<Problem>,
    /// The number of problems that are not about directions.
    reported: usize,
}

impl Directions<'_, '_> {
    /// Returns what happens to packets from a host, and reports what is wrong with it, unless that has been
    /// reported for another host.
    fn from(&mut self, end: &Endpoint, side: Side) -> Impairment {
        let own = self.own.get(end.host()).copied();
        let from = own.map(|(_, faults)| faults);
        let (impairment, mistakes) =
            direction(Layers { base: self.base, from, scope: self.scope, side });
        for (layer, (key, item, mistake)) in mistakes {
            let segment = self.nth;
            let location = match (layer, own) {
                (Layer::From, Some((from, _))) => Location::FromOption { segment, from, key, item },
                _ => Location::Option { segment, key, item },
            };
            let problem = Problem::new(location, Kind::Fault(mistake));
            if !self.problems[self.reported..].contains(&problem) {
                self.problems.push(problem);
            }
        }
        impairment
    }
}
