//! Hosts whose packets are lost.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::frame::{Received, Version};

/// The addresses of hosts whose packets are lost in a direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Senders {
    /// Hardware addresses, of hosts on the same link or LAN.
    pub(crate) macs: Vec<[u8; 6]>,
    /// IP addresses, of hosts behind routers.
    pub(crate) addrs: Vec<IpAddr>,
}

impl Senders {
    /// Returns true if a frame is from one of them.
    pub(super) fn sent(&self, frame: &Received<'_>) -> bool {
        if self.macs.is_empty() && self.addrs.is_empty() {
            return false;
        }
        let bytes = frame.bytes();
        // The hardware address of the sender follows that of the receiver.
        let mac = bytes.get(6..12).is_some_and(|mac| self.macs.iter().any(|own| own == mac));
        mac || source(frame).is_some_and(|addr| self.addrs.contains(&addr))
    }
}

fn source(frame: &Received<'_>) -> Option<IpAddr> {
    let ip = frame.headers.ip?;
    let header = frame.bytes().get(ip.start..)?;
    match ip.version {
        Version::V4 => {
            header.get(12..)?.first_chunk::<4>().map(|&addr| Ipv4Addr::from(addr).into())
        }
        Version::V6 => {
            header.get(8..)?.first_chunk::<16>().map(|&addr| Ipv6Addr::from(addr).into())
        }
    }
}
