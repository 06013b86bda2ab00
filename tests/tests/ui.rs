//! Mistakes in the attribute: what the compiler says of each. `TRYBUILD=overwrite` writes anew
//! what it says now.

#[test]
fn says_what_is_wrong_at_its_token() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
