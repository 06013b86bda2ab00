//! Hosts, as packets show them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::frame::{Received, Version};

/// The addresses of some hosts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hosts {
    /// Hardware addresses, by which they are known on the same link or LAN.
    pub(crate) macs: Vec<[u8; 6]>,
    /// IP addresses, by which they are known behind routers.
    pub(crate) addrs: Vec<IpAddr>,
}

impl Hosts {
    pub(super) fn is_empty(&self) -> bool {
        self.macs.is_empty() && self.addrs.is_empty()
    }

    /// Returns true if a frame is from one of them.
    pub(super) fn sent(&self, frame: &Received<'_>) -> bool {
        // The hardware address of the sender follows that of the receiver.
        self.has_mac(frame, 6)
            || addresses(frame).is_some_and(|[from, _]| self.addrs.contains(&from))
    }

    /// Returns true if one of them is the next to receive a frame.
    pub(super) fn are_next(&self, frame: &Received<'_>) -> bool {
        self.has_mac(frame, 0)
    }

    fn has_mac(&self, frame: &Received<'_>, at: usize) -> bool {
        let mac = frame.bytes().get(at..at + 6);
        mac.is_some_and(|mac| self.macs.iter().any(|own| own == mac))
    }
}

/// Returns the source and the destination of an IP packet.
pub(super) fn addresses(frame: &Received<'_>) -> Option<[IpAddr; 2]> {
    let ip = frame.headers.ip?;
    let header = frame.bytes().get(ip.start..)?;
    match ip.version {
        Version::V4 => {
            let (from, rest) = header.get(12..)?.split_first_chunk::<4>()?;
            Some([Ipv4Addr::from(*from).into(), Ipv4Addr::from(*rest.first_chunk()?).into()])
        }
        Version::V6 => {
            let (from, rest) = header.get(8..)?.split_first_chunk::<16>()?;
            Some([Ipv6Addr::from(*from).into(), Ipv6Addr::from(*rest.first_chunk()?).into()])
        }
    }
}
