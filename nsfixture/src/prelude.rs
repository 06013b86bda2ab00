//! The imports of a test module: `use nsfixture::prelude::*;`.

pub use crate::{Net, Node, Topology, ns_test};
