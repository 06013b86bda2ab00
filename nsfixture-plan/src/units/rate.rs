//! Rates.

use super::quantity::{Units, too_large};

/// In bits per second. Prefixes are decimal, as in tc(8).
const RATE: Units = Units {
    sizes: &[("bit", 1), ("kbit", 1_000), ("mbit", 1_000_000), ("gbit", 1_000_000_000)],
    examples: ["10mbit", "1.5gbit"],
    usual: "mbit",
};

/// Parses a rate, such as `"10mbit"`, and returns it in bits per second. Less than a bit is rounded
/// up.
///
/// # Errors
/// Returns a message about the text, as the value of `key`.
pub fn rate(key: &str, text: &str) -> Result<u64, String> {
    let bits = RATE.parse(key, text)?.number;
    u64::try_from(bits).map_err(|_| too_large(key, text))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for text in ["", "10 mbit", "10Mbit", "mbit", "10mbps"] {
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
        let message = rate("rate", "10").expect_err("no unit");
        assert_eq!(message, "`rate` needs a unit: write `rate = \"10mbit\"`");
    }
}
