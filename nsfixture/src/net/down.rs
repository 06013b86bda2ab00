//! How a network goes down.

use std::sync::PoisonError;

use super::Inner;
use crate::error::{Error, Kind};
use crate::kernel::attempt::{Gate, Place};
use crate::kernel::capability::Raised;
use crate::kernel::host::Host;
use crate::kernel::process::{self, Children, Numbers};
use crate::kernel::{messages, reaper};
use crate::node::NodeRuntime;

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

impl Inner {
    /// Takes it down at any time; an error, too, are the panics of which nobody has heard, unless the
    /// story of a test asks for them.
    pub(crate) fn down_with_strays(&self) -> Result<(), Error> {
        if self.is_a_tests {
            return self.down(Ending::Anytime);
        }
        self.watch.wait_for_first_polls();
        let down = self.down(Ending::Anytime);
        let strays = self.watch.take_strays();
        let told = strays.iter().filter(|stray| stray.is_panic()).map(ToString::to_string);
        several(down.err().into_iter().chain(told.map(|told| Kind::Stray(told).into())).collect())
    }

    /// Takes it down. Every part is tried, whatever becomes of the others.
    pub(crate) fn down(&self, ending: Ending) -> Result<(), Error> {
        let Some(mut hosts) = self.hosts.write().unwrap_or_else(PoisonError::into_inner).take()
        else {
            return Ok(());
        };
        *self.is_down.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.went_down.notify_all();
        self.closing.close();
        let mut errors = Vec::new();
        let raised = Raised::now();
        self.runtimes.iter().for_each(NodeRuntime::end);
        let may_be_left = Children::now().may_be_new_since(self.children);
        if may_be_left {
            errors.extend(self.end_processes(&hosts).err());
        }
        if ending == Ending::Stuck {
            errors.extend(self.cut_links(&mut hosts));
        }
        drop(raised);
        self.watch.end();
        if ending != Ending::AfterBody {
            hosts.iter_mut().for_each(Host::abandon_if_working);
        }
        let room = self.room.lock().unwrap_or_else(PoisonError::into_inner).take();
        reaper::let_go(hosts, Host::release, room);
        drop(std::mem::take(&mut *self.switches.lock().unwrap_or_else(PoisonError::into_inner)));
        let concern = self.concern.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let (Some(concern), false) = (concern, may_be_left) {
            concern.settled();
        }
        several(errors)
    }

    fn end_processes(&self, hosts: &[Host]) -> Result<(), Error> {
        let numbers: Vec<_> = hosts.iter().map(|host| host.namespaces.numbers()).collect();
        let ours = |_, of: Numbers| numbers.iter().any(|own| own.meet(of));
        let swept = process::sweep(ours).map_err(|errno| {
            let gate = Gate::default();
            Place { gate: &gate, node: None }.refusal("list", "processes", errno, None)
        })?;
        if swept.left > 0 {
            let names: Vec<_> = self.plan.nodes.iter().map(|node| node.name.as_str()).collect();
            return Err(Kind::Unexpected {
                operation: "end processes",
                node: names.join("`, `"),
                found: format!("{} did not end within 5 s of SIGKILL", swept.left),
            }
            .into());
        }
        Ok(())
    }

    /// A thread that stays in a host keeps its namespace; at least nothing joins it any more.
    /// The LANs end with their switches.
    fn cut_links(&self, hosts: &mut [Host]) -> Vec<Error> {
        let gate = Gate::default();
        let mut errors = Vec::new();
        for link in &self.plan.links {
            let side = link.ends[0];
            let place = Place { gate: &gate, node: Some(self.plan.nodes[side.node].name.as_str()) };
            let request = messages::delete(self.plan.interface(side));
            let netlink = hosts[side.node].netlink.get_mut();
            let netlink = netlink.unwrap_or_else(PoisonError::into_inner);
            match netlink.request(place, vec![request]) {
                // The body has done so itself.
                Err(error) if error.raw_os_error() == Some(libc::ENODEV) => {}
                done => errors.extend(done.err()),
            }
        }
        errors
    }
}

/// One error of all.
fn several(mut errors: Vec<Error>) -> Result<(), Error> {
    match errors.pop() {
        None => Ok(()),
        Some(only) if errors.is_empty() => Err(only),
        Some(last) => {
            errors.push(last);
            Err(Kind::Several(errors).into())
        }
    }
}
