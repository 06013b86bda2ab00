//! Subnets for segments, and addresses in them.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::random::Random;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    V4,
    V6,
}

/// Generates subnets of which no two overlap. Some are those that the plan would choose.
#[derive(Default)]
pub(super) struct SubnetGenerator {
    given: u8,
}

/// A subnet with its next free address.
pub(super) struct Block {
    network: IpAddr,
    prefix: u8,
    /// The index of the next address.
    next: u32,
}

impl SubnetGenerator {
    /// Returns a subnet with an address for each end; for two ends it may have no more than these.
    pub(super) fn subnet(&mut self, random: &mut Random, family: Family, ends: usize) -> Block {
        if ends > 2 || random.once_in(2) {
            return self.roomy_subnet(random, family);
        }
        let n = self.count();
        let point_to_point = random.once_in(2);
        match family {
            Family::V4 if point_to_point => Block::new([172, 16, n, 6].into(), 31, 0),
            Family::V4 => Block::new([172, 16, n, 4].into(), 30, 1),
            Family::V6 => {
                let network = Ipv6Addr::new(0x2001, 0xdb8, 0xff00, u16::from(n), 0, 0, 0, 8);
                let (prefix, next) = if point_to_point { (127, 0) } else { (126, 1) };
                Block::new(network.into(), prefix, next)
            }
        }
    }

    /// Returns a subnet with several addresses for each end.
    pub(super) fn roomy_subnet(&mut self, random: &mut Random, family: Family) -> Block {
        let n = self.count();
        let group = u16::from(n);
        let (network, prefix): (IpAddr, _) = match (family, random.within(0..3)) {
            (Family::V4, 0) => (Ipv4Addr::new(10, 0, n, 0).into(), 24),
            (Family::V4, 1) => (Ipv4Addr::new(192, 168, n, 128).into(), 25),
            (Family::V4, _) => (Ipv4Addr::new(20, n, 0, 0).into(), 16),
            (Family::V6, 0) => (Ipv6Addr::new(0xfd00, 0, 0, group, 0, 0, 0, 0).into(), 64),
            (Family::V6, 1) => (Ipv6Addr::new(0x2001, 0xdb8, group, 0, 0, 0, 0, 0).into(), 48),
            (Family::V6, _) => {
                (Ipv6Addr::new(0x2001, 0xdb8, 0xff01, 0, 0, 0, group, 0).into(), 112)
            }
        };
        Block::new(network, prefix, 1)
    }

    fn count(&mut self) -> u8 {
        self.given += 1;
        self.given
    }
}

impl Block {
    fn new(network: IpAddr, prefix: u8, next: u32) -> Self {
        Self { network, prefix, next }
    }

    /// Reports whether it has several addresses for each end.
    pub(super) fn is_roomy(&self) -> bool {
        !matches!(self.prefix, 30 | 31 | 126 | 127)
    }

    /// Returns a new address, with the length of its prefix.
    pub(super) fn address(&mut self, random: &mut Random) -> String {
        if self.is_roomy() {
            self.next += random.within(0..3) as u32;
        }
        let addr: IpAddr = match self.network {
            IpAddr::V4(v4) => Ipv4Addr::from(u32::from(v4) + self.next).into(),
            IpAddr::V6(v6) => Ipv6Addr::from(u128::from(v6) + u128::from(self.next)).into(),
        };
        self.next += 1;
        format!("{addr}/{}", self.prefix)
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix)
    }
}
