//! Writing fates.

use std::fmt;

use super::all::{DirectionFates, Fates};
use super::decider::RandomRule;
use super::fate::{Fate, FateKind};
use super::read::VERSION;

impl fmt::Display for Fates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "nsfixture fates {VERSION}\nseed {}", self.seed)?;
        for DirectionFates { cable, sender, mtu, drawn, rules, .. } in &self.directions {
            write!(f, "cable {cable} {sender} mtu {mtu} draws")?;
            drawn.iter().try_for_each(|fault| write!(f, " {fault}"))?;
            writeln!(f)?;
            for RandomRule { number, matches, drawn } in rules {
                write!(f, "rule {cable} {sender} {number} draws")?;
                drawn.iter().try_for_each(|fault| write!(f, " {fault}"))?;
                writeln!(f, " matches {matches}")?;
            }
        }
        for direction in &self.directions {
            let DirectionFates { cable, sender, fates, missing, .. } = direction;
            for fate in fates {
                writeln!(f, "{} {cable} {sender} {fate}", fate.kind.name())?;
            }
            for (decider, fault, count) in missing {
                writeln!(f, "missing {cable} {sender} {decider}{fault} {count}")?;
            }
        }
        writeln!(f, "end {}", self.len())
    }
}

/// Writes the packet, and what there is to say of its fate in addition to the kind.
impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = if self.is_from_client { "client" } else { "server" };
        write!(f, "{}{} {end} {}", self.decider, self.flow, self.place)?;
        match self.kind {
            FateKind::Corrupted { bit, of, .. } => write!(f, " bit {bit} of {of}"),
            FateKind::Delayed(draw) => write!(f, " draw {draw:#018x}"),
            FateKind::Lost | FateKind::Duplicated | FateKind::Reordered { .. } => Ok(()),
        }
    }
}
