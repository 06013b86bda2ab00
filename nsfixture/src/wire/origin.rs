//! Where decisions about packets come from.

use nsfixture_plan::Fates;

/// Where decisions about packets come from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'f> {
    pub(crate) seed: u64,
    /// What is to happen again, whatever the seed.
    pub(crate) replayed: Option<&'f Fates>,
}
