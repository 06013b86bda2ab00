//! Files that a host has in the place of the machine's.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use nix::errno::Errno;
use nix::mount::MsFlags;

use super::create;
use super::mount::mount_as;
use crate::error::{Error, Operation};
use crate::kernel::context::{Context, errno_of};
use crate::output;

const RESOLV: &str = "/etc/resolv.conf";

/// The content for a host without a name server: every lookup that `/etc/hosts` does not answer fails at
/// once, because nobody listens on loopback (resolv.conf(5)).
const RESOLV_CONF: &str = "# This network has no name server.\n";

/// Prints once in a process that host names will not resolve.
static NO_NAMES: Once = Once::new();

fn print_no_names(why: &str) {
    NO_NAMES.call_once(|| {
        output::print_line(&format!("note: {why}: host names will not resolve"));
    });
}

/// Gives the host of the calling thread files of its own, which are kept in this directory.
pub(super) fn replace_all(
    cx: Context<'_>,
    directory: &Path,
    hosts_file: &str,
) -> Result<(), Error> {
    let host = cx.host.unwrap_or_default();
    let own = |name: &str| directory.join(format!("{name}.{host}"));
    // Without the file there is no name server either.
    let has_resolv = replace(cx, RESOLV, &own("resolv.conf"), RESOLV_CONF)?;
    if !has_resolv && Path::new(RESOLV).is_dir() {
        print_no_names(&format!("{RESOLV} is a directory"));
    }
    // A machine without this file is one whose programs do not read it.
    let _has_hostname = replace(cx, "/etc/hostname", &own("hostname"), &format!("{host}\n"))?;
    if !replace(cx, "/etc/hosts", &own("hosts"), hosts_file)? {
        print_no_names("there is no file /etc/hosts");
    }
    Ok(())
}

/// Writes a file and puts it in the place of another. Returns false if there is no other.
fn replace(cx: Context<'_>, path: &str, by: &Path, content: &str) -> Result<bool, Error> {
    cx.attempt_io(Operation::Write, by.display(), || create::file(by, 0o644, content))?;
    bind_over(cx, by, path)
}

/// Puts a file in the place of another. A symbolic link into the hidden `/run` is redirected to it. If
/// there is no file, or a directory, none is created: the path belongs to the machine.
fn bind_over(cx: Context<'_>, file: &Path, path: &str) -> Result<bool, Error> {
    let subject = format!("{} on {path}", file.display());
    cx.attempt(Operation::Mount, subject, || {
        match mount_as(file.to_str(), Path::new(path), None, MsFlags::MS_BIND) {
            Err(Errno::ENOENT) => redirect_symlink(file, Path::new(path)).map_err(|e| errno_of(&e)),
            Err(Errno::ENOTDIR | Errno::ELOOP) => Ok(false),
            done => done.map(|()| true),
        }
    })
}

fn redirect_symlink(file: &Path, path: &Path) -> std::io::Result<bool> {
    let Ok(target) = fs::read_link(path) else { return Ok(false) };
    let target = path.parent().unwrap_or(path).join(target);
    let Ok(inside) =
        normal(&target).strip_prefix("/run").map(|inside| Path::new("/run").join(inside))
    else {
        return Ok(false);
    };
    fs::create_dir_all(inside.parent().unwrap_or(&inside))?;
    fs::copy(file, inside).map(|_| true)
}

/// Returns the path without `..`, with `/var/run` replaced by `/run` (FHS 3.0, section 5.13).
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        if part.as_os_str() == ".." {
            normal.pop();
        } else {
            normal.push(part);
        }
    }
    normal.strip_prefix("/var/run").map(|rest| Path::new("/run").join(rest)).unwrap_or(normal)
}
