//! What a program has left behind: processes that have lost their parent and become this one's, in
//! whatever namespaces they are (`PR_SET_CHILD_SUBREAPER`, prctl(2)).

use std::fs;

use nix::libc::pid_t;
use nix::sys::signal::{self, Signal};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;

use super::bare::{process, syscalls as raw};
use super::guardian;
use super::threads::fields_from_third;

/// How long a killed process may take to end, in milliseconds.
const PATIENCE: i32 = 5_000;

/// Ends all of them but the guardian, which ends by itself; whether all have ended.
pub fn end_strays() -> bool {
    end_strays_but(&[])
}

/// Ends all but these and the guardian; whether all have ended.
pub(super) fn end_strays_but(spared: &[Pid]) -> bool {
    // Each ended one leaves its own children behind; more rounds than this are a fork bomb's.
    const ROUNDS: usize = 100;
    for _ in 0..ROUNDS {
        let mut strays = strays();
        strays.retain(|stray| !spared.contains(stray));
        if strays.is_empty() {
            return true;
        }
        if !strays.into_iter().all(end) {
            return false;
        }
    }
    false
}

/// Ends a child, whose number is its own until it is waited for; whether it has ended.
fn end(child: Pid) -> bool {
    // The kernel refuses it only of one that has changed its user, which then is not found to end.
    let _refused = signal::kill(child, Signal::SIGKILL);
    has_ended(child)
}

/// Waits for a child that is about to end; whether it has.
pub(super) fn has_ended(child: Pid) -> bool {
    let Ok(pidfd) = process::pidfd_open(child.as_raw()) else { return false };
    let ended = process::wait_readable(pidfd, PATIENCE);
    raw::close(pidfd);
    ended && waitpid(child, Some(WaitPidFlag::WNOHANG | WaitPidFlag::__WALL)).is_ok()
}

/// This process's children, but for the guardian.
pub(super) fn strays() -> Vec<Pid> {
    let own = Pid::this().as_raw();
    let guardian = guardian::shared_pid();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<pid_t>().ok());
    let ours = |&process: &pid_t| parent_of(process) == Some(own) && Some(process) != guardian;
    processes.filter(ours).map(Pid::from_raw).collect()
}

/// A process's parent (proc_pid_stat(5)).
pub(super) fn parent_of(process: pid_t) -> Option<pid_t> {
    parent_in(&fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
}

fn parent_in(stat: &str) -> Option<pid_t> {
    // The fourth field, after the state.
    fields_from_third(stat)?.nth(1)?.parse().ok()
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
