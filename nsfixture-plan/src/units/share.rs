//! Shares of packets.

use super::quantity::Units;
use crate::impairment::Ppm;

/// In parts per million.
const SHARE: Units = Units { sizes: &[("%", 10_000)], examples: ["1%", "0.1%"], usual: "%" };

/// The number of decimals of a percentage that a part per million allows.
const DECIMALS: usize = 4;

/// Parses a share, such as `"1%"`. Nothing is rounded.
///
/// # Errors
/// Returns a message about the text, as the value of `key`.
pub fn share(key: &str, text: &str) -> Result<Ppm, String> {
    let share = SHARE.parse(key, text)?;
    if share.decimals.len() > DECIMALS {
        return Err(format!(
            "{key} {text:?} has more than {DECIMALS} decimals: the smallest share is \"0.0001%\""
        ));
    }
    u32::try_from(share.number)
        .ok()
        .and_then(Ppm::new)
        .ok_or_else(|| format!("{key} {text:?} is more than all packets: write at most \"100%\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_shares() {
        for (text, expected) in [
            ("1%", 10_000),
            ("0.1%", 1_000),
            ("0.0001%", 1),
            ("33.3333%", 333_333),
            ("100%", 1_000_000),
            ("100.0000%", 1_000_000),
            ("0%", 0),
        ] {
            assert_eq!(share("loss", text).map(Ppm::get), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_other_shares() {
        for (text, expected) in [
            ("5", "`loss` needs a unit: write `loss = \"5%\"`"),
            ("0.05", "`loss` needs a unit: write `loss = \"0.05%\"`"),
            (
                "5 %",
                "invalid loss \"5 %\": write a number with a unit (`%`), such as \"1%\" or \"0.1%\"",
            ),
            (
                "0.00001%",
                "loss \"0.00001%\" has more than 4 decimals: the smallest share is \"0.0001%\"",
            ),
            ("101%", "loss \"101%\" is more than all packets: write at most \"100%\""),
            ("100.0001%", "loss \"100.0001%\" is more than all packets: write at most \"100%\""),
            (
                "18446744073709551615%",
                "loss \"18446744073709551615%\" is more than all packets: write at most \"100%\"",
            ),
        ] {
            assert_eq!(share("loss", text), Err(expected.to_owned()), "{text}");
        }
    }
}
