//! Values that are words.

use crate::impairment::{Aqm, Distribution};

pub(super) const DISTRIBUTIONS: [(&str, Distribution); 3] = [
    ("uniform", Distribution::Uniform),
    ("normal", Distribution::Normal),
    ("pareto", Distribution::Pareto),
];

pub(super) const AQMS: [(&str, Aqm); 2] = [("codel", Aqm::CoDel), ("drop-tail", Aqm::DropTail)];
