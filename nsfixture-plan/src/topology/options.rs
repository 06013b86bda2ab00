//! The options of links and LANs. All readers and writers of descriptions (the attribute, TOML, serde,
//! the expansion) get them from here: a new option is a field, a row of [`OPTIONS`] and a builder
//! method; a new fault the same in `faults`.

use super::faults::{FAULTS, Faults};
use super::field::{Access, Field, OptionRow, OptionValue, access};
use super::mtu::{MTU_MIN, mtu_out_of_range};
use crate::key::Key;

/// The options of a link or a LAN, as asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SegmentOptions {
    pub(crate) name: Option<String>,
    pub(crate) subnets: Vec<String>,
    pub(crate) family: Option<String>,
    pub(crate) mtu: Option<u32>,
    /// It can be impaired at run time.
    pub(crate) can_fail: bool,
    /// The faults in all directions that have some.
    pub(crate) faults: Faults,
    /// The faults of packets from certain hosts.
    pub(crate) from: FromHosts,
}

/// The faults of packets from hosts, which override those of the link or the LAN.
#[derive(Debug, Clone, Default)]
pub(crate) struct FromHosts(pub(crate) Vec<(String, Faults)>);

impl PartialEq for FromHosts {
    /// Their order means nothing, and a map without one may have been in between.
    fn eq(&self, other: &Self) -> bool {
        let sorted = |from: &Self| {
            let mut hosts: Vec<(String, Faults)> = from.0.clone();
            hosts.sort_by(|(a, _), (b, _)| a.cmp(b));
            hosts
        };
        sorted(self) == sorted(other)
    }
}

/// The key of the address family, of a link, a LAN or all of a topology.
pub(crate) const FAMILY: Key = Key { name: "family", form: r#"family = "ipv4""# };

/// The key of cables that can be impaired at run time, of a link, a LAN or all of a topology.
pub(crate) const CAN_FAIL: Key = Key { name: "faults", form: "faults = true" };

/// The key of the seed, of all of a topology.
pub(crate) const SEED: Key = Key { name: "seed", form: "seed = 42" };

/// The key of the faults of packets from certain hosts.
pub(crate) const FROM: Key = Key { name: "from", form: r#"from(a, rate = "10mbit")"# };

/// Every option except the faults, in the order in which they are written.
pub(crate) const OPTIONS: &[OptionRow<SegmentOptions>] = &[
    OptionRow {
        key: Key { name: "name", form: r#"name = "office""# },
        field: Field::Text(access!(name)),
    },
    OptionRow {
        key: Key { name: "subnet", form: r#"subnet = "10.1.0.0/24""# },
        field: Field::Texts(access!(subnets)),
    },
    OptionRow { key: FAMILY, field: Field::Text(access!(family)) },
    OptionRow {
        key: Key { name: "mtu", form: "mtu = 9000" },
        field: Field::Integer(access!(mtu), |mtu| mtu_out_of_range(mtu, MTU_MIN)),
    },
    OptionRow { key: CAN_FAIL, field: Field::Flag(access!(can_fail)) },
];

/// The builder methods of all options. The name of each is the key; `$segment` is what a link or a
/// LAN is called in the documentation.
macro_rules! option_builders {
    ($segment:literal) => {
        #[doc = concat!("Sets the name of the ", $segment, ".")]
        #[must_use]
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.options.name = Some(name.into());
            self
        }

        #[doc = concat!("Adds a subnet, such as `\"10.1.0.0/24\"`, from which hosts on the ", $segment)]
        /// get their addresses. There can be one of each family.
        #[must_use]
        pub fn subnet(mut self, subnet: impl Into<String>) -> Self {
            self.options.subnets.push(subnet.into());
            self
        }

        #[doc = concat!("Gives the hosts on the ", $segment, " addresses of one family only, `\"ipv4\"` or `\"ipv6\"`.")]
        ///
        /// The default is that of the topology ([`Topology::family`](crate::Topology::family)).
        #[must_use]
        pub fn family(mut self, family: impl Into<String>) -> Self {
            self.options.family = Some(family.into());
            self
        }

        #[doc = concat!("Sets the MTU of the ", $segment, " in bytes: 68 to 65535, with IPv6 at least 1280.")]
        ///
        /// The default is 1500.
        #[must_use]
        pub fn mtu(mut self, bytes: u32) -> Self {
            self.options.mtu = Some(bytes);
            self
        }

        #[doc = concat!("Lets every cable of the ", $segment, " be impaired at run time, also if nothing is wrong with it yet.")]
        ///
        /// A cable that has faults from the beginning can be impaired without this.
        #[must_use]
        pub fn faults(mut self) -> Self {
            self.options.can_fail = true;
            self
        }

        #[doc = concat!("Sets the faults of packets from one host of the ", $segment, ". Each value overrides that of the ", $segment, ".")]
        ///
        /// It hides `From::from` where that is called by the name of the type: call `into` instead.
        #[must_use]
        pub fn from(mut self, host: impl Into<String>, faults: Faults) -> Self {
            self.options.from.0.push((host.into(), faults));
            self
        }

        fault_builders!(options.faults);
    };
}
pub(crate) use option_builders;

impl SegmentOptions {
    /// Returns the options that are set, with their keys, except those of certain hosts.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'static str, OptionValue<'_>)> {
        OptionRow::entries(OPTIONS, self).chain(OptionRow::entries(FAULTS, &self.faults))
    }
}
