//! Programs in a host.
#![allow(unsafe_code, reason = "a hook between fork and exec, which makes bare system calls only")]

use std::ffi::OsStr;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};

use super::handle::Node;
use crate::kernel::bare::{fd_limit, shutdown_flag};

impl Node {
    /// Returns a command that runs a program in the host, with the host's view of `/sys`, `/proc/net`
    /// and `/etc/hosts`, in the working directory of this thread or the one set on the command.
    ///
    /// It is an ordinary [`Command`], and can be converted to a `tokio::process::Command`. The program
    /// and everything that it has started are killed when the network goes down. Spawning it after
    /// that is an error, and so is spawning it as another user, because
    /// [`CommandExt::uid`](std::os::unix::process::CommandExt::uid) takes effect before the host is
    /// entered.
    ///
    /// [`service`](Self::service) starts such a command, records what it prints, and waits until it is ready.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        self.put_into_host(&mut command);
        command
    }

    /// Lets a command run its program in the host. A second time has no effect.
    pub(super) fn put_into_host(&self, command: &mut Command) {
        /// The host that this process is in. Only a forked child, which has its own copy, is in one.
        static ENTERED: AtomicUsize = AtomicUsize::new(0);
        let namespaces = self.namespaces().map(|namespaces| Arc::downgrade(&namespaces)).ok();
        let shutdown = self.network.shutdown;
        let enter = move || {
            // What the child holds of it goes when it becomes the program.
            let namespaces = namespaces.as_ref().and_then(Weak::upgrade);
            let host = namespaces.as_ref().map_or(0, |namespaces| Arc::as_ptr(namespaces).addr());
            if host != 0 && ENTERED.load(Ordering::Relaxed) == host {
                // Since then the program may have given up what entering needs.
                std::mem::forget(namespaces);
                return Ok(());
            }
            let entered = namespaces.as_ref().map(|namespaces| namespaces.enter());
            std::mem::forget(namespaces);
            shutdown_flag::exit_if_process_is_gone();
            match entered {
                Some(Ok(())) if !shutdown.is_set() => {
                    ENTERED.store(host, Ordering::Relaxed);
                    fd_limit::restore().map_err(io::Error::from_raw_os_error)
                }
                Some(Err(errno)) => Err(errno.into()),
                _ => Err(io::Error::from_raw_os_error(libc::ENETDOWN)),
            }
        };
        // SAFETY: `enter` makes bare system calls on a copy of what the parent had: no heap, no
        // lock.
        unsafe { command.pre_exec(enter) };
    }
}
