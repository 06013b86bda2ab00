//! How the process gets the capabilities to create networks, and what the machine's settings say where
//! it does not.

pub(crate) mod constructor;
pub(crate) mod environment;
#[cfg(feature = "cli")]
pub(crate) mod limits;
pub(crate) mod masks;
pub(crate) mod outcome;
