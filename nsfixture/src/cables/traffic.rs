//! Assertions on the packets of a cable.

use std::fmt::Write as _;
use std::sync::Arc;

use nsfixture_plan::{CableEnd, PacketView, SiteId};

use super::cable::Cable;
use crate::error::{Error, Kind, or_panic};
use crate::kernel::capture::{Position, Recorded};
use crate::packets::{self, Point, Record};

/// The most lines of the diagram in a message.
const MAX_LINES: usize = 20;

impl Cable {
    /// Runs a closure, and panics if any packet crosses the cable meanwhile, in either direction, except those that kernels
    /// send by themselves: ARP, neighbor discovery, multicast memberships.
    ///
    /// A packet that a fault takes on the cable counts, too. Afterwards a frame of an experimental protocol crosses in each
    /// direction: it shows that packets are seen, and that those before it have been.
    ///
    /// # Panics
    /// Panics with the packets that have crossed; or if that cannot be observed, for example because the cable is down.
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(link(client, server), link(client, tracker))]
    /// fn does_not_call_home(client: Node, server: Node, net: Net) {
    ///     net.link("client-tracker").assert_quiet(|| {
    ///         client.ping(&server).expect("it answers");
    ///     });
    /// }
    /// # fn main() {}
    /// ```
    #[track_caller]
    pub fn assert_quiet<T>(&self, act: impl FnOnce() -> T) -> T {
        let from = or_panic(self.network().record());
        let returned = act();
        let crossed = or_panic(self.crossed(from));
        let is_noise =
            |record: &Record| packets::decode_packet(&record.bytes, record.len).is_background;
        let packets = crossed.iter().filter(|record| !is_noise(record)).count();
        if packets > 0 {
            let s = if packets == 1 { "" } else { "s" };
            let diagram = self.diagram(&crossed);
            panic!(
                "{packets} packet{s} crossed `{}`, which was to be quiet:{diagram}",
                self.name()
            );
        }
        returned
    }

    /// Runs a closure, and panics unless a packet crosses the cable meanwhile that `is_wanted` accepts, in either direction.
    ///
    /// A packet that a fault takes on the cable counts, too.
    ///
    /// # Panics
    /// Panics with the packets that have crossed; or if that cannot be observed, for example because the cable is down.
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(link(client, server))]
    /// fn pings(client: Node, server: Node, net: Net) {
    ///     let is_request = |packet: &nsfixture::PacketView<'_>| packet.icmp_type() == Some(8);
    ///     net.link("client-server").assert_crosses(is_request, || {
    ///         client.ping(&server).expect("it answers");
    ///     });
    /// }
    /// # fn main() {}
    /// ```
    #[track_caller]
    pub fn assert_crosses<T>(
        &self,
        is_wanted: impl Fn(&PacketView<'_>) -> bool,
        act: impl FnOnce() -> T,
    ) -> T {
        let from = or_panic(self.network().record());
        let returned = act();
        let crossed = or_panic(self.crossed(from));
        if !crossed.iter().any(|record| is_wanted(&record.view())) {
            let diagram = self.diagram(&crossed);
            let diagram = if diagram.is_empty() { " none at all" } else { &diagram };
            panic!("no packet crossed `{}` that was wanted, but:{diagram}", self.name());
        }
        returned
    }

    /// Returns what has crossed the cable from a position of the record on, up to now.
    fn crossed(&self, from: Position) -> Result<Vec<Record>, Error> {
        let recorded = self.network().record_up_to_now(from, &self.senders())?;
        let Recorded { records, gone, missed } = recorded;
        if gone + missed > 0 {
            let missing = gone + missed;
            let text = format!(
                "{missing} packets are not in the record, so nobody knows what has crossed"
            );
            return Err(Kind::Overload(text).into());
        }
        let own: Vec<CableEnd> =
            self.plan().ends.into_iter().filter(|end| end.in_host().is_some()).collect();
        let points = self.network().points();
        let macs: Vec<[u8; 6]> =
            own.iter().map(|end| self.network().plan.interface(*end).mac).collect();
        let crosses = |record: &Record| {
            let arrives = points.get(record.at).is_some_and(|point| macs.contains(&point.mac));
            arrives || record.sender().is_some_and(|mac| macs.contains(&mac))
        };
        Ok(records.into_iter().filter(crosses).collect())
    }

    /// Returns ends in hosts, from which frames cross the cable in each direction: its own, and in a LAN another one.
    fn senders(&self) -> Vec<CableEnd> {
        let in_host = |end: &CableEnd| matches!(end.site, SiteId::Node(_));
        let mut senders: Vec<CableEnd> = self.plan().ends.into_iter().filter(in_host).collect();
        let plan = &self.network().plan;
        let lan = plan.lans.iter().find(|lan| lan.cables.contains(&self.index()));
        let mut others = lan.into_iter().flat_map(|lan| lan.cables.clone());
        if let Some(other) = others.find(|cable| *cable != self.index()) {
            senders.extend(plan.cables[other].ends.into_iter().find(in_host));
        }
        senders
    }

    /// Returns the packets as lines, each after a line break.
    fn diagram(&self, records: &[Record]) -> String {
        let points = self.network().points();
        let mut hosts: Vec<Arc<str>> =
            points.iter().map(|point: &Point| Arc::clone(&point.host)).collect();
        hosts.dedup();
        let lines = packets::diagram(packets::rows(records, &points), &hosts, MAX_LINES, None);
        lines.iter().fold(String::new(), |mut text, line| {
            let _infallible = write!(text, "\n{line}");
            text
        })
    }
}
