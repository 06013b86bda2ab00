//! The keys of a document, and of links and LANs.

use crate::key::Key;
use crate::topology::{CAN_FAIL, FAMILY, FAULTS, FROM, Field, OPTIONS, OptionRow, RULE, SEED};

/// Every key of a document.
pub(super) const DOCUMENT: [Key; 8] = [
    Key { name: "hosts", form: r#"hosts = ["printer"]"# },
    Key { name: "routers", form: r#"routers = ["gw"]"# },
    FAMILY,
    CAN_FAIL,
    SEED,
    Key { name: "order", form: r#"order = ["lan", "link"]"# },
    Key { name: "lan", form: "[[lan]]" },
    Key { name: "link", form: "[[link]]" },
];

/// Those that a file cannot have below a `[[lan]]` or a `[[link]]`: TOML makes them keys of that.
pub(super) const BEFORE_SEGMENTS: [&str; 3] = ["routers", "order", "seed"];

/// Returns true for an option whose value is a table of its own options.
pub fn is_table(key: &str) -> bool {
    OptionRow::find(FAULTS, key)
        .is_some_and(|row| matches!(row.field, Field::Outage(_) | Field::Rules(_)))
}

/// Returns true for a key that only rules have: it says what they match.
pub(super) fn is_matcher(key: &str) -> bool {
    OptionRow::find(RULE, key).is_some() && OptionRow::find(FAULTS, key).is_none()
}

/// Returns the keys of all options of links and LANs.
pub fn option_keys() -> impl Iterator<Item = Key> {
    let options = OPTIONS.iter().map(|option| option.key);
    let faults = FAULTS.iter().map(|fault| fault.key);
    options.chain(faults).chain([FROM])
}
