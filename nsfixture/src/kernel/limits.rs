//! Room for as many descriptors as a network takes.

use nix::errno::Errno;
use nix::sys::resource::{Resource, getrlimit, setrlimit};

use super::attempt::Place;
use crate::error::Error;

/// A host has its namespaces (3) and a netlink socket; while it is made, one more is open.
const FOR_A_HOST: u64 = 4;

/// A switch has its namespace and a netlink socket.
const FOR_A_SWITCH: u64 = 2;

/// What the test itself is to have left.
const SPARE: u64 = 256;

/// A network of fewer descriptors is believed to fit: to look costs more than to make it.
const SMALL: u64 = 128;

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
    let open = std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count) as u64;
    let needed = open + own + SPARE;
    let subject = format!("the limit of open files to {needed}");
    place.attempt("raise", subject, || {
        let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE)?;
        if soft >= needed {
            return Ok(());
        }
        if hard < needed {
            return Err(Errno::EMFILE);
        }
        setrlimit(Resource::RLIMIT_NOFILE, needed, hard)
    })
}
