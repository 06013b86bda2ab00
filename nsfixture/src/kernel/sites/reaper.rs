//! Releases large networks in the background: the kernel needs time to end each host's thread and to
//! unmount its view, and nobody has to wait for a thousand of them.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// The most hosts that are released without a background thread.
const INLINE_MAX: usize = 16;

/// The number of networks that are being released.
static IN_PROGRESS: Mutex<usize> = Mutex::new(0);
static ONE_LESS: Condvar = Condvar::new();

/// A network that is being released.
struct Counted;

fn in_progress() -> MutexGuard<'static, usize> {
    IN_PROGRESS.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Counted {
    fn new() -> Self {
        *in_progress() += 1;
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        *in_progress() -= 1;
        ONE_LESS.notify_all();
    }
}

/// Releases the hosts of a network, drops them, and then drops `reservation`: few hosts at once, many
/// in the background.
pub(crate) fn release<H, R>(mut hosts: Vec<H>, release: fn(&mut H), reservation: R)
where
    H: Send + 'static,
    R: Send + 'static,
{
    if hosts.len() <= INLINE_MAX {
        // All threads end at the same time.
        hosts.iter_mut().for_each(release);
        drop(hosts);
        return;
    }
    let counted = Counted::new();
    let reap = move || {
        for mut host in hosts {
            release(&mut host);
        }
        drop((reservation, counted));
    };
    // If no thread can be started, the hosts are dropped here.
    let _reaper = thread::Builder::new().name("nsfixture".to_owned()).spawn(reap);
}

/// Waits until a network has been released, but no longer than this.
pub(crate) fn wait_for_one(at_most: Duration) {
    drop(ONE_LESS.wait_timeout(in_progress(), at_most));
}

/// Waits up to 30 s until all have been released. Returns true if there were any.
pub(crate) fn wait_until_done() -> bool {
    const TIMEOUT: Duration = Duration::from_secs(30);
    let in_progress = in_progress();
    if *in_progress == 0 {
        return false;
    }
    drop(ONE_LESS.wait_timeout_while(in_progress, TIMEOUT, |in_progress| *in_progress > 0));
    true
}
