//! How a network goes down.

use super::network::Network;
use super::status::{Status, Up};
use crate::error::{Error, Kind, Operation};
use crate::kernel::bare::capability::Raised;
use crate::kernel::bare::children::Children;
use crate::kernel::bare::namespace_ids::NamespaceIds;
use crate::kernel::bare::process;
use crate::kernel::context::Context;
use crate::kernel::netlink::messages;
use crate::kernel::sites::host::Host;
use crate::kernel::sites::reaper;
use crate::panics::PanicMonitor;
use crate::registry;

/// What the hosts' threads do while their network goes down.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// One of them may run a body, which may be waiting for this very call.
    Anytime,
    /// Nothing: the body has ended.
    AfterBody,
    /// One of them runs a body that does not end, and stays in its host for good.
    Stuck,
}

impl Network {
    /// Takes the network down at any time. Unobserved panics are errors, unless a test reports them.
    pub(crate) fn down_reporting_panics(&self) -> Result<(), Error> {
        if self.owned_by_test {
            return self.down(Ending::Anytime);
        }
        self.panics.wait_for_first_polls();
        let down = self.down(Ending::Anytime);
        let unobserved = self.panics.take_unobserved();
        let panics = unobserved.iter().filter(|one| one.is_panic()).map(ToString::to_string);
        let panics = panics.map(|panic| Kind::UnobservedPanic(panic).into());
        combine(down.err().into_iter().chain(panics).collect())
    }

    /// Takes the network down. Every part is attempted, whether or not others fail.
    pub(crate) fn down(&self, ending: Ending) -> Result<(), Error> {
        let before = std::mem::replace(&mut *self.status(), Status::Down);
        let Status::Up(Up { mut hosts, switches, reservation, registration }) = before else {
            return Ok(());
        };
        self.went_down.notify_all();
        self.cancellation.cancel();
        self.shutdown.set();
        let mut errors = Vec::new();
        let raised = Raised::now();
        self.runtimes.iter().for_each(super::runtime::NodeRuntime::shut_down);
        let may_have_processes = Children::now().may_be_new_since(self.children);
        if may_have_processes {
            errors.extend(self.kill_processes(&hosts).err());
        }
        if ending == Ending::Stuck {
            errors.extend(self.cut_links(&hosts));
        }
        drop(raised);
        registry::unregister(self.id);
        PanicMonitor::stop(self.id);
        if ending != Ending::AfterBody {
            hosts.iter_mut().for_each(Host::detach_if_busy);
        }
        reaper::release(hosts, Host::release, reservation);
        drop(switches);
        if !may_have_processes {
            registration.release();
        }
        combine(errors)
    }

    fn kill_processes(&self, hosts: &[Host]) -> Result<(), Error> {
        let ids: Vec<_> = hosts.iter().map(|host| host.namespaces.ids()).collect();
        let ours = |_, of: NamespaceIds| ids.iter().any(|own| own.overlaps(of));
        let killed = process::kill_all(ours)
            .map_err(|errno| Context::default().error(Operation::List, "processes", errno, None))?;
        if killed.left > 0 {
            let names: Vec<_> = self.plan.nodes.iter().map(|node| node.name.as_str()).collect();
            return Err(Kind::Failed {
                operation: Operation::KillProcesses,
                host: names.join("`, `"),
                found: format!("{} processes still running 5 s after SIGKILL", killed.left),
            }
            .into());
        }
        Ok(())
    }

    /// Deletes the links. A thread that stays in a host keeps its namespace, but then nothing connects
    /// it any more. The LANs end with their switches.
    fn cut_links(&self, hosts: &[Host]) -> Vec<Error> {
        let mut errors = Vec::new();
        for link in &self.plan.links {
            let [end, _] = self.plan.link_ends(link);
            let cx = Context::in_host(self.plan.nodes[end.node].name.as_str());
            let request = messages::delete(self.plan.interface(end));
            match hosts[end.node].site.netlink().request(cx, vec![request]) {
                // The body has deleted it itself.
                Err(error) if error.raw_os_error() == Some(libc::ENODEV) => {}
                done => errors.extend(done.err()),
            }
        }
        errors
    }
}

/// Returns one error that consists of all.
fn combine(mut errors: Vec<Error>) -> Result<(), Error> {
    match errors.pop() {
        None => Ok(()),
        Some(only) if errors.is_empty() => Err(only),
        Some(last) => {
            errors.push(last);
            Err(Kind::Several(errors).into())
        }
    }
}
