//! A number with a unit.

/// What can be a quantity, and how it is shown in messages.
pub(super) struct Units {
    /// The units, each with its size in the smallest one.
    pub(super) sizes: &'static [(&'static str, u128)],
    /// Two quantities.
    pub(super) examples: [&'static str; 2],
    /// The unit that a number without one was probably meant to have.
    pub(super) usual: &'static str,
}

/// A quantity that has been read.
pub(super) struct Quantity<'t> {
    /// The number in the smallest unit, rounded up.
    pub(super) number: u128,
    /// The digits after the decimal point.
    pub(super) decimals: &'t str,
    pub(super) unit: &'t str,
}

impl Units {
    /// Parses a number with one of the units, as the value of `key`.
    pub(super) fn parse<'t>(&self, key: &str, text: &'t str) -> Result<Quantity<'t>, String> {
        let number_end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(number_end);
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        if whole.is_empty() || decimals.is_empty() || decimals.contains('.') {
            return Err(self.invalid(key, text));
        }
        if unit.is_empty() {
            return Err(unit_missing(key, text, self.usual));
        }
        let known = self.sizes.iter().find(|(name, _)| *name == unit);
        let &(_, size) = known.ok_or_else(|| self.invalid(key, text))?;
        let whole = whole.parse::<u64>().map_err(|_| too_large(key, text))?;
        // At most 19 digits: with the largest unit, 42 bits, nothing below overflows.
        let fraction = decimals.get(..19).unwrap_or(decimals);
        let scale = 10_u128.pow(fraction.len() as u32);
        let fraction = fraction.parse::<u64>().map_err(|_| self.invalid(key, text))?;
        let number = u128::from(whole) * size + (u128::from(fraction) * size).div_ceil(scale);
        Ok(Quantity { number, decimals, unit })
    }

    fn invalid(&self, key: &str, text: &str) -> String {
        let names: Vec<String> = self.sizes.iter().map(|(name, _)| format!("`{name}`")).collect();
        let (names, [first, second]) = (names.join(", "), self.examples);
        format!(
            "invalid {key} {text:?}: write a number with a unit ({names}), such as {first:?} or \
             {second:?}"
        )
    }
}

/// Returns the message about a quantity that cannot be represented.
pub fn too_large(key: &str, text: &str) -> String {
    format!("{key} {text:?} is too large")
}

/// Returns the message about a number that needs a unit.
pub fn unit_missing(key: &str, number: &str, unit: &str) -> String {
    format!("`{key}` needs a unit: write `{key} = \"{number}{unit}\"`")
}
