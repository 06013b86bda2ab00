//! Room for as many descriptors as a network takes.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::resource::{Resource, getrlimit, setrlimit};

use super::attempt::Place;
use super::reaper;
use crate::error::Error;

/// A host has its namespaces (3) and a netlink socket; while it is made, one more is open.
const FOR_A_HOST: u64 = 4;

/// A switch has its namespace and a netlink socket.
const FOR_A_SWITCH: u64 = 2;

/// What the test itself is to have left.
const SPARE: u64 = 256;

/// A network of fewer descriptors is believed to fit: to look costs more than to make it.
const SMALL: u64 = 128;

/// The soft limit before it was first raised; 0 if it never was.
static BEFORE: AtomicU64 = AtomicU64::new(0);

/// How long earlier networks may take to be gone.
const PATIENCE: Duration = Duration::from_secs(30);

/// Raises the process's soft limit of open files (`RLIMIT_NOFILE`, getrlimit(2)) if a network does
/// not fit below it, and no further than the network needs: some programs look at every descriptor
/// that they might have.
///
/// # Errors
/// If the hard limit is lower than that.
pub(crate) fn make_room(place: Place<'_>, hosts: usize, switches: usize) -> Result<(), Error> {
    let own = hosts as u64 * FOR_A_HOST + switches as u64 * FOR_A_SWITCH;
    if own < SMALL {
        return Ok(());
    }
    let needed = || {
        let open = std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count) as u64;
        open + own + SPARE
    };
    let (soft, hard) = place
        .attempt("getrlimit", "the limit of open files", || getrlimit(Resource::RLIMIT_NOFILE))?;
    // What an earlier network held may be about to be free.
    if needed() <= soft || (reaper::wait_until_done(PATIENCE) && needed() <= soft) {
        return Ok(());
    }
    let needed = needed();
    place.attempt("raise", format!("the limit of open files to {needed}"), || {
        if hard < needed {
            return Err(Errno::EMFILE);
        }
        setrlimit(Resource::RLIMIT_NOFILE, needed, hard)?;
        let _first = BEFORE.compare_exchange(0, soft, Ordering::Relaxed, Ordering::Relaxed);
        Ok(())
    })
}

/// Gives the calling child the soft limit that this process began with.
///
/// Bare system calls only.
pub(crate) fn as_before() -> Result<(), Errno> {
    let before = BEFORE.load(Ordering::Relaxed);
    if before == 0 {
        return Ok(());
    }
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE)?;
    setrlimit(Resource::RLIMIT_NOFILE, before, hard)
}
