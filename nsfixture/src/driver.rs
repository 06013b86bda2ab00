//! Driving the tasks that a body has left on its runtime.

use std::process::ExitCode;
use std::sync::mpsc::SyncSender;
use std::thread;

use tokio::sync::oneshot;

use crate::kernel::threads::{OwnThread, Part};

/// What the thread of a body reports.
pub(crate) enum Progress {
    /// The body has ended, and its runtime drives its tasks until this is sent.
    Drives(Release),
    /// The body has ended, and its runtime with it.
    Ended(thread::Result<ExitCode>),
}

/// Lets a runtime end.
pub(crate) struct Release(oneshot::Sender<()>);

impl Release {
    pub(crate) fn send(self) {
        // A runtime that has ended needs none.
        let _ended = self.0.send(());
    }
}

/// Reports the progress of a body.
pub(crate) struct Driver(SyncSender<Progress>);

impl Driver {
    pub(crate) fn new(progress: SyncSender<Progress>) -> Self {
        Self(progress)
    }

    /// Waits, on the runtime of the body, until everything in the network is idle. The runtime's tasks run
    /// meanwhile.
    pub(crate) async fn until_idle(&self) {
        // It is watched like any other thread of a runtime.
        let _watched = OwnThread::register(Part::Runtime);
        let (release, released) = oneshot::channel();
        // After a timeout nobody waits any more.
        if self.0.send(Progress::Drives(Release(release))).is_ok() {
            let _released = released.await;
        }
    }
}
