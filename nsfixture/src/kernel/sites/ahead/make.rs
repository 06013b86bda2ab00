//! Making hosts ahead.

use std::fs::File;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::{panic, thread};

use nix::errno::Errno;
use nix::unistd::gettid;

use super::batch::{Ahead, AheadHost, Size};
use crate::error::{Error, Operation};
use crate::kernel::bare::capability;
use crate::kernel::bare::probe_report::ProbeReport;
use crate::kernel::context::Context;
use crate::kernel::sites::mounts::{self, Sharing};
use crate::kernel::sites::namespace::{self, MountNamespace, NetNamespace};
use crate::kernel::sites::sysctl;
use crate::kernel::threads::wait_until_gone;

/// What has been made, and the list of mounts from before.
pub(super) struct Made {
    pub(super) ahead: Ahead,
    pub(super) mounts: OwnedFd,
}

/// Makes hosts, on a thread that goes from one to the next. On return it is in none of them any more.
///
/// # Errors
/// Returns the first refusal; then none is left.
pub(super) fn make(size: Size, probe: &ProbeReport) -> Result<Made, Error> {
    let cx = Context::default();
    let id = AtomicI32::new(0);
    let made = thread::scope(|scope| {
        let make = || {
            id.store(gettid().as_raw(), Ordering::Relaxed);
            make_here(cx, size, probe)
        };
        let thread = cx.attempt_io(Operation::StartThread, "to make hosts ahead", || {
            thread::Builder::new().name("nsfixture ahead".to_owned()).spawn_scoped(scope, make)
        })?;
        thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
    });
    // It has still been in the last one when that has returned.
    wait_until_gone(id.into_inner());
    made
}

fn make_here(cx: Context<'_>, size: Size, probe: &ProbeReport) -> Result<Made, Error> {
    cx.attempt(Operation::Capset, "the thread's capabilities", || {
        capability::raise_ambient_set().map_err(Errno::from_raw)
    })?;
    let path = "/proc/thread-self/mounts";
    let mounts = cx.attempt_io(Operation::Open, path, || File::open(path))?.into();
    namespace::unshare_mounts(cx)?;
    mounts::mount_common(cx, probe, Sharing::Files)?;
    let common = Arc::new(MountNamespace::of_this_thread(cx)?);
    let host = |_| {
        let net = NetNamespace::unshare(cx)?;
        sysctl::set_baseline(cx, probe, None)?;
        common.enter_copy(cx)?;
        mounts::mount_own(cx, probe, Sharing::Files)?;
        Ok(AheadHost { net, mnt: MountNamespace::of_this_thread(cx)? })
    };
    let hosts = (0..size.hosts).map(host).collect::<Result<_, Error>>()?;
    let nobodys = |_| {
        let net = NetNamespace::unshare(cx)?;
        sysctl::disable_ipv6(cx, probe)?;
        Ok(net)
    };
    let sites = (0..size.sites).map(nobodys).collect::<Result<_, Error>>()?;
    Ok(Made { ahead: Ahead { common, hosts, sites }, mounts })
}
