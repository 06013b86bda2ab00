//! What a thread does.

use std::fs;
use std::str::SplitAsciiWhitespace;
use std::time::Duration;

/// The state of a thread at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    pub(super) is_running: bool,
    /// The CPU time that it has used.
    pub(super) used: Duration,
    /// How long it has waited for a CPU; zero where the kernel does not count it.
    pub(super) delayed: Duration,
    /// How often it has got a CPU; zero where the kernel does not count it.
    pub(super) runs: u64,
}

impl State {
    /// Returns the state of a thread, unless it has ended.
    pub(super) fn of(thread: i32) -> Option<Self> {
        let (state, used) = parse_stat(&read(thread, "stat")?)?;
        let times = read(thread, "schedstat").and_then(|text| parse_schedstat(&text));
        let (delayed, runs) = times.unwrap_or_default();
        Some(Self { is_running: matches!(state, 'R' | 'D'), used, delayed, runs })
    }
}

/// Returns true if a thread has ended but is still listed, as the main thread is.
pub(super) fn has_ended(thread: i32) -> bool {
    let state = read(thread, "stat").and_then(|stat| parse_stat(&stat));
    matches!(state, Some(('Z' | 'X', _)))
}

fn read(thread: i32, file: &str) -> Option<String> {
    fs::read_to_string(format!("/proc/self/task/{thread}/{file}")).ok()
}

/// Parses the state and the CPU time (proc_pid_stat(5)).
fn parse_stat(stat: &str) -> Option<(char, Duration)> {
    const TICK: Duration = Duration::from_millis(10); // USER_HZ, `linux/param.h`
    let mut fields = fields_from_third(stat)?;
    let state = fields.next()?.chars().next()?;
    let (user, system) = (fields.nth(10)?, fields.next()?);
    let ticks = user.parse::<u32>().ok()?.checked_add(system.parse().ok()?)?;
    Some((state, TICK * ticks))
}

/// Parses the second and the third number (`Documentation/scheduler/sched-stats.rst`): nanoseconds in a
/// run queue, and time slices.
fn parse_schedstat(text: &str) -> Option<(Duration, u64)> {
    let mut numbers = text.split_ascii_whitespace().skip(1).map(str::parse::<u64>);
    Some((Duration::from_nanos(numbers.next()?.ok()?), numbers.next()?.ok()?))
}

/// Returns the fields of a `stat` file after the second one, the name, which is in parentheses and
/// may itself contain spaces and parentheses (proc_pid_stat(5)).
pub fn fields_from_third(stat: &str) -> Option<SplitAsciiWhitespace<'_>> {
    stat.rsplit_once(')').map(|(_, rest)| rest.split_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_the_state_of_a_thread() {
        let line = "7 (a) R (b) D 1 2 3 4 5 6 7 8 9 10 120 30 13 14 15 16 17\n";
        assert_eq!(parse_stat(line), Some(('D', Duration::from_millis(1_500))));
        assert_eq!(parse_stat("7 (a"), None);
    }

    #[test]
    fn parses_how_often_a_thread_has_run() {
        let found = parse_schedstat("70979398 41125732 74\n");
        assert_eq!(found, Some((Duration::from_nanos(41_125_732), 74)));
        assert_eq!(parse_schedstat("1 2"), None);
    }

    #[test]
    fn this_thread_runs() {
        let state = State::of(nix::unistd::gettid().as_raw()).expect("it is alive");
        assert!(state.is_running);
        assert!(!has_ended(nix::unistd::gettid().as_raw()));
    }
}
