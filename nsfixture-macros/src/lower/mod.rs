//! From syntax to a valid test, or to every mistake in it.

mod attrs;
mod entries;
mod file;
mod harness;
mod lowering;
mod network;
mod params;
mod role;
mod settings;
mod signature;
#[cfg(test)]
mod tests;
mod value;
#[cfg(test)]
mod wrong_topologies;

pub(crate) use attrs::{expected_panic, has_test};
pub(crate) use harness::Harnesses;
pub(crate) use lowering::lower;
pub(crate) use role::{Role, role};
