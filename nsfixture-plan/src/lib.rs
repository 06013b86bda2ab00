//! The pure half of [nsfixture](https://docs.rs/nsfixture): the description of a network
//! ([`Topology`]), and what is to be created for it ([`Plan`]).
//!
//! Nothing here touches the system: the crate reads no file and makes no system call, and it has no
//! dependency through which it could. So the attribute `#[ns_test]` can check a topology at compile
//! time with the code that the library runs, and both refuse the same topologies with the same
//! messages.
//!
//! Depend on `nsfixture`, which re-exports what a test needs of this crate.
#![forbid(unsafe_code)]

pub mod addr;
mod command_line;
mod cuts;
#[doc(hidden)]
pub mod describe;
mod draw;
mod family;
mod fates;
mod faults;
mod file;
mod impairment;
mod key;
mod matcher;
pub mod name;
mod packet;
mod plan;
mod problem;
mod schedule;
#[cfg(feature = "serde")]
mod serial;
mod suggest;
mod topology;
#[doc(hidden)]
pub mod units;

pub use cuts::{Cut, CutMistake};
#[doc(hidden)]
pub use fates::{
    Decider, DirectionFates, Fate, FateKind, FlowEnds, FlowName, PacketKind, PacketPlace, Random,
    RandomRule, RandomSet, Sender,
};
pub use fates::{Fates, FatesError};
pub use file::{FileProblem, FileProblems};
pub use impairment::{Aqm, Distribution, Impairment, OutageTimes, PacketRule, Ppm, Queue};
#[doc(hidden)]
pub use key::Key;
pub use matcher::{IcmpKind, MatchedHost, Matcher, Protocol, TcpFlags};
pub use packet::PacketView;
#[doc(hidden)]
pub use packet::{PacketParts, Predicate};
pub use plan::{
    CableEnd, CableFault, CablePlan, FaultEffect, FaultPlan, HostEnd, HostsTable, Interface,
    LanPlan, LinkPlan, NodePlan, Op, Plan, Restore, Route, SiteId, Step, SwitchPlan, WirePlan,
};
pub use problem::{Location, Problem, Problems};
pub use schedule::{OPPORTUNITY, Schedule};
pub use suggest::did_you_mean;
pub use topology::{
    Endpoint, Fault, Faults, Groups, Lan, Link, Outage, Rule, Segment, SegmentKind, Topology, Trace,
};
#[doc(hidden)]
pub use topology::{OptionValue, ReadFile};
