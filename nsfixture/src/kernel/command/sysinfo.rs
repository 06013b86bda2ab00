//! The machine and the user, for those who ask what there is.

use nix::errno::Errno;
use nix::sys::resource::{RLIM_INFINITY, Resource, getrlimit};
use nix::sys::utsname::uname;
use nix::unistd::{User, geteuid};

/// The kernel's release: `6.12.9-amd64`.
pub(crate) fn release() -> String {
    uname().map(|name| name.release().to_string_lossy().into_owned()).unwrap_or_default()
}

/// The number of the user that the process acts as, and the name, if there is one.
pub(crate) fn user() -> (u32, Option<String>) {
    let id = geteuid();
    let known = User::from_uid(id).ok().flatten();
    (id.as_raw(), known.map(|user| user.name))
}

/// A soft and a hard limit; one that is not there is `None`.
pub(crate) type Limit = (Option<u64>, Option<u64>);

/// How many files the process may have open (`RLIMIT_NOFILE`, getrlimit(2)).
pub(crate) fn open_files() -> Result<Limit, Errno> {
    limit(Resource::RLIMIT_NOFILE)
}

/// How many threads the user may have (`RLIMIT_NPROC`).
pub(crate) fn threads() -> Result<Limit, Errno> {
    limit(Resource::RLIMIT_NPROC)
}

fn limit(of: Resource) -> Result<Limit, Errno> {
    let finite = |limit| (limit != RLIM_INFINITY).then_some(limit);
    getrlimit(of).map(|(soft, hard)| (finite(soft), finite(hard)))
}
