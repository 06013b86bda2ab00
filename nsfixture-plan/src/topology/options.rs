//! The options of links and LANs. All readers and writers of descriptions (the attribute, TOML, serde,
//! the expansion) get them from here: a new option is a field, a row of [`OPTIONS`] and a builder
//! method.

use std::fmt::Display;

use crate::key::Key;

/// The options of a link or a LAN, as asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SegmentOptions {
    pub(crate) name: Option<String>,
    pub(crate) subnets: Vec<String>,
    pub(crate) family: Option<String>,
    pub(crate) mtu: Option<u32>,
}

/// One option: its key, and the field that a value of it goes to.
#[derive(Debug)]
pub(crate) struct SegmentOption {
    pub(crate) key: Key,
    pub(crate) field: Field,
}

/// The field of an option, by the kind of its values.
#[derive(Debug)]
pub(crate) enum Field {
    /// A string.
    Text(Access<Option<String>>),
    /// A string or an array of strings.
    Texts(Access<Vec<String>>),
    /// An integer, and the message about one that has more than 32 bits.
    Integer(Access<Option<u32>>, fn(&dyn Display) -> String),
}

/// The accessors of a field.
#[derive(Debug)]
pub(crate) struct Access<T> {
    pub(crate) get: fn(&SegmentOptions) -> &T,
    pub(crate) get_mut: fn(&mut SegmentOptions) -> &mut T,
}

/// The value of an option.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OptionValue<'o> {
    /// A string.
    Text(&'o str),
    /// Strings, each set by one call of the option's builder method.
    Texts(&'o [String]),
    /// An integer.
    Integer(u32),
}

macro_rules! access {
    ($field:ident) => {
        Access { get: |options| &options.$field, get_mut: |options| &mut options.$field }
    };
}

/// The key of the address family, of a link, a LAN or all of a topology.
pub(crate) const FAMILY: Key = Key { name: "family", form: r#"family = "ipv4""# };

/// Every option, in the order in which they are written.
pub(crate) const OPTIONS: &[SegmentOption] = &[
    SegmentOption {
        key: Key { name: "name", form: r#"name = "office""# },
        field: Field::Text(access!(name)),
    },
    SegmentOption {
        key: Key { name: "subnet", form: r#"subnet = "10.1.0.0/24""# },
        field: Field::Texts(access!(subnets)),
    },
    SegmentOption { key: FAMILY, field: Field::Text(access!(family)) },
    SegmentOption {
        key: Key { name: "mtu", form: "mtu = 9000" },
        field: Field::Integer(access!(mtu), |mtu| mtu_out_of_range(mtu, MTU_MIN)),
    },
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
    };
}
pub(crate) use option_builders;

/// The smallest MTU, `ETH_MIN_MTU` (`linux/if_ether.h`).
pub(crate) const MTU_MIN: u32 = 68;

/// The smallest MTU with which IPv6 works (RFC 8200, section 5).
pub(crate) const MTU_MIN_IPV6: u32 = 1280;

/// The largest MTU, `ETH_MAX_MTU` (`linux/if_ether.h`).
pub(crate) const MTU_MAX: u32 = 65535;

/// The message about an MTU that is too small or too large.
pub(crate) fn mtu_out_of_range(mtu: &dyn Display, min: u32) -> String {
    let with = if min == MTU_MIN_IPV6 { " with IPv6" } else { "" };
    format!("MTU {mtu} is out of range{with}: {min} to {MTU_MAX} bytes")
}

impl SegmentOptions {
    /// Returns the options that are set, with their keys.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'static str, OptionValue<'_>)> {
        OPTIONS.iter().filter_map(|option| Some((option.key.name, option.field.value(self)?)))
    }
}

impl SegmentOption {
    /// Returns the option with this key.
    pub(crate) fn find(key: &str) -> Option<&'static Self> {
        OPTIONS.iter().find(|option| option.key.name == key)
    }
}

impl Field {
    fn value<'o>(&self, options: &'o SegmentOptions) -> Option<OptionValue<'o>> {
        match self {
            Self::Text(field) => (field.get)(options).as_deref().map(OptionValue::Text),
            Self::Integer(field, _) => (field.get)(options).map(OptionValue::Integer),
            Self::Texts(field) => {
                let texts = (field.get)(options);
                (!texts.is_empty()).then_some(OptionValue::Texts(texts))
            }
        }
    }
}
