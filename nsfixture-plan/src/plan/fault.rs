//! Faults that begin and end by themselves.

use std::fmt;
use std::time::Duration;

use crate::cuts::Cut;
use crate::impairment::Impairment;

/// A fault that begins and ends by itself while the network is up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultPlan {
    /// When it begins for the first time, counted from the start of the network.
    pub after: Duration,
    /// How long it lasts each time; until the end if there is none.
    pub lasts: Option<Duration>,
    /// The time between two beginnings, longer than it lasts; it begins once if there is none.
    pub every: Option<Duration>,
    /// The fault in a few words: `isolate n3`.
    pub name: String,
    /// What happens meanwhile.
    pub effect: FaultEffect,
}

/// What happens while a fault is active.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultEffect {
    /// Packets between hosts are lost.
    Cut {
        /// From where, and to where.
        cuts: Vec<Cut>,
        /// Whether their senders are told.
        rejects: bool,
    },
    /// Cables do this to packets instead of what they do otherwise.
    Impair(Vec<CableFault>),
}

/// What a cable does to the packets in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CableFault {
    /// The index of the cable in [`Plan::cables`](super::Plan::cables).
    pub cable: usize,
    /// The end that the packets come from, 0 or 1.
    pub from: usize,
    /// What happens to them.
    pub impairment: Impairment,
}

/// Writes the times and the fault: `fault after 1s for 500ms every 5s (isolate n3)`.
impl fmt::Display for FaultPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fault")?;
        if self.after.is_zero() {
            f.write_str(" at once")?;
        } else {
            write!(f, " after {:?}", self.after)?;
        }
        if let Some(lasts) = self.lasts {
            write!(f, " for {lasts:?}")?;
        }
        if let Some(every) = self.every {
            write!(f, " every {every:?}")?;
        }
        write!(f, " ({})", self.name)
    }
}
