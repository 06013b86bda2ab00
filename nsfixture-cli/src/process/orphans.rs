//! Orphans: processes that have lost their parent and became children of this one, in any namespace
//! (`PR_SET_CHILD_SUBREAPER`, prctl(2)).

use std::fs;

use nix::libc::pid_t;
use nix::sys::signal::{self, Signal};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::{Pid, close};
use nsfixture::__cli;

/// How long a killed process may take to exit, in milliseconds.
const EXIT_TIMEOUT_MS: i32 = 5_000;

/// Kills all of them except the guardian, which exits by itself. Returns true if all have exited.
pub(crate) fn kill_orphans() -> bool {
    kill_orphans_except(&[])
}

/// Kills all except these and the guardian. Returns true if all have exited.
pub(super) fn kill_orphans_except(spared: &[Pid]) -> bool {
    // Each one leaves its own children behind; only a fork bomb needs more rounds.
    const ROUNDS: usize = 100;
    for _ in 0..ROUNDS {
        let mut found = orphans();
        found.retain(|orphan| !spared.contains(orphan));
        if found.is_empty() {
            return true;
        }
        if !found.into_iter().all(kill) {
            return false;
        }
    }
    false
}

/// Kills a child, whose PID is not reused before it is waited for. Returns true if it has exited.
fn kill(child: Pid) -> bool {
    // The kernel refuses this only for a child that has changed its user, which then does not exit.
    let _refused = signal::kill(child, Signal::SIGKILL);
    wait_exited(child)
}

/// Waits for a child that is about to exit. Returns true if it has.
pub(super) fn wait_exited(child: Pid) -> bool {
    let Ok(pidfd) = __cli::pidfd_open(child.as_raw()) else { return false };
    let ended = __cli::wait_readable(pidfd, EXIT_TIMEOUT_MS);
    let _closed = close(pidfd);
    ended && waitpid(child, Some(WaitPidFlag::WNOHANG | WaitPidFlag::__WALL)).is_ok()
}

/// Returns this process's children, except the guardian.
pub(super) fn orphans() -> Vec<Pid> {
    let own = Pid::this().as_raw();
    let guardian = __cli::shared_pid();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<pid_t>().ok());
    let ours = |&process: &pid_t| parent_of(process) == Some(own) && Some(process) != guardian;
    processes.filter(ours).map(Pid::from_raw).collect()
}

/// Returns the parent of a process (proc_pid_stat(5)).
pub(crate) fn parent_of(process: pid_t) -> Option<pid_t> {
    parent_in(&fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
}

fn parent_in(stat: &str) -> Option<pid_t> {
    // The fourth field, after the state.
    __cli::fields_from_third(stat)?.nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_parent_past_any_name() {
        for name in ["sh", "a b", "x) R 1 (y"] {
            assert_eq!(parent_in(&format!("42 ({name}) S 7 1 2 3")), Some(7), "{name}");
        }
        assert_eq!(parent_in("42 (sh) S"), None);
        assert_eq!(parent_in(""), None);
    }

    #[test]
    fn knows_its_own_parent() {
        assert_eq!(parent_of(Pid::this().as_raw()), Some(Pid::parent().as_raw()));
    }
}
