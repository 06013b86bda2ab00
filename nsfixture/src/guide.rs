//! The guide.

#[doc = include_str!("../docs/in_your_suite.md")]
#[doc = include_str!("../docs/combinations.md")]
///
/// # What does not
///
#[doc = include_str!("../docs/refused.md")]
pub mod in_your_suite {}

#[doc = include_str!("../docs/faults.md")]
#[doc = include_str!("../docs/fault_figures.md")]
pub mod faults {}

#[doc = include_str!("../docs/reports.md")]
pub mod reports {}

#[doc = include_str!("../docs/the_end_of_a_test.md")]
pub mod the_end_of_a_test {}

#[doc = include_str!("../docs/failures.md")]
pub mod failures {}

#[doc = include_str!("../docs/ci.md")]
pub mod ci {}
