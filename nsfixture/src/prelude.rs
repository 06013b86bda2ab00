//! What a test module imports: `use nsfixture::prelude::*;`.

pub use crate::{Net, Node, Topology, ns_test};
