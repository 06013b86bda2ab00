//! A network and what its handles share.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use nsfixture_plan::addr::IfAddr;
use nsfixture_plan::{CableEnd, Fates, NodePlan, Plan, Topology};
use tokio::sync::watch;

use super::cancel::Cancellation;
use super::capture::Capture;
use super::cuts::Partitions;
use super::engine_report::EngineReport;
use super::layers::Impairments;
use super::leftovers::Leftovers;
use super::progress::Schedule;
use super::runtime::NodeRuntime;
use super::status::{Status, Up};
use crate::error::{Error, Kind};
use crate::kernel::bare::children::Children;
use crate::kernel::bare::shutdown_flag::ShutdownFlag;
use crate::panics::PanicMonitor;
use crate::registry::NetworkId;
use crate::services::{self, ServiceReport, Services};

/// A network, up or down.
pub(crate) struct Network {
    pub(crate) topology: Topology,
    pub(crate) plan: Plan,
    pub(crate) panics: Arc<PanicMonitor>,
    pub(crate) runtimes: Vec<NodeRuntime>,
    pub(crate) shutdown: ShutdownFlag,
    /// The test that takes it down, and reports what has not been observed.
    pub(crate) test: Option<String>,
    pub(super) id: NetworkId,
    pub(super) children: Children,
    pub(super) cancellation: Cancellation,
    pub(super) status: Mutex<Status>,
    pub(super) went_down: Condvar,
    /// The same for tasks.
    pub(super) downs: watch::Sender<()>,
    pub(crate) services: Services,
    /// The IPv6 addresses of the cables' ends that are down: the kernel removes them.
    pub(crate) removed: Mutex<HashMap<CableEnd, Vec<IfAddr>>>,
    /// What cables do to packets, where that was changed.
    pub(super) impairments: Mutex<Impairments>,
    pub(super) partitions: Mutex<Partitions>,
    /// What the faults on a schedule have done.
    pub(super) schedule: Schedule,
    /// The seed of the faults.
    pub(crate) seed: u64,
    /// What happens again, whatever the seed.
    pub(super) replayed: Option<Fates>,
    /// Set when it goes down.
    pub(super) engine_report: Mutex<Option<EngineReport>>,
    pub(crate) capture: Capture,
    /// Set when it goes down.
    pub(super) left: Mutex<Leftovers>,
}

impl Network {
    /// Locks the status. Nobody waits for the kernel while holding this lock.
    pub(super) fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the status if the network is up.
    pub(super) fn if_up<T>(&self, read: impl FnOnce(&Up) -> T) -> Option<T> {
        match &*self.status() {
            Status::Up(up) => Some(read(up)),
            Status::Down => None,
        }
    }

    pub(super) fn down_error(&self, node: usize) -> Error {
        Kind::Down { host: Some(self.plan.nodes[node].name.to_string()) }.into()
    }

    /// Returns a receiver that changes when the network goes down.
    pub(crate) fn downs(&self) -> watch::Receiver<()> {
        self.downs.subscribe()
    }

    /// Returns what services have done, for the report of a test that has failed. The network is down.
    pub(crate) fn service_reports(&self) -> Vec<ServiceReport> {
        self.services.reports(|host| self.plan.nodes[host].name.as_str())
    }

    /// Prints it.
    pub(super) fn print_service_report(&self) {
        for line in services::describe_all(&self.service_reports(), usize::MAX) {
            eprintln!("nsfixture: {line}");
        }
    }

    /// Returns the index of the host with this name.
    ///
    /// # Errors
    /// Returns the names that there are.
    pub(crate) fn find_node(&self, name: &str) -> Result<usize, Error> {
        let names: Vec<&str> = self.plan.nodes.iter().map(|node| node.name.as_str()).collect();
        let found = names.iter().position(|known| *known == name);
        found.ok_or_else(|| Kind::unknown_name("host", name, &names, None).into())
    }

    /// Returns the host that has an address.
    pub(crate) fn owner_of(&self, addr: IpAddr) -> Option<&NodePlan> {
        self.plan.nodes.iter().find(|node| node.addrs().any(|own| own.addr() == addr))
    }
}
