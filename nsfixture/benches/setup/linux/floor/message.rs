//! Netlink messages, byte by byte: `linux/netlink.h`, `linux/rtnetlink.h`, `linux/if_link.h`.

use std::net::{IpAddr, Ipv6Addr};

pub(super) const NEWLINK: u16 = 16;
pub(super) const DELLINK: u16 = 17;
const GETLINK: u16 = 18;
const SETLINK: u16 = 19;
pub(super) const NEWADDR: u16 = 20;

const REQUEST: u16 = 1;
const ACK: u16 = 4;
const EXCLUSIVELY: u16 = 0x600; // NLM_F_CREATE | NLM_F_EXCL

const AF_INET: u8 = 2;
const AF_INET6: u8 = 10;
const IFF_UP: u32 = 1;
const IFA_F_NODAD: u8 = 2;

/// How many bytes a message's header takes.
pub(super) const HEADER: usize = 16;
/// How many bytes `struct ifinfomsg` takes.
pub(super) const IFINFO: usize = 16;
/// The attribute with a link's operational state.
pub(super) const IFLA_OPERSTATE: u16 = 16;

/// Whether the kernel makes the link-local address itself: `IN6_ADDR_GEN_MODE_*`.
#[derive(Clone, Copy)]
pub(super) enum GenMode {
    Eui64 = 0,
    None = 1,
}

/// An interface: the end of a cable, or a bridge.
pub(super) struct End<'n> {
    pub(super) name: &'n str,
    pub(super) index: u32,
}

impl End<'_> {
    /// Its hardware address, a locally administered one.
    const fn mac(&self) -> [u8; 6] {
        let [_, b, c, d] = self.index.to_be_bytes();
        [0x02, 0x6e, 0x73, b, c, d]
    }

    /// The IPv6 address that the kernel would make of it.
    pub(super) const fn link_local(&self) -> Ipv6Addr {
        let [high, low] = [self.index >> 16 & 0xff | 0xfe00, self.index & 0xffff];
        Ipv6Addr::new(0xfe80, 0, 0, 0, 0x006e, 0x73ff, high as u16, low as u16)
    }
}

/// An address with the length of its subnet's prefix.
pub(super) type Addr = (IpAddr, u8);

/// Messages for one namespace, to be sent at once; they are numbered from 1.
#[derive(Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    last: usize,
    messages: u32,
}

impl Batch {
    pub(super) fn up(&mut self, index: u32) -> &mut Self {
        self.message(SETLINK, 0, |m| m.ifinfo(index, IFF_UP))
    }

    pub(super) fn gen_mode(&mut self, index: u32, mode: GenMode) -> &mut Self {
        self.message(SETLINK, 0, |m| {
            m.ifinfo(index, 0);
            m.nest(26, |m| m.nest(u16::from(AF_INET6), |m| m.attr(8, &[mode as u8])));
        })
    }

    /// Makes a veth: the first end here and up, at once a port of the bridge if one is given, the
    /// other in the namespace of the descriptor.
    pub(super) fn veth(
        &mut self,
        here: &End<'_>,
        bridge: Option<u32>,
        there: &End<'_>,
        netns: i32,
    ) -> &mut Self {
        self.message(NEWLINK, EXCLUSIVELY, |m| {
            m.ifinfo(here.index, IFF_UP);
            m.end(here);
            if let Some(bridge) = bridge {
                m.attr(10, &bridge.to_ne_bytes());
            }
            m.nest(18, |m| {
                m.attr(1, b"veth");
                m.nest(2, |m| {
                    m.nest(1, |m| {
                        m.ifinfo(there.index, 0);
                        m.end(there);
                        m.attr(28, &netns.to_ne_bytes());
                    });
                });
            });
        })
    }

