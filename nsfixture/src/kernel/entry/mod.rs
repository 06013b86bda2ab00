//! How the process gets the capabilities to create networks, and the settings of the machine that
//! explain why it does not.

pub(crate) mod confinement;
pub(crate) mod constructor;
pub(crate) mod environment;
pub(crate) mod masks;
pub(crate) mod outcome;
