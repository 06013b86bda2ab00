//! Faults on a schedule.

use super::fault_builders::fault_builders;
use super::faults::{FAULTS, Faults};
use super::field::{Access, Field, OptionRow, OptionValue, access};
use super::groups::Groups;
use super::options::FromHosts;
use super::outage::{AFTER, EVERY, LASTS, Outage};
use crate::key::Key;

/// A fault that begins and ends by itself while a network is up: a partition, or faults of a link or a LAN.
///
/// It does exactly one thing: [`partition`](Self::partition), [`oneway`](Self::oneway), [`isolate`](Self::isolate),
/// [`ring`](Self::ring), or [`link`](Self::link) with the faults that the link has meanwhile. The cables that it
/// acts on can be impaired without [`Topology::faults`](crate::Topology::faults).
///
/// Each time has a unit: `ns`, `us`, `ms`, `s`, `m` or `h`. Times count from the start of the network, as those of an
/// [`Outage`]. On a busy machine a fault may begin late; it then lasts as long as it should, and ends as much later.
///
/// A topology may have several of them, which may be active at the same time. Of the faults of one link, those that
/// began last count.
///
/// ```
/// # extern crate nsfixture_plan as nsfixture;
/// use nsfixture::{Fault, Topology};
///
/// let split = Fault::new().partition((["n1"], ["n2", "n3"])).after("1s").lasts("500ms");
/// // From 2 s to 2.2 s, from 7 s to 7.2 s, from 12 s to 12.2 s, ...
/// let lossy = Fault::new().link("lan1").loss("50%").after("2s").lasts("200ms").every("5s");
/// let topology = Topology::new().lan(["n1", "n2", "n3"]).fault(split).fault(lossy);
/// # nsfixture::Plan::new(&topology)?;
/// # Ok::<(), nsfixture::Problems>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fault {
    /// When it is active. Unlike an outage it need not end.
    pub(crate) times: Outage,
    pub(crate) partition: Option<Groups>,
    pub(crate) oneway: Option<[String; 2]>,
    pub(crate) isolate: Option<String>,
    pub(crate) ring: Option<Vec<String>>,
    /// Whether the senders of a partition's packets are told.
    pub(crate) rejects: bool,
    pub(crate) link: Option<String>,
    /// The faults of the link.
    pub(crate) faults: Faults,
    /// The faults of packets from certain hosts of the link.
    pub(crate) from: FromHosts,
}

/// Every option except the faults of a link, in the order in which they are written.
pub(crate) const SCHEDULE: &[OptionRow<Fault>] = &[
    OptionRow { key: AFTER, field: Field::Quantity(access!(times.after), "s") },
    OptionRow { key: LASTS, field: Field::Quantity(access!(times.lasts), "ms") },
    OptionRow { key: EVERY, field: Field::Quantity(access!(times.every), "s") },
    OptionRow {
        key: Key { name: "partition", form: r#"partition = [["a"], ["b", "c"]]"# },
        field: Field::Groups(access!(partition)),
    },
    OptionRow {
        key: Key { name: "oneway", form: r#"oneway = ["a", "b"]"# },
        field: Field::Pair(access!(oneway)),
    },
    OptionRow {
        key: Key { name: "isolate", form: r#"isolate = "a""# },
        field: Field::Text(access!(isolate)),
    },
    OptionRow {
        key: Key { name: "ring", form: r#"ring = ["a", "b", "c", "d"]"# },
        field: Field::List(access!(ring)),
    },
    OptionRow { key: Key { name: "reject", form: "reject" }, field: Field::Flag(access!(rejects)) },
    OptionRow {
        key: Key { name: "link", form: r#"link = "a-b""# },
        field: Field::Text(access!(link)),
    },
];

/// The options that say what a fault does, of which each has one.
pub(crate) const ACTIONS: [&str; 5] = ["partition", "oneway", "isolate", "ring", "link"];

impl Fault {
    /// Creates a fault that begins at once and does not end; what it does has to be set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets after what time the fault begins: `"2s"`.
    #[must_use]
    pub fn after(mut self, time: impl Into<String>) -> Self {
        self.times = self.times.after(time);
        self
    }

    /// Sets how long the fault lasts: `"500ms"`. Without it, it is active until the end.
    #[must_use]
    pub fn lasts(mut self, time: impl Into<String>) -> Self {
        self.times = self.times.lasts(time);
        self
    }

    /// Sets the period of the fault, from one beginning to the next: `"5s"`. Without it, it begins once.
    #[must_use]
    pub fn every(mut self, period: impl Into<String>) -> Self {
        self.times = self.times.every(period);
        self
    }

    /// Partitions hosts: those of one group cannot reach those of another one. Hosts of no group reach everybody.
    #[must_use]
    pub fn partition(mut self, groups: impl Into<Groups>) -> Self {
        self.partition = Some(groups.into());
        self
    }

    /// Loses all packets from one host to another; those the other way pass.
    #[must_use]
    pub fn oneway(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.oneway = Some([from.into(), to.into()]);
        self
    }

    /// Cuts a host off from all others, in both directions.
    #[must_use]
    pub fn isolate(mut self, host: impl Into<String>) -> Self {
        self.isolate = Some(host.into());
        self
    }

    /// Partitions hosts so that each reaches a majority, and no two the same one ("majorities ring"): in a ring in the
    /// order given, each host reaches only those next to it.
    #[must_use]
    pub fn ring<S: Into<String>>(mut self, hosts: impl IntoIterator<Item = S>) -> Self {
        self.ring = Some(hosts.into_iter().map(Into::into).collect());
        self
    }

    /// Tells the senders of what a partition loses, as a firewall does that rejects packets: a TCP segment gets a reset, any
    /// other packet the ICMP error "port unreachable". Without it, packets are lost in silence.
    #[must_use]
    pub fn reject(mut self) -> Self {
        self.rejects = true;
        self
    }

    /// Names the link or the LAN that has faults: `.link("a-b").loss("50%")`. As those of a
    /// [`Link`](crate::Link) or a [`Lan`](crate::Lan), they apply to both directions of a link, and to the packets that
    /// each host of a LAN sends. They replace what the link or the LAN does otherwise.
    #[must_use]
    pub fn link(mut self, name: impl Into<String>) -> Self {
        self.link = Some(name.into());
        self
    }

    /// Sets the faults of packets from one host of the link or the LAN. Each value overrides that of the fault.
    #[must_use]
    pub fn from(mut self, host: impl Into<String>, faults: Faults) -> Self {
        self.from.0.push((host.into(), faults));
        self
    }

    fault_builders!(faults);

    /// Returns the options that are set, with their keys; the builder method of each has the name of the key.
    #[doc(hidden)]
    pub fn option_entries(&self) -> impl Iterator<Item = (&'static str, OptionValue<'_>)> {
        OptionRow::entries(SCHEDULE, self).chain(OptionRow::entries(FAULTS, &self.faults))
    }

    /// Returns the keys of what the fault does.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &'static str> {
        let keys = self.option_entries().map(|(key, _)| key);
        keys.filter(|key| ACTIONS.contains(key))
    }

    /// Returns true if it has faults of a link.
    pub(crate) fn has_link_options(&self) -> bool {
        !self.faults.is_empty() || !self.from.0.is_empty()
    }

    /// Returns the hosts whose packets have their own faults, with these.
    #[doc(hidden)]
    pub fn from_entries(&self) -> impl ExactSizeIterator<Item = (&str, &Faults)> + Clone {
        self.from.0.iter().map(|(host, faults)| (host.as_str(), faults))
    }
}
