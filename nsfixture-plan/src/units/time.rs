//! Durations.

use std::time::Duration;

use super::quantity::{Units, too_large};

/// Units of time, in nanoseconds.
pub(super) const TIME: [(&str, u128); 6] = [
    ("ns", 1),
    ("us", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60 * 1_000_000_000),
    ("h", 60 * 60 * 1_000_000_000),
];

/// Parses a duration, such as `"10s"` or `"1.5m"`. Less than a nanosecond is rounded up.
///
/// # Errors
/// Returns a message about the text, as the value of `key`.
pub fn duration(key: &str, text: &str) -> Result<Duration, String> {
    parse(&Units { sizes: &TIME, examples: ["10s", "1.5m"], usual: "s" }, key, text)
}

/// Parses the delay of a packet, such as `"20ms"`, as [`duration`] does.
///
/// # Errors
/// Returns a message about the text, as the value of `key`.
pub fn delay(key: &str, text: &str) -> Result<Duration, String> {
    parse(&Units { sizes: &TIME, examples: ["20ms", "1.5s"], usual: "ms" }, key, text)
}

fn parse(units: &Units, key: &str, text: &str) -> Result<Duration, String> {
    let nanos = units.parse(key, text)?.number;
    of_nanos(nanos).ok_or_else(|| too_large(key, text))
}

pub(super) fn of_nanos(nanos: u128) -> Option<Duration> {
    let seconds = u64::try_from(nanos / 1_000_000_000).ok()?;
    Some(Duration::new(seconds, (nanos % 1_000_000_000) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_duration(text: &str, expected: Result<Duration, &str>) {
        assert_eq!(duration("timeout", text), expected.map_err(str::to_owned), "{text}");
    }

    #[test]
    fn parses_durations() {
        check_duration("10s", Ok(Duration::from_secs(10)));
        check_duration("250ms", Ok(Duration::from_millis(250)));
        check_duration("1.5s", Ok(Duration::from_millis(1500)));
        check_duration("0.25m", Ok(Duration::from_secs(15)));
        check_duration("2h", Ok(Duration::from_secs(7200)));
        check_duration("3.5us", Ok(Duration::from_nanos(3500)));
        check_duration("0.1ns", Ok(Duration::from_nanos(1)));
        check_duration("0s", Ok(Duration::ZERO));
        check_duration("1.50000000000000000000000000s", Ok(Duration::from_millis(1500)));
        let longest = Duration::from_secs(u64::MAX);
        check_duration("18446744073709551615s", Ok(longest));
    }

    #[test]
    fn refuses_other_durations() {
        for text in ["", "s", "10 s", "-1s", "+1s", "1.s", ".5s", "1.5.5s", "1e3s", "10sec", "1."] {
            let message = format!(
                "invalid timeout {text:?}: write a number with a unit (`ns`, `us`, `ms`, `s`, `m`, \
                 `h`), such as \"10s\" or \"1.5m\""
            );
            check_duration(text, Err(&message));
        }
        for text in ["99999999999999999999s", "18446744073709551615h"] {
            check_duration(text, Err(&format!("timeout {text:?} is too large")));
        }
    }

    #[test]
    fn shows_the_usual_unit() {
        check_duration("10", Err("`timeout` needs a unit: write `timeout = \"10s\"`"));
        let message = "`delay` needs a unit: write `delay = \"1.5ms\"`";
        assert_eq!(delay("delay", "1.5"), Err(message.to_owned()));
    }
}
