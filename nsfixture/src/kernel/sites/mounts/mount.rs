//! Mounting (mount(2)).

use std::path::Path;

use nix::errno::Errno;
use nix::mount::{MsFlags, mount};

pub(super) const LOCKED_DOWN: MsFlags =
    MsFlags::MS_NOSUID.union(MsFlags::MS_NODEV).union(MsFlags::MS_NOEXEC);

pub(super) fn mount_as(
    source: Option<&str>,
    target: &Path,
    kind: Option<&str>,
    flags: MsFlags,
) -> Result<(), Errno> {
    mount(source, target, kind, flags, None::<&str>)
}
