//! The keys of a document.

use crate::key::Key;
use crate::topology::FAMILY;

/// Every key of a document.
pub(super) const DOCUMENT: [Key; 6] = [
    Key { name: "hosts", form: r#"hosts = ["printer"]"# },
    Key { name: "routers", form: r#"routers = ["gw"]"# },
    FAMILY,
    Key { name: "order", form: r#"order = ["lan", "link"]"# },
    Key { name: "lan", form: "[[lan]]" },
    Key { name: "link", form: "[[link]]" },
];

/// Those that a file cannot have below a `[[lan]]` or a `[[link]]`: TOML makes them keys of that.
pub(super) const BEFORE_SEGMENTS: [&str; 2] = ["routers", "order"];
