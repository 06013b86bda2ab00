//! From the plan to the kernel: its steps, in their order.

use std::collections::VecDeque;
use std::os::fd::{AsFd as _, AsRawFd as _, RawFd};
use std::sync::PoisonError;

use nix::errno::Errno;
use nsfixture_plan::{At, Interface, Op, Plan, Step};

use crate::error::Error;
use crate::kernel::attempt::{Gate, Place};
use crate::kernel::capability::Raised;
use crate::kernel::host::{self, Growing, Host};
use crate::kernel::limits::Room;
use crate::kernel::namespace::NetNamespace;
use crate::kernel::netlink::Netlink;
use crate::kernel::switch::{self, Switch};
use crate::kernel::trial::Findings;
use crate::kernel::{facts, limits, messages, ready, reaper};

/// What holds a network.
pub(crate) struct Applied {
    pub(crate) hosts: Vec<Host>,
    pub(crate) switches: Vec<Switch>,
    /// For their descriptors.
    pub(crate) room: Room,
}

/// Makes what is planned; every interface then carries packets.
///
/// The hosts' threads mount their views while the links are made.
///
/// # Errors
/// The first refusal; then nothing is left: each host ends with its `Host`, each switch with its
/// `Switch`, and with them end their links.
pub(crate) fn apply(
    plan: &Plan,
    findings: &Findings,
    gate: &Gate,
    body_in: Option<usize>,
) -> Result<Applied, Error> {
    let outside = Place { gate, node: None };
    let room = limits::make_room(outside, plan.nodes.len(), plan.switches.len())?;
    let raised = outside.attempt("capset", "the thread's capabilities", || {
        Raised::now().map_err(Errno::from_raw)
    })?;
    let attempt = || host::begin(&plan.nodes, findings, gate, body_in);
    let hosts = match attempt() {
        // Threads and namespaces of an earlier network may be about to be free.
        Err(error) if is_limit(&error) && reaper::wait_until_done() => attempt()?,
        begun => begun?,
    };
    let switches = switch::make(&plan.switches, findings, gate)?;
    let nets = hosts.iter().map(|host| host.net().as_fd().as_raw_fd()).collect();
    let mut sites = Sites { plan, gate, nets, hosts, switches, awaiting: VecDeque::new() };

    let rest = plan.steps.iter().position(|step| step.op != Op::Make).unwrap_or(plan.steps.len());
    let mut late = Vec::new();
    // Steps in one place that follow each other go to the kernel in one message.
    for steps in plan.steps[rest..].chunk_by(|a, b| a.at == b.at) {
        late.extend(sites.together(steps)?);
    }
    for (at, interface) in late {
        sites.wait_until_ready(at, interface)?;
    }
    let Sites { hosts, switches, .. } = sites;
    let hosts = hosts.into_iter().map(Growing::finish).collect::<Result<_, _>>()?;
    drop(raised);
    Ok(Applied { hosts, switches, room })
}

fn is_limit(error: &Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EAGAIN | libc::ENOSPC | libc::EMFILE))
}

/// Where steps are done.
struct Sites<'p> {
    plan: &'p Plan,
    gate: &'p Gate,
    /// The network namespaces of `hosts`.
    nets: Vec<RawFd>,
    hosts: Vec<Growing>,
    switches: Vec<Switch>,
    /// Where addresses have been added of which there may be no news yet.
    awaiting: VecDeque<At>,
}

/// In how many places news of addresses are awaited at once: each of them costs every notification
/// of the kernel's some time (see [`Netlink`]).
const AWAITING: usize = 8;

impl<'p> Sites<'p> {
    /// Does steps of one place, and gives the interfaces that are not ready yet.
    fn together(&mut self, steps: &[Step]) -> Result<Vec<(At, &'p Interface)>, Error> {
        let at = steps[0].at;
        let (place, plan) = (self.place(at), self.plan);
        let nets = std::mem::take(&mut self.nets);
        let ops = steps.iter().map(|step| step.op);
        let late = perform(plan, at, ops, &nets, place, self.netlink(at));
        self.nets = nets;
        let late = late?.into_iter().map(|interface| (at, interface)).collect();
        if self.netlink(at).awaits_addresses() {
            self.awaiting.push_back(at);
        }
        while self.awaiting.len() > AWAITING {
            if let Some(first) = self.awaiting.pop_front() {
                let place = self.place(first);
                self.netlink(first).wait_for_addresses(place)?;
            }
        }
        Ok(late)
    }

    fn wait_until_ready(&self, at: At, interface: &Interface) -> Result<(), Error> {
        let place = self.place(at);
        ready::wait_in(self.net(at), place, interface)
    }

    fn place(&self, at: At) -> Place<'p> {
        let node = match at {
            At::Node(node) => self.plan.nodes[node].name.as_str(),
            At::Switch(switch) => &self.plan.switches[switch].name,
        };
        Place { gate: self.gate, node: Some(node) }
    }

    fn netlink(&mut self, at: At) -> &mut Netlink {
        match at {
            At::Node(node) => &mut self.hosts[node].netlink,
            At::Switch(switch) => {
                let netlink = self.switches[switch].netlink.get_mut();
                netlink.unwrap_or_else(PoisonError::into_inner)
            }
        }
    }

    fn net(&self, at: At) -> &NetNamespace {
        match at {
            At::Node(node) => self.hosts[node].net(),
            At::Switch(switch) => &self.switches[switch].net,
        }
    }
}

/// Does something in one place, in this order, and gives the interfaces that are not ready yet.
///
/// `nets` has the network namespace of each node, open descriptors.
pub(crate) fn perform<'p>(
    plan: &'p Plan,
    at: At,
    ops: impl IntoIterator<Item = Op>,
    nets: &[RawFd],
    place: Place<'_>,
    netlink: &mut Netlink,
) -> Result<Vec<&'p Interface>, Error> {
    let ops: Vec<Op> = ops.into_iter().filter(|&op| facts::has_ipv6() || !is_ipv6s(op)).collect();
    let mut late = Vec::new();
    for ops in ops.chunk_by(|&a, &b| waits(a) == waits(b)) {
        if waits(ops[0]) {
            netlink.wait_for_addresses(place)?;
        }
        let requests = ops.iter().filter_map(|&op| messages::request(plan, at, op, nets));
        let answers = netlink.request(place, requests.collect())?;
        late.extend(ops.iter().filter_map(|op| {
            let Op::Ready { interface } = *op else { return None };
            let interface = &plan.interfaces(at)[interface];
            (!ready::says_up(&answers, interface)).then_some(interface)
        }));
    }
    Ok(late)
}

/// Whether a step is done for IPv6 alone, without anybody's having asked for it.
pub(crate) fn is_ipv6s(op: Op) -> bool {
    match op {
        Op::NoLinkLocal { .. } | Op::LinkLocal { .. } => true,
        Op::Address { addr, .. } => addr.is_link_local(),
        _ => false,
    }
}

/// Whether a step is one of those for which the addresses have to be there.
fn waits(op: Op) -> bool {
    matches!(op, Op::Ready { .. } | Op::LinkLocal { .. } | Op::Route { .. })
}
