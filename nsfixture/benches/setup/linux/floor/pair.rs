//! Two hosts and a cable between them.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::os::fd::AsRawFd;

use super::host::{Host, LO, Starting};
use super::message::{Addr, Batch, End, GenMode};
use super::socket::Socket;

/// The contents of each host's `/etc/hosts`.
const HOSTS: &str = "127.0.0.1 localhost\n::1 localhost\n10.0.0.1 a\nfd00:0:0:1::1 a\n\
                     10.0.0.2 b\nfd00:0:0:1::2 b\n";

/// The indexes differ because the kernel notices the carrier late where both ends have the same.
pub(super) const ENDS: [End<'_>; 2] =
    [End { name: "eth0", index: 2 }, End { name: "eth0", index: 3 }];

pub(crate) struct Pair {
    pub(crate) a: Host,
    pub(crate) b: Host,
}

impl Pair {
    pub(crate) fn up() -> io::Result<Self> {
        // In parallel: one after the other, the two take a fifth longer.
        let (a, b) = (Starting::new("a", HOSTS)?, Starting::new("b", HOSTS)?);
        let (in_a, in_b) = (a.socket()?, b.socket()?);
        connect(&in_a, &in_b)?;
        Ok(Self { a: a.ready(in_a)?, b: b.ready(in_b)? })
    }

    pub(crate) fn end(self) -> io::Result<()> {
        self.a.end().and(self.b.end())
    }
}

fn connect(a: &Socket, b: &Socket) -> io::Result<()> {
    let [here, there] = &ENDS;

    let netns = b.netns()?;
    let mut batch = Batch::default();
    batch.up(LO).veth(here, None, there, netns.as_raw_fd());
    batch.gen_mode(here.index, GenMode::None).addresses(here.index, addresses(here, 1));
    a.request(batch)?;

    let mut batch = Batch::default();
    batch.up(LO).gen_mode(there.index, GenMode::None).up(there.index);
    batch.addresses(there.index, addresses(there, 2));
    b.request(batch)?;

    for (socket, end) in [(a, here), (b, there)] {
        socket.wait_addresses(2)?;
        let mut batch = Batch::default();
        batch.get(end.index).gen_mode(end.index, GenMode::Eui64);
        socket.request(batch)?;
    }
    Ok(())
}

fn addresses(end: &End<'_>, host: u8) -> [Addr; 3] {
    [
        (Ipv4Addr::new(10, 0, 0, host).into(), 24),
        (Ipv6Addr::new(0xfd00, 0, 0, 1, 0, 0, 0, host.into()).into(), 64),
        (end.link_local().into(), 64),
    ]
}
