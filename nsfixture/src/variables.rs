//! The environment variables that this crate reads.

use std::env;
use std::ffi::OsStr;
use std::path::Path;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
use std::path::PathBuf;
use std::sync::Once;
use std::time::Duration;

use nsfixture_plan::units;

use crate::capture_mode::CaptureMode;
use crate::output::print_line;
use crate::report_level::ReportLevel;

/// Whether a test that would be skipped is to fail.
const REQUIRE: &str = "NSFIXTURE_REQUIRE";

/// How to enter a user namespace; the constructor reads it, before there is a heap.
const USERNS: &str = "NSFIXTURE_USERNS";

/// The seed of everything that happens to packets by chance.
const SEED: &str = "NSFIXTURE_SEED";

/// The directory for what is written of failed tests.
const ARTIFACTS: &str = "NSFIXTURE_ARTIFACTS";

/// The directory for the fates of failed tests.
const FATES: &str = "NSFIXTURE_FATES";

/// The file with the fates that happen again in a test.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) const REPLAY: &str = "NSFIXTURE_REPLAY";

/// What is recorded of the packets of a network.
const CAPTURE: &str = "NSFIXTURE_CAPTURE";

/// How much is printed of a test that has failed.
const REPORT: &str = "NSFIXTURE_REPORT";

/// Whether the network of a test that has failed stays up for a while.
const PAUSE: &str = "NSFIXTURE_PAUSE";

/// Whether hosts are made ahead.
const AHEAD: &str = "NSFIXTURE_AHEAD";

/// How long the body of a test may take that does not set it itself.
const TIMEOUT: &str = "NSFIXTURE_TIMEOUT";

/// The only value of [`USERNS`].
const NEVER: &str = "never";

/// Returns true if a test that would be skipped is to fail instead. A value that is not understood counts
/// as "yes": nothing is then skipped unseen.
pub(crate) fn is_required() -> bool {
    env::var_os(REQUIRE).is_some_and(|value| parse_switch(&value).unwrap_or(true))
}

/// Returns the seed that is set, if it is understood.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) fn seed() -> Option<u64> {
    env::var_os(SEED).and_then(|value| parse_seed(&value))
}

/// Returns the directory for what is written of failed tests, if one is set.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) fn artifacts_directory() -> Option<PathBuf> {
    path(ARTIFACTS)
}

/// Returns the directory in which the fates of failed tests are to be written.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) fn fates_directory() -> Option<PathBuf> {
    path(FATES)
}

/// Returns the file with the fates that are to happen again.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) fn replayed() -> Option<PathBuf> {
    path(REPLAY)
}

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
fn path(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Returns how long a body may take, if that is set and understood.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) fn timeout() -> Option<Duration> {
    env::var_os(TIMEOUT).and_then(|value| parse_timeout(&value))
}

/// Returns what is to be recorded of packets, if that is set and understood.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) fn capture() -> Option<CaptureMode> {
    env::var_os(CAPTURE).and_then(|value| CaptureMode::parse(value.to_str()?))
}

/// Returns how much is to be printed of a test that has failed.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) fn report_level() -> ReportLevel {
    let set = env::var_os(REPORT).and_then(|value| ReportLevel::parse(value.to_str()?));
    set.unwrap_or_default()
}

/// Returns true if the network of a test that has failed is to stay up for a while.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) fn is_paused() -> bool {
    env::var_os(PAUSE).is_some_and(|value| parse_switch(&value).unwrap_or(false))
}

/// Returns true if hosts may be made before their network is known.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) fn is_ahead() -> bool {
    env::var_os(AHEAD).is_none_or(|value| value.is_empty() || parse_switch(&value).unwrap_or(true))
}

/// Prints, once in a process, which variables have values that are not understood.
pub(crate) fn check() {
    static CHECKED: Once = Once::new();
    CHECKED.call_once(|| {
        for (name, problem) in [
            (REQUIRE, require_problem as fn(&_) -> _),
            (USERNS, userns_problem),
            (SEED, seed_problem),
            (FATES, directory_problem),
            (ARTIFACTS, directory_problem),
            (TIMEOUT, timeout_problem),
            (CAPTURE, capture_problem),
            (REPORT, report_problem),
            (PAUSE, switch_problem),
            (AHEAD, switch_problem),
        ] {
            let problem = env::var_os(name).and_then(|value| problem(&value));
            if let Some(problem) = problem {
                print_line(&format!("note: {name} is {problem}"));
            }
        }
    });
}

fn require_problem(value: &OsStr) -> Option<String> {
    let text = value.to_string_lossy();
    let problem = || format!("{text:?}, which counts as 1: expected 1 or 0");
    parse_switch(value).is_none().then(problem)
}

fn userns_problem(value: &OsStr) -> Option<String> {
    let text = value.to_string_lossy();
    let problem = || format!("{text:?}, which has no effect: expected `{NEVER}`");
    (!value.is_empty() && value != NEVER).then(problem)
}

fn seed_problem(value: &OsStr) -> Option<String> {
    let text = value.to_string_lossy();
    let problem =
        || format!("{text:?}, which has no effect: expected an integer from 0 to 2^64 - 1");
    (!value.is_empty() && parse_seed(value).is_none()).then(problem)
}

fn directory_problem(value: &OsStr) -> Option<String> {
    let path = Path::new(value);
    let problem =
        || format!("{:?}, which has no effect: it is not a directory", path.display().to_string());
    (path.exists() && !path.is_dir()).then(problem)
}

