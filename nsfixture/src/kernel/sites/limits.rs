//! Room for as many descriptors as the networks of this process take.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use nix::errno::Errno;
use nix::sys::resource::{Resource, getrlimit, setrlimit};

use super::attempt::Place;
use super::reaper;
use crate::error::Error;

/// A host has its namespaces (3) and a netlink socket.
pub(crate) const FOR_A_HOST: u64 = 4;

/// A switch has its namespace and a netlink socket.
const FOR_A_SWITCH: u64 = 2;

/// What is to be left for all else.
pub(crate) const SPARE: u64 = 256;

/// The descriptors of a smaller network are counted, but nobody looks what else is open: that costs
/// more than to make it.
const SMALL: u64 = 128;

/// What all networks of this process take.
static TAKEN: Mutex<u64> = Mutex::new(0);

/// The soft limit before it was first raised; 0 if it never was.
static BEFORE: AtomicU64 = AtomicU64::new(0);

/// The descriptors of a network, which are given back when this is dropped.
pub(crate) struct Room(u64);

fn taken() -> MutexGuard<'static, u64> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Room {
    fn drop(&mut self) {
        *taken() -= self.0;
    }
}

/// Raises the process's soft limit of open files (`RLIMIT_NOFILE`, getrlimit(2)) if a network does
/// not fit below it beside the others, and no further than that takes: some programs look at every
/// descriptor that they might have.
///
/// # Errors
/// If the hard limit is lower than a large network needs.
pub(crate) fn make_room(place: Place<'_>, hosts: usize, switches: usize) -> Result<Room, Error> {
    let own = hosts as u64 * FOR_A_HOST + switches as u64 * FOR_A_SWITCH;
    match try_room(place, own) {
        // What an earlier network held may be about to be free.
        Err(_) if reaper::wait_until_done() => try_room(place, own),
        tried => tried,
    }
}

fn try_room(place: Place<'_>, own: u64) -> Result<Room, Error> {
    let mut taken = taken();
    let mut needed = *taken + own + SPARE;
    if own >= SMALL {
        let open = std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count) as u64;
        needed = needed.max(open + own + SPARE);
    }
    let (soft, hard) = place
        .attempt("getrlimit", "the limit of open files", || getrlimit(Resource::RLIMIT_NOFILE))?;
    // A small network may fit all the same, and is told so by the kernel if it does not.
    let wanted = if own >= SMALL { needed } else { needed.min(hard) };
    if wanted > soft {
        place.attempt("raise", format!("the limit of open files to {wanted}"), || {
            if hard < wanted {
                return Err(Errno::EMFILE);
            }
            setrlimit(Resource::RLIMIT_NOFILE, wanted, hard)
        })?;
        let _first = BEFORE.compare_exchange(0, soft, Ordering::Relaxed, Ordering::Relaxed);
    }
    *taken += own;
    Ok(Room(own))
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
