//! Creating files and directories with a mode, whatever the umask is: programs of other users read them.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::OnceLock;

/// Creates a directory.
pub(super) fn directory(path: &Path, mode: u32) -> io::Result<()> {
    DirBuilder::new().mode(mode).create(path)?;
    change_if_masked(path, mode)
}

/// Writes a file.
pub(super) fn file(path: &Path, mode: u32, content: &str) -> io::Result<()> {
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(path)?;
    file.write_all(content.as_bytes())?;
    change_if_masked(path, mode)
}

fn change_if_masked(path: &Path, mode: u32) -> io::Result<()> {
    // mkdir(2) does not set the set-group-ID bit.
    if mode > 0o1777 || umask() & mode != 0 {
        fs::set_permissions(path, Permissions::from_mode(mode))?;
    }
    Ok(())
}

/// Returns the umask (proc_pid_status(5)), which only umask(2) tells otherwise, by changing it. It is read
/// once: a test that changes it does so in its body.
fn umask() -> u32 {
    static UMASK: OnceLock<u32> = OnceLock::new();
    *UMASK.get_or_init(|| {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let umask = status.lines().find_map(|line| line.strip_prefix("Umask:"));
        umask.and_then(|umask| u32::from_str_radix(umask.trim(), 8).ok()).unwrap_or(0o777)
    })
}
