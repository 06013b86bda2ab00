//! Reserving the file descriptors that the networks of this process need.

use std::sync::{Mutex, MutexGuard, PoisonError};

use nix::errno::Errno;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nsfixture_plan::Plan;

use super::reaper;
use crate::error::{Error, Operation};
use crate::kernel::bare::fd_limit;
use crate::kernel::context::Context;
use crate::kernel::packet_socket::Taps;

/// A host has three namespaces and a netlink socket.
pub const PER_HOST: u64 = 4;

/// A switch has a namespace and a netlink socket.
const PER_SWITCH: u64 = 2;

/// An engine has six more: with five its pump waits and follows carriers, for one the guardian holds its ports.
const PER_ENGINE: u64 = PER_SWITCH + 6;

/// The number that stays free for everything else.
pub const SPARE: u64 = 256;

/// A network that needs fewer is only counted: listing what else is open would take longer than
/// creating it.
const SMALL: u64 = 128;

/// The file descriptors of all networks of this process.
static TAKEN: Mutex<u64> = Mutex::new(0);

/// The file descriptors reserved for a network, until this is dropped.
pub(crate) struct FdReservation(u64);

fn taken() -> MutexGuard<'static, u64> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for FdReservation {
    fn drop(&mut self) {
        *taken() -= self.0;
    }
}

/// Reserves the file descriptors of a network. Raises the soft limit on open files (`RLIMIT_NOFILE`,
/// getrlimit(2)) if needed, but only as far as needed: some programs iterate over every descriptor
/// that they might have.
///
/// # Errors
/// Returns an error if the hard limit is lower than a large network needs.
pub(crate) fn reserve_fds(
    cx: Context<'_>,
    plan: &Plan,
    taps: &Taps,
) -> Result<FdReservation, Error> {
    let (hosts, switches) = (plan.nodes.len() as u64, plan.switches.len() as u64);
    let ports = plan.ports.len() as u64;
    let engine = if ports > 0 { PER_ENGINE + ports } else { 0 };
    let own = hosts * PER_HOST + switches * PER_SWITCH + engine + taps.count() as u64;
    match try_reserve(cx, own) {
        // An earlier network may be about to free some.
        Err(_) if reaper::wait_until_done() => try_reserve(cx, own),
        tried => tried,
    }
}

fn try_reserve(cx: Context<'_>, own: u64) -> Result<FdReservation, Error> {
    let mut taken = taken();
    let mut needed = *taken + own + SPARE;
    if own >= SMALL {
        let open = std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count) as u64;
        needed = needed.max(open + own + SPARE);
    }
    let (soft, hard) =
        cx.attempt(Operation::Getrlimit, "RLIMIT_NOFILE", || getrlimit(Resource::RLIMIT_NOFILE))?;
    // A small network may fit anyway; if not, the kernel refuses a descriptor.
    let wanted = if own >= SMALL { needed } else { needed.min(hard) };
    if wanted > soft {
        cx.attempt(Operation::RaiseLimit, format_args!("RLIMIT_NOFILE to {wanted}"), || {
            if hard < wanted {
                return Err(Errno::EMFILE);
            }
            setrlimit(Resource::RLIMIT_NOFILE, wanted, hard)
        })?;
        fd_limit::remember(soft);
    }
    *taken += own;
    Ok(FdReservation(own))
}
