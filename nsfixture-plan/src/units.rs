//! Quantities with units: durations and rates.

use std::time::Duration;

/// Units of time, in nanoseconds.
const TIME: [(&str, u128); 6] = [
    ("ns", 1),
    ("us", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60 * 1_000_000_000),
    ("h", 60 * 60 * 1_000_000_000),
];

/// Units of rates, in bits per second. Prefixes are decimal, as in tc(8).
const RATE: [(&str, u128); 4] =
    [("bit", 1), ("kbit", 1_000), ("mbit", 1_000_000), ("gbit", 1_000_000_000)];

/// Parses a duration, such as `"10s"` or `"1.5m"`. Less than a nanosecond is rounded up.
///
/// # Errors
/// Returns a message about the text, as the value of `key`.
pub fn duration(key: &str, text: &str) -> Result<Duration, String> {
    let nanos = quantity(key, text, &TIME, "\"10s\" or \"1.5m\"")?;
    let seconds = u64::try_from(nanos / 1_000_000_000).map_err(|_| too_large(key, text))?;
    Ok(Duration::new(seconds, (nanos % 1_000_000_000) as u32))
}

/// Parses a rate, such as `"10mbit"`, and returns it in bits per second. Less than a bit is rounded
/// up.
///
/// # Errors
/// Returns a message about the text, as the value of `key`.
pub fn rate(key: &str, text: &str) -> Result<u64, String> {
    let bits = quantity(key, text, &RATE, "\"10mbit\" or \"1.5gbit\"")?;
    u64::try_from(bits).map_err(|_| too_large(key, text))
}

/// Parses a number with a unit, and returns it in the smallest unit, rounded up.
fn quantity(key: &str, text: &str, units: &[(&str, u128)], examples: &str) -> Result<u128, String> {
    let invalid = || {
        let names: Vec<String> = units.iter().map(|(name, _)| format!("`{name}`")).collect();
        let names = names.join(", ");
        format!("invalid {key} {text:?}: write a number with a unit ({names}), such as {examples}")
    };
    let number_end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(number_end);
    let &(_, unit) = units.iter().find(|(name, _)| *name == unit).ok_or_else(invalid)?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || fraction.is_empty() || fraction.contains('.') {
        return Err(invalid());
    }
    let whole = whole.parse::<u64>().map_err(|_| too_large(key, text))?;
    // At most 19 digits: with the largest unit, 42 bits, nothing below overflows.
    let fraction = fraction.get(..19).unwrap_or(fraction);
    let scale = 10_u128.pow(fraction.len() as u32);
    let fraction = fraction.parse::<u64>().map_err(|_| invalid())?;
    Ok(u128::from(whole) * unit + (u128::from(fraction) * unit).div_ceil(scale))
}

/// Returns the message about a quantity that cannot be represented.
pub fn too_large(key: &str, text: &str) -> String {
    format!("{key} {text:?} is too large")
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
        for text in ["", "s", "10", "10 s", "-1s", "+1s", "1.s", ".5s", "1.5.5s", "1e3s", "10sec"] {
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
    fn parses_rates() {
        for (text, expected) in [
            ("500kbit", 500_000),
            ("10mbit", 10_000_000),
            ("1gbit", 1_000_000_000),
            ("1.5mbit", 1_500_000),
            ("0.5bit", 1),
        ] {
            assert_eq!(rate("rate", text), Ok(expected), "{text}");
        }
        for text in ["", "10", "10 mbit", "10Mbit", "mbit", "10mbps"] {
            let message = rate("rate", text).expect_err(text);
            assert_eq!(
                message,
                format!(
                    "invalid rate {text:?}: write a number with a unit (`bit`, `kbit`, `mbit`, \
                     `gbit`), such as \"10mbit\" or \"1.5gbit\""
                )
            );
        }
        let message = rate("rate", "18446744073709551615gbit").expect_err("too large");
        assert_eq!(message, "rate \"18446744073709551615gbit\" is too large");
    }
}
