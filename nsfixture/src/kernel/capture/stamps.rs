//! Waiting until the kernel stamps packets with the time at which they arrive.
//!
//! The first socket of the machine that asks for it (`SO_TIMESTAMPNS`) turns that on in the background
//! (`net_enable_timestamp`, `net/core/dev.c`), and the last one turns it off. A packet that has arrived before has the time
//! at which it is read, so the order of packets would be lost.

use std::io::{IoSliceMut, Result};
use std::net::{Ipv4Addr, UdpSocket};
use std::os::fd::AsRawFd as _;
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::socket::{ControlMessageOwned, MsgFlags, recvmsg, setsockopt, sockopt};

use super::clock::now;

/// A kernel that takes longer stamps nothing.
const TIMEOUT: Duration = Duration::from_secs(1);

/// How long to pause until another packet is looked at.
const PAUSE: Duration = Duration::from_micros(200);

static ARE_ON: OnceLock<()> = OnceLock::new();

/// Returns whether nobody has waited for that yet. The reader keeps it on.
pub(crate) fn may_be_off() -> bool {
    ARE_ON.get().is_none()
}

/// Waits until packets are stamped. The calling thread is in a host, whose loopback interface is up.
pub(crate) fn wait() {
    ARE_ON.get_or_init(|| {
        // Without loopback nobody knows.
        let _known = wait_for_one();
    });
}

/// Waits until packets are stamped, if the loopback interface of the calling thread's namespace is up: while a network is set
/// up, so that it need not wait afterwards.
pub(super) fn wait_on_the_machine() {
    if wait_for_one().is_ok() {
        ARE_ON.get_or_init(|| ());
    }
}

fn wait_for_one() -> Result<()> {
    let begin = Instant::now();
    while !are_on()? && begin.elapsed() < TIMEOUT {
        // The kernel has no event for that.
        thread::park_timeout(PAUSE);
    }
    Ok(())
}

/// Returns whether a packet that has waited is stamped with the time of its arrival.
fn are_on() -> Result<bool> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    setsockopt(&socket, sockopt::ReceiveTimestampns, &true)?;
    socket.send_to(b"?", socket.local_addr()?)?;
    let sent = now();
    let mut byte = [0];
    let mut parts = [IoSliceMut::new(&mut byte)];
    let mut control = nix::cmsg_space!(nix::sys::time::TimeSpec);
    let flags = MsgFlags::MSG_DONTWAIT;
    let message = recvmsg::<()>(socket.as_raw_fd(), &mut parts, Some(&mut control), flags)?;
    let stamp = message.cmsgs()?.find_map(|part| match part {
        ControlMessageOwned::ScmTimestampns(time) => Some(Duration::from(time)),
        _ => None,
    });
    Ok(stamp.is_some_and(|stamp| stamp <= sent))
}
