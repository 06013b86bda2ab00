//! Lets go of large networks in the background: the kernel takes its time to end each host's
//! thread and to take its mounts down, and nobody has to wait for a thousand of them.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How many hosts are let go of at once, without a thread for it.
const FEW: usize = 16;

/// How many networks are being let go of.
static UNDER_WAY: Mutex<usize> = Mutex::new(0);
static ONE_LESS: Condvar = Condvar::new();

/// One of those that are counted.
struct Counted;

fn under_way() -> MutexGuard<'static, usize> {
    UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Counted {
    fn new() -> Self {
        *under_way() += 1;
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        *under_way() -= 1;
        ONE_LESS.notify_all();
    }
}

/// Releases the hosts of a network and drops them, and then what they had room in: a few at once,
/// many in the background.
pub(crate) fn let_go<H, R>(mut hosts: Vec<H>, release: fn(&mut H), room: R)
where
    H: Send + 'static,
    R: Send + 'static,
{
    if hosts.len() <= FEW {
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
        drop((room, counted));
    };
    // Where no thread can be had, the hosts are dropped here and now.
    let _reaper = thread::Builder::new().name("nsfixture".to_owned()).spawn(reap);
}

/// Waits until all have been let go of, for half a minute at the most; whether any had to be waited
/// for.
pub(crate) fn wait_until_done() -> bool {
    const PATIENCE: Duration = Duration::from_secs(30);
    let under_way = under_way();
    if *under_way == 0 {
        return false;
    }
    drop(ONE_LESS.wait_timeout_while(under_way, PATIENCE, |under_way| *under_way > 0));
    true
}
