//! What a test module imports: `use nsfixture::prelude::*;`.

pub use crate::{Net, Node, ns_test};
