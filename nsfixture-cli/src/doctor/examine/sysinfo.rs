//! The kernel, and the limits on resources.

use nix::errno::Errno;
use nix::sys::resource::{RLIM_INFINITY, Resource, getrlimit};
use nix::sys::utsname::uname;

/// The kernel's release: `6.12.9-amd64`.
pub(super) fn release() -> String {
    uname().map(|name| name.release().to_string_lossy().into_owned()).unwrap_or_default()
}

/// A soft and a hard limit; one that is not there is `None`.
pub(super) type Limit = (Option<u64>, Option<u64>);

/// How many files the process may have open (`RLIMIT_NOFILE`, getrlimit(2)).
pub(super) fn open_files() -> Result<Limit, Errno> {
    limit(Resource::RLIMIT_NOFILE)
}

/// How many threads the user may have (`RLIMIT_NPROC`).
pub(super) fn threads() -> Result<Limit, Errno> {
    limit(Resource::RLIMIT_NPROC)
}

fn limit(of: Resource) -> Result<Limit, Errno> {
    let finite = |limit| (limit != RLIM_INFINITY).then_some(limit);
    getrlimit(of).map(|(soft, hard)| (finite(soft), finite(hard)))
}
