//! Two hosts and a cable between them.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::AsRawFd;
use std::time::Duration;

use super::host::{Host, LO, Starting};
use super::message::{Batch, End, GenMode};
use super::socket::Socket;

/// What either host's `/etc/hosts` says.
const HOSTS: &str = "127.0.0.1 localhost\n::1 localhost\n10.0.0.1 a\nfd00:0:0:1::1 a\n\
                     10.0.0.2 b\nfd00:0:0:1::2 b\n";

/// The indexes differ because the kernel notices the carrier late where both ends have the same.
const ENDS: [End; 2] = [end(2, 1), end(3, 2)];

pub(crate) struct Pair {
    pub(crate) a: Host,
    pub(crate) b: Host,
}

impl Pair {
    pub(crate) fn up() -> io::Result<Self> {
        // Beside one another: in turn, the two take a fifth more.
        let (a, b) = (Starting::new("a", HOSTS)?, Starting::new("b", HOSTS)?);
        let (in_a, in_b) = (a.socket()?, b.socket()?);
        connect(&in_a, &in_b)?;
        Ok(Self { a: a.ready(in_a)?, b: b.ready(in_b)? })
    }

    pub(crate) fn end(self) -> io::Result<()> {
        self.a.end().and(self.b.end())
    }
}

/// Waits until the kernel has cleaned up every namespace that was dropped before.
///
/// It makes a pair, drops one host and waits to be told that the other's end of the cable is
/// gone, which happens when the kernel gets to that namespace. It does so twice, because the
/// kernel cleans up in batches, one after the other: those that came before are then done.
pub(crate) fn settle() -> io::Result<()> {
    for _ in 0..2 {
        let Pair { a, b } = Pair::up()?;
        a.socket.watch_links()?;
        b.end()?;
        a.socket.wait_gone(ENDS[0].index, Duration::from_secs(30))?;
        a.end()?;
    }
    Ok(())
}

fn connect(a: &Socket, b: &Socket) -> io::Result<()> {
    let [here, there] = &ENDS;

    let netns = b.netns()?;
    let mut batch = Batch::default();
    batch.up(LO).veth(here, there, netns.as_raw_fd());
    batch.gen_mode(here.index, GenMode::None);
    addresses(&mut batch, here);
    a.request(batch)?;

    let mut batch = Batch::default();
    batch.up(LO).gen_mode(there.index, GenMode::None).up(there.index);
    addresses(&mut batch, there);
    b.request(batch)?;

    for (socket, end) in [(a, here), (b, there)] {
        socket.wait_addresses(2)?;
        let mut batch = Batch::default();
        batch.get(end.index).gen_mode(end.index, GenMode::Eui64);
        socket.request(batch)?;
    }
    Ok(())
}

fn addresses(batch: &mut Batch, end: &End) {
    for addr in end.addrs {
        batch.address(end.index, addr);
    }
}

const fn end(index: u32, host: u8) -> End {
    let link_local = Ipv6Addr::new(0xfe80, 0, 0, 0, 0x006e, 0x73ff, 0xfe00, host as u16);
    End {
        name: "eth0",
        index,
        mac: [0x02, 0x6e, 0x73, 0, 0, host],
        addrs: [
            (IpAddr::V4(Ipv4Addr::new(10, 0, 0, host)), 24),
            (IpAddr::V6(Ipv6Addr::new(0xfd00, 0, 0, 1, 0, 0, 0, host as u16)), 64),
            (IpAddr::V6(link_local), 64),
        ],
    }
}
