//! How a network goes down.

use std::sync::PoisonError;

use super::ending::Ending;
use super::leftovers::Leftovers;
use super::network::Network;
use super::status::{Status, Up};
use crate::error::{Error, Kind, Operation};
use crate::kernel::bare::capability::Raised;
use crate::kernel::bare::children::Children;
use crate::kernel::bare::namespace_ids::NamespaceIds;
use crate::kernel::bare::process::{self, Killed, Owner};
use crate::kernel::context::Context;
use crate::kernel::holders::Process;
use crate::kernel::sites::host::Host;
use crate::kernel::sites::reaper;
use crate::kernel::threads::Foreign;
use crate::panics::Unobserved;
use crate::registry;

impl Network {
    /// Takes the network down at any time. Unobserved panics and packets that no fault was meant to take are errors,
    /// unless a test reports them.
    pub(crate) fn down_reporting_panics(&self) -> Result<(), Error> {
        if self.test.is_some() {
            return self.down(Ending::Anytime, false);
        }
        let is_alone = self.wait_until_idle(Foreign::MayRun);
        let down = self.down(Ending::Anytime, is_alone);
        let unobserved = self.finish_panics();
        let panics = unobserved.iter().filter(|one| one.is_panic()).map(ToString::to_string);
        let panics = panics.map(|panic| Kind::UnobservedPanic(panic).into());
        let overload = self.take_loss_by_overload().map(|lost| Kind::Overload(lost).into());
        combine(down.err().into_iter().chain(panics).chain(overload).collect())
    }

    /// Takes the network down. Every part is attempted, whether or not others fail.
    ///
    /// `is_alone` is what [`wait_until_idle`](Self::wait_until_idle) has returned, or false.
    pub(crate) fn down(&self, ending: Ending, is_alone: bool) -> Result<(), Error> {
        let before = std::mem::replace(&mut *self.status(), Status::Down);
        let Status::Up(Up { mut hosts, switches, engine, reservation, registration, duration }) =
            before
        else {
            return Ok(());
        };
        drop(duration);
        self.went_down.notify_all();
        self.downs.send_replace(());
        self.cancellation.cancel();
        self.shutdown.set();
        let mut errors = Vec::new();
        let raised = Raised::now();
        self.services.kill();
        self.runtimes.iter().for_each(super::runtime::NodeRuntime::shut_down);
        let may_have_processes = Children::now().may_be_new_since(self.children);
        if may_have_processes {
            errors.extend(self.kill_processes(&hosts).err());
        }
        self.services.finish();
        if let Some(engine) = engine {
            engine.stop();
            self.schedule.join();
            self.keep_report(&engine);
        }
        let left = self.leftovers(&hosts, ending, is_alone);
        errors.extend(self.cut_off(&hosts, &left));
        self.capture.stop();
        drop(raised);
        // Panics of the threads that stay are those of an ended network from now on.
        registry::unregister(self.id);
        if ending != Ending::AfterBody {
            hosts.iter_mut().for_each(Host::detach_if_busy);
        }
        reaper::release(hosts, Host::release, reservation);
        drop(switches);
        if !may_have_processes {
            registration.release();
        }
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = left;
        combine(errors)
    }

    /// Returns the panics that nobody has observed, once the network is down. Those from now on are late.
    pub(crate) fn finish_panics(&self) -> Vec<Unobserved> {
        self.panics.finish(self.id)
    }

    /// Returns what has stayed in the hosts of the network, which is down.
    pub(crate) fn take_leftovers(&self) -> Leftovers {
        std::mem::take(&mut *self.left.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn kill_processes(&self, hosts: &[Host]) -> Result<(), Error> {
        let ids: Vec<_> = hosts.iter().map(|host| host.namespaces.ids()).collect();
        let owner = |_, of: NamespaceIds| Owner::ours_if(ids.iter().any(|own| own.overlaps(of)));
        let killed = process::kill_all(owner)
            .map_err(|errno| Context::default().error(Operation::List, "processes", errno, None))?;
        if killed.left > 0 {
            let names: Vec<_> = self.plan.nodes.iter().map(|node| node.name.as_str()).collect();
            return Err(Kind::Failed {
                operation: Operation::KillProcesses,
                host: names.join("`, `"),
                found: still_running(killed),
            }
            .into());
        }
        Ok(())
    }
}

/// Returns the processes that do not exit, with what each waits for.
fn still_running(killed: Killed) -> String {
    let first = killed.first_left.into_iter().filter(|&id| id != 0).map(Process::of);
    let first = first.map(|process| match process.state() {
        Some(state) => format!("{process}: {state}"),
        None => process.to_string(),
    });
    let processes = if killed.left == 1 {
        "1 process".to_owned()
    } else {
        format!("{} processes", killed.left)
    };
    let first = first.collect::<Vec<_>>().join("; ");
    format!("{processes} still running 5 s after SIGKILL: {first}")
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Those of a process that is about to go on (proc_pid_status(5)).
    const STATES: [&str; 3] = ["running", "sleeping", "disk sleep"];

    #[test]
    fn a_process_that_does_not_exit_is_described() {
        let own = nix::unistd::getpid().as_raw();
        let killed = Killed { ended: 3, left: 5, first_left: [own, 0, 0, 0] };
        let said = still_running(killed);
        let begin = format!("5 processes still running 5 s after SIGKILL: process {own}, `");
        assert!(said.starts_with(&begin), "{said}");
        assert!(STATES.iter().any(|state| said.contains(&format!("`: {state}"))), "{said}");
    }
}
