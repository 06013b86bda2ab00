//! The pure half of [nsfixture](https://docs.rs/nsfixture): a network as it was asked for
//! ([`Topology`]), and what is to be made of it ([`Plan`]).
//!
//! Nothing in here touches the system: no file is read, no system call made, and the crate has no
//! dependency through which it could. That is what lets the attribute `#[ns_test]` check a
//! topology at compile time with the very code that the library runs, so that both refuse the
//! same topologies in the same words.
//!
//! Depend on `nsfixture`, which exports again what a test needs of this crate.
#![forbid(unsafe_code)]

pub mod addr;
mod draw;
mod file;
pub mod name;
mod plan;
mod problem;
mod suggest;
mod topology;

pub use file::{FileProblem, FileProblems};
pub use plan::{
    CableEnd, CablePlan, HostEnd, HostsTable, Interface, LanPlan, LinkPlan, NodePlan, Op, Plan,
    Route, Site, Step, SwitchPlan,
};
pub use problem::{Location, Problem, Problems};
pub use suggest::did_you_mean;
pub use topology::{Endpoint, Lan, Link, Segment, SegmentKind, Topology};
