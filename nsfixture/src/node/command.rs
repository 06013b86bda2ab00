//! Programs in a node.
#![allow(unsafe_code, reason = "a hook between fork and exec, which makes bare system calls only")]

use std::ffi::OsStr;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::sync::{Arc, Weak};

use super::Node;
use crate::kernel::{closing, limits};

impl Node {
    /// A command whose program starts inside the node, with the node's view of `/sys`,
    /// `/proc/net` and `/etc/hosts`, in the working directory of this thread or the one that the
    /// command is given.
    ///
    /// It is an ordinary [`Command`], and can become a `tokio::process::Command`. It is killed
    /// with all that it has started when the network goes down. Starting it then, or as a user
    /// other than one's own ([`CommandExt::uid`](std::os::unix::process::CommandExt::uid)
    /// comes before the node is entered), is an error.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let namespaces = self.namespaces().map(|namespaces| Arc::downgrade(&namespaces)).ok();
        let mut command = Command::new(program);
        let closing = self.net.closing;
        let enter = move || {
            // What the child holds of it goes when it becomes the program.
            let namespaces = namespaces.as_ref().and_then(Weak::upgrade);
            let entered = namespaces.as_ref().map(|namespaces| namespaces.enter());
            std::mem::forget(namespaces);
            closing::end_if_process_is_gone();
            match entered {
                Some(Ok(())) if !closing.is_closed() => {
                    limits::as_before().map_err(io::Error::from)
                }
                Some(Err(errno)) => Err(errno.into()),
                _ => Err(io::Error::from_raw_os_error(libc::ENETDOWN)),
            }
        };
        // SAFETY: `enter` makes bare system calls on a copy of what the parent had: no heap, no
        // lock.
        unsafe { command.pre_exec(enter) };
        command
    }
}
