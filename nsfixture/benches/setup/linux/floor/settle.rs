//! When nothing is left of what was dropped.

use std::fs;
use std::io;
use std::time::Duration;

use super::pair::{ENDS, Pair};
use super::sys;

/// Waits until the kernel has cleaned up every namespace that was dropped before.
///
/// It makes a pair, drops one host and waits for the notification that the other's end of the cable is
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

/// Waits until this thread is the only one of the process, for what ends in a namespace drops it
/// late; and then until it has settled.
pub(crate) fn wait_until_alone() -> io::Result<()> {
    let own = std::process::id() as i32;
    for task in fs::read_dir("/proc/self/task")? {
        let thread = task?.file_name().to_str().and_then(|name| name.parse().ok());
        if let Some(thread) = thread.filter(|&thread| thread != own) {
            sys::wait_thread(thread)?;
        }
    }
    settle()
}
