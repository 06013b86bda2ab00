//! Items that expansions of `#[ns_test]` call. They are no part of the public API.
//!
//! The module below has a version, so that an expansion never meets items of another meaning.

pub mod v1;
