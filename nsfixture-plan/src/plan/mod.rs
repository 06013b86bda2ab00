//! The plan that a topology leads to: names, addresses, routes and the ordered steps.

mod allocate;
mod check;
mod compute;
mod graph;
mod hosts;
mod hosts_table;
mod impairments;
mod matched_hosts;
mod model;
mod path;
mod restore;
mod routes;
mod step;
mod steps;
mod subnets;
#[cfg(test)]
mod tests;

pub use compute::Plan;
pub use hosts_table::HostsTable;
pub use model::{
    CableEnd, CablePlan, HostEnd, Interface, LanPlan, LinkPlan, NodePlan, Route, SiteId,
    SwitchPlan, WirePlan,
};
pub use restore::Restore;
pub use step::{Op, Step};
