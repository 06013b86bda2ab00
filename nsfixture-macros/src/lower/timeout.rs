//! `"10s"`, `"1.5m"`.

use crate::diag;

/// The milliseconds that a text stands for, rounded up.
pub(super) fn millis(text: &str) -> Result<u64, String> {
    let unreadable = || diag::timeout(text);
    let number_end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(number_end);
    let unit: u128 = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60 * 1000,
        "h" => 60 * 60 * 1000,
        _ => return Err(unreadable()),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || fraction.is_empty() || fraction.contains('.') {
        return Err(unreadable());
    }
    let too_long = || diag::TIMEOUT_TOO_LONG.to_owned();
    let whole = whole.parse::<u64>().map_err(|_| too_long())?;
    // At most 19 digits, so that nothing below overflows.
    let part = fraction.get(..19).unwrap_or(fraction);
    let scale = 10_u128.pow(part.len().try_into().unwrap_or(19));
    let part = part.parse::<u64>().map_err(|_| unreadable())?;
    let millis = u128::from(whole) * unit + (u128::from(part) * unit).div_ceil(scale);
    match u64::try_from(millis) {
        Ok(0) => Err(diag::TIMEOUT_ZERO.to_owned()),
        Ok(millis) => Ok(millis),
        Err(_) => Err(too_long()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<u64, &str>) {
        assert_eq!(millis(text), expected.map_err(str::to_owned), "{text}");
    }

    #[test]
    fn reads_numbers_with_units() {
        check("10s", Ok(10_000));
        check("250ms", Ok(250));
        check("1.5s", Ok(1500));
        check("0.25m", Ok(15_000));
        check("2h", Ok(7_200_000));
        check("0.0001s", Ok(1));
        check("1.50000000000000000000000000s", Ok(1500));
    }

    #[test]
    fn refuses_the_rest() {
        for text in ["", "s", "10", "10 s", "-1s", "+1s", "1.s", ".5s", "1.5.5s", "1e3s", "10sec"] {
            check(text, Err(&diag::timeout(text)));
        }
        check("0s", Err(diag::TIMEOUT_ZERO));
        check("0.00ms", Err(diag::TIMEOUT_ZERO));
        check("99999999999999999999s", Err(diag::TIMEOUT_TOO_LONG));
        check("18446744073709551615h", Err(diag::TIMEOUT_TOO_LONG));
    }
}
