//! Waiting until a file exists (inotify(7)). The calling thread is in the host.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::path::Path;

use nix::errno::Errno;
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};

use super::context::Context;
use crate::error::{Error, Operation};

/// The events of the directories on the way to a file. Readable when there may be one.
pub(crate) struct FileEvents(Inotify);

impl FileEvents {
    pub(crate) fn open(cx: Context<'_>) -> Result<Self, Error> {
        let flags = InitFlags::IN_CLOEXEC | InitFlags::IN_NONBLOCK;
        cx.attempt(Operation::Watch, "files", || Inotify::init(flags)).map(Self)
    }

    /// Returns true if there is something at an absolute path. Otherwise there is an event as soon as that may have
    /// changed.
    pub(crate) fn is_there(&self, cx: Context<'_>, path: &Path) -> Result<bool, Error> {
        cx.attempt(Operation::Watch, path.display(), || {
            self.forget_events()?;
            self.watch_nearest(path)?;
            // Only now: what is created from here on is an event.
            match fs::symlink_metadata(path) {
                Ok(_) => Ok(true),
                Err(error) if is_missing(&error) => Ok(false),
                Err(error) => Err(super::context::errno_of(&error)),
            }
        })
    }

    fn forget_events(&self) -> Result<(), Errno> {
        loop {
            match self.0.read_events() {
                Ok(_) | Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => return Ok(()),
                Err(errno) => return Err(errno),
            }
        }
    }

    /// Watches the nearest directory above a path that exists.
    fn watch_nearest(&self, path: &Path) -> Result<(), Errno> {
        // A watch of a directory that is watched already replaces that.
        let flags = AddWatchFlags::IN_CREATE
            | AddWatchFlags::IN_MOVED_TO
            | AddWatchFlags::IN_DELETE_SELF
            | AddWatchFlags::IN_MOVE_SELF
            | AddWatchFlags::IN_ONLYDIR;
        'from_the_file: loop {
            let mut below = path;
            for directory in path.ancestors().skip(1) {
                match self.0.add_watch(as_directory(directory), flags) {
                    // It may have been created between the two watches.
                    Ok(_) if below != path && below.is_dir() => continue 'from_the_file,
                    Ok(_) => return Ok(()),
                    Err(Errno::ENOENT | Errno::ENOTDIR) => below = directory,
                    Err(errno) => return Err(errno),
                }
            }
            return Err(Errno::ENOENT);
        }
    }
}

impl AsFd for FileEvents {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl AsRawFd for FileEvents {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_fd().as_raw_fd()
    }
}

/// The first directory of a relative path is the working directory.
fn as_directory(path: &Path) -> &Path {
    if path.as_os_str() == OsStr::new("") { Path::new(".") } else { path }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
