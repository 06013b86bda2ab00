//! All diagnostics of the attribute and their wording. The wording of descriptions and of topologies
//! is in `nsfixture-plan`.

mod diagnostics;
mod file;
mod function;
mod harness;
mod hosts;
mod settings;
mod syntax;

pub(crate) use diagnostics::Diagnostics;
pub(crate) use file::*;
pub(crate) use function::*;
pub(crate) use harness::*;
pub(crate) use hosts::*;
pub(crate) use nsfixture_plan::describe::messages::{duplicate_key, unquoted, wrong_kind};
pub(crate) use settings::*;
pub(crate) use syntax::*;
