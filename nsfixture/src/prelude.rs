//! The imports of a test module: `use nsfixture::prelude::*;`.

pub use crate::{Faults, Net, Node, Outage, Rule, Topology, ns_test};