    /// Makes a bridge, which is down, without anything that delays packets or looks into them.
    pub(super) fn bridge(&mut self, bridge: &End<'_>) -> &mut Self {
        self.message(NEWLINK, EXCLUSIVELY, |m| {
            m.ifinfo(bridge.index, 0);
            m.end(bridge);
            // Without one that is given, it would ask each port for its own whenever one is added.
            m.attr(4, &1500_u32.to_ne_bytes());
            m.nest(18, |m| {
                m.attr(1, b"bridge");
                m.nest(2, |m| {
                    // The delay before a port forwards, and the spanning tree.
                    m.attr(1, &0_u32.to_ne_bytes());
                    m.attr(5, &0_u32.to_ne_bytes());
                    // The snooping for multicast, and the calls of iptables, ip6tables, arptables.
                    for kind in [23, 36, 37, 38] {
                        m.attr(kind, &[0]);
                    }
                });
            });
        })
    }

    fn address(&mut self, index: u32, (addr, prefix): Addr) -> &mut Self {
        self.message(NEWADDR, EXCLUSIVELY, |m| {
            let mut add = |family: u8, octets: &[u8]| {
                m.bytes.extend([family, prefix, IFA_F_NODAD, 0]);
                m.bytes.extend(index.to_ne_bytes());
                m.attr(2, octets);
            };
            match addr {
                IpAddr::V4(v4) => add(AF_INET, &v4.octets()),
                IpAddr::V6(v6) => add(AF_INET6, &v6.octets()),
            }
        })
    }

    pub(super) fn addresses(&mut self, index: u32, addrs: [Addr; 3]) -> &mut Self {
        addrs.into_iter().fold(self, |batch, addr| batch.address(index, addr))
    }

    /// Asks for a link, which makes the kernel finish what it knows about its carrier.
    pub(super) fn get(&mut self, index: u32) -> &mut Self {
        self.message(GETLINK, 0, |m| m.ifinfo(index, 0))
    }

    /// The bytes, with an answer demanded to the last message, and that message's number.
    pub(super) fn finish(mut self) -> (Vec<u8>, u32) {
        let flags = self.last + 6;
        if self.bytes[self.last + 4] != GETLINK as u8 {
            self.bytes[flags] |= ACK as u8;
        }
        (self.bytes, self.messages)
    }

    fn message(&mut self, kind: u16, flags: u16, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.last = self.bytes.len();
        self.messages += 1;
        self.bytes.extend([0; 4]);
        self.bytes.extend(kind.to_ne_bytes());
        self.bytes.extend((REQUEST | flags).to_ne_bytes());
        self.bytes.extend(self.messages.to_ne_bytes());
        self.bytes.extend([0; 4]);
        fill(self);
        let length = self.bytes.len() - self.last;
        self.bytes[self.last..self.last + 4].copy_from_slice(&(length as u32).to_ne_bytes());
        self
    }

    fn ifinfo(&mut self, index: u32, flags: u32) {
        self.bytes.extend([0; 4]);
        self.bytes.extend(index.to_ne_bytes());
        self.bytes.extend(flags.to_ne_bytes());
        self.bytes.extend(flags.to_ne_bytes());
    }

    fn end(&mut self, end: &End<'_>) {
        self.attr(1, &end.mac());
        self.attr(3, end.name.as_bytes());
        // One queue each way: otherwise there are as many as processors, and every one costs.
        self.attr(31, &1_u32.to_ne_bytes());
        self.attr(32, &1_u32.to_ne_bytes());
    }

    fn attr(&mut self, kind: u16, value: &[u8]) {
        self.bytes.extend((value.len() as u16 + 4).to_ne_bytes());
        self.bytes.extend(kind.to_ne_bytes());
        self.bytes.extend(value);
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
    }

    fn nest(&mut self, kind: u16, fill: impl FnOnce(&mut Self)) {
        let start = self.bytes.len();
        self.bytes.extend([0; 2]);
        self.bytes.extend(kind.to_ne_bytes());
        fill(self);
        let length = self.bytes.len() - start;
        self.bytes[start..start + 2].copy_from_slice(&(length as u16).to_ne_bytes());
    }
}
