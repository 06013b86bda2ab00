//! The imports of a test module: `use nsfixture::prelude::*;`.

pub use crate::{Faults, Net, Node, Outage, Topology, ns_test};