fn timeout_problem(value: &OsStr) -> Option<String> {
    let text = value.to_string_lossy();
    let problem =
        || format!("{text:?}, which has no effect: expected a duration, such as `60s` or `1.5m`");
    (!value.is_empty() && parse_timeout(value).is_none()).then(problem)
}

fn capture_problem(value: &OsStr) -> Option<String> {
    let text = value.to_string_lossy();
    let problem = || format!("{text:?}, which has no effect: expected `off`, `headers` or `full`");
    (!value.is_empty() && value.to_str().and_then(CaptureMode::parse).is_none()).then(problem)
}

fn report_problem(value: &OsStr) -> Option<String> {
    let text = value.to_string_lossy();
    let words = ReportLevel::WORDS;
    let problem = || format!("{text:?}, which has no effect: expected {words}");
    value.to_str().and_then(ReportLevel::parse).is_none().then(problem)
}

fn switch_problem(value: &OsStr) -> Option<String> {
    let text = value.to_string_lossy();
    let problem = || format!("{text:?}, which has no effect: expected 1 or 0");
    parse_switch(value).is_none().then(problem)
}

/// Parses a duration as the attribute does.
fn parse_timeout(value: &OsStr) -> Option<Duration> {
    let timeout = units::duration(TIMEOUT, value.to_str()?).ok()?;
    (!timeout.is_zero()).then_some(timeout)
}

fn parse_seed(value: &OsStr) -> Option<u64> {
    value.to_str()?.parse().ok()
}

/// Parses a switch, with the words that people use for it.
fn parse_switch(value: &OsStr) -> Option<bool> {
    match value.to_str()?.to_ascii_lowercase().as_str() {
        "" | "0" | "false" | "no" | "off" => Some(false),
        "1" | "true" | "yes" | "on" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, is_on: Option<bool>) {
        assert_eq!(parse_switch(OsStr::new(value)), is_on, "{value}");
        assert_eq!(require_problem(OsStr::new(value)).is_none(), is_on.is_some(), "{value}");
    }

    #[test]
    fn a_switch_is_on_or_off() {
        for on in ["1", "true", "Yes", "ON"] {
            check(on, Some(true));
        }
        for off in ["", "0", "false", "No", "off"] {
            check(off, Some(false));
        }
        for unknown in ["2", "ture", " 1", "never"] {
            check(unknown, None);
        }
    }

    #[test]
    fn a_seed_is_a_number() {
        for (value, seed) in [("0", Some(0)), ("18446744073709551615", Some(u64::MAX)), ("", None)]
        {
            assert_eq!(parse_seed(OsStr::new(value)), seed, "{value}");
            assert_eq!(seed_problem(OsStr::new(value)), None, "{value}");
        }
        let problem = seed_problem(OsStr::new("0x2a")).expect("it is no number");
        let expected = "\"0x2a\", which has no effect: expected an integer from 0 to 2^64 - 1";
        assert_eq!(problem, expected);
    }

    #[test]
    fn fates_are_written_to_a_directory() {
        for value in ["", "/", "/none/such"] {
            assert_eq!(directory_problem(OsStr::new(value)), None, "{value}");
        }
        let problem = directory_problem(OsStr::new("/proc/self/exe")).expect("it is a file");
        assert_eq!(problem, "\"/proc/self/exe\", which has no effect: it is not a directory");
    }

    #[test]
    fn a_timeout_is_a_duration() {
        for (value, timeout) in [("90s", 90_000), ("1.5m", 90_000), ("250ms", 250)] {
            let expected = Some(Duration::from_millis(timeout));
            assert_eq!(parse_timeout(OsStr::new(value)), expected, "{value}");
            assert_eq!(timeout_problem(OsStr::new(value)), None, "{value}");
        }
        assert_eq!(timeout_problem(OsStr::new("")), None);
        for value in ["90", "soon", "0s", "-1s", "1d"] {
            let problem = timeout_problem(OsStr::new(value)).expect("it is no duration");
            let expected = "which has no effect: expected a duration, such as `60s` or `1.5m`";
            assert_eq!(problem, format!("{value:?}, {expected}"));
        }
    }

    #[test]
    fn packets_are_recorded_in_three_ways() {
        for value in ["", "off", "headers", "full"] {
            assert_eq!(capture_problem(OsStr::new(value)), None, "{value}");
        }
        let problem = capture_problem(OsStr::new("all")).expect("it is unknown");
        let expected = "which has no effect: expected `off`, `headers` or `full`";
        assert_eq!(problem, format!("\"all\", {expected}"));
    }

    #[test]
    fn a_report_has_a_length() {
        for value in ["", "short", "full", "none"] {
            assert_eq!(report_problem(OsStr::new(value)), None, "{value}");
        }
        let problem = report_problem(OsStr::new("long")).expect("it is unknown");
        let expected = "\"long\", which has no effect: expected `short`, `full` or `none`";
        assert_eq!(problem, expected);
        let problem = switch_problem(OsStr::new("60s")).expect("it is no switch");
        assert_eq!(problem, "\"60s\", which has no effect: expected 1 or 0");
        assert_eq!(switch_problem(OsStr::new("1")), None);
    }

    #[test]
    fn another_value_of_userns_is_a_problem() {
        assert_eq!(userns_problem(OsStr::new("never")), None);
        assert_eq!(userns_problem(OsStr::new("")), None);
        let problem = userns_problem(OsStr::new("nevr")).expect("it is misspelled");
        assert_eq!(problem, "\"nevr\", which has no effect: expected `never`");
    }
}
