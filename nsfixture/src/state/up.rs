//! How a network comes up.

use std::sync::{Arc, Condvar, Mutex};

use nix::errno::Errno;
use nsfixture_plan::{Plan, Topology};

use super::cancel::Cancellation;
use super::network::Network;
use super::owner::Owner;
use super::runtime::NodeRuntime;
use super::status::{Status, Up};
use crate::access::access;
use crate::apply::{Applied, apply};
use crate::error::{Error, Kind, Operation};
use crate::kernel::bare::capability::Raised;
use crate::kernel::bare::children::Children;
use crate::kernel::bare::shutdown_flag::ShutdownFlag;
use crate::kernel::context::Context;
use crate::kernel::faults::FaultInjector;
use crate::kernel::guardian::Registration;
use crate::kernel::sites::host::Host;
use crate::panics::PanicMonitor;
use crate::registry;

/// Creates a network. `body_in` is the host whose thread runs a test's body.
pub(crate) fn create(
    topology: &Topology,
    faults: &FaultInjector,
    body_in: Option<&str>,
) -> Result<Arc<Owner>, Error> {
    let plan = Plan::new(topology)?;
    let body_in = plan.nodes.iter().position(|node| Some(node.name.as_str()) == body_in);
    let probe = access().map_err(|unavailable| Kind::Unavailable(unavailable.clone()))?;
    let children = Children::now();
    let shutdown = ShutdownFlag::new();
    let Applied { hosts, switches, reservation } = apply(&plan, probe, faults, body_in)?;
    let registration = register(&hosts, Context::of_setup(faults))?;
    let id = registry::register(hosts.iter().map(|host| host.site.net().inode()));
    let names = plan.nodes.iter().map(|node| node.name.to_string()).collect();
    let up = Up { hosts, switches, reservation, registration };
    Ok(Owner::new(Network {
        topology: topology.clone(),
        panics: PanicMonitor::start(id, names),
        runtimes: plan.nodes.iter().map(|_| NodeRuntime::default()).collect(),
        plan,
        shutdown,
        owned_by_test: body_in.is_some(),
        id,
        children,
        cancellation: Cancellation::default(),
        status: Mutex::new(Status::Up(up)),
        went_down: Condvar::new(),
    }))
}

fn register(hosts: &[Host], cx: Context<'_>) -> Result<Registration, Error> {
    // The guardian inherits the capabilities of this thread.
    let _raised = Raised::now();
    cx.attempt(Operation::Start, "the guardian process", || {
        Registration::new(hosts.iter().flat_map(Host::cookies)).map_err(Errno::from_raw)
    })
}
