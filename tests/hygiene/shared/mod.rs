//! What the crates of the three editions share: tests with `#[ns_test]` where no name means what it
//! usually does.

mod combined;
mod made;
mod nested;
mod shadows;
