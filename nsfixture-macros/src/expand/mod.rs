//! From a valid test to the function that the harness calls. This cannot fail, and it decides nothing
//! that the library could decide.

mod handles;
mod hygiene;
mod reattach;
mod test;
mod test_fn;
mod topology;

pub(crate) use reattach::reattach;
pub(crate) use test::expand;
pub(crate) use test_fn::TestFn;
