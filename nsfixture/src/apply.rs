//! From the plan to the kernel: the steps, in order.

use std::collections::VecDeque;
use std::os::fd::{AsFd as _, AsRawFd as _};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{panic, thread};

use nix::errno::Errno;
use nsfixture_plan::{CableEnd, Interface, Op, Plan, SiteId, Step};

use crate::error::{Error, Operation};
use crate::kernel::bare::capability::Raised;
use crate::kernel::bare::probe_report::{ProbeReport, ViewPart};
use crate::kernel::capture::Points;
use crate::kernel::context::Context;
use crate::kernel::entry::environment;
use crate::kernel::faults::FaultInjector;
use crate::kernel::netlink::messages::NetFds;
use crate::kernel::netlink::{Netlink, answers, messages};
use crate::kernel::packet_socket::{PacketSocket, Taps};
use crate::kernel::pump::{Engine, offload};
use crate::kernel::sites::ahead::{self, Ahead, Size};
use crate::kernel::sites::fd_reservation::{self, FdReservation};
use crate::kernel::sites::host::{self, Host, PendingHost};
use crate::kernel::sites::reaper;
use crate::kernel::sites::site::Site;
use crate::kernel::sites::switch::{self, EmptySites};
use crate::wire::Origin;

/// Everything that keeps the sites of a network.
pub(crate) struct Applied {
    pub(crate) hosts: Vec<Host>,
    pub(crate) switches: Vec<Arc<Site>>,
    pub(crate) engine: Option<Engine>,
    pub(crate) reservation: FdReservation,
    /// The sockets that record, each with the number of its point, or why there are none.
    pub(crate) taps: Result<Vec<(usize, PacketSocket)>, Error>,
}

/// Creates what is planned. On return every interface carries packets.
///
/// The hosts' threads mount their views while the links are created.
///
/// # Errors
/// Returns the first refusal. Then nothing is left: each host ends with its `Host`, each switch with its
/// `Site`, and with them end their cables.
pub(crate) fn apply(
    plan: &Plan,
    probe: &ProbeReport,
    faults: &FaultInjector,
    body_in: Option<usize>,
    origin: Origin<'_>,
    taps: &Taps,
) -> Result<Applied, Error> {
    let cx = Context::of_setup(faults);
    let reservation = fd_reservation::reserve_fds(cx, plan, taps)?;
    let raised = cx.attempt(Operation::Capset, "the thread's capabilities", || {
        Raised::now().map_err(Errno::from_raw)
    })?;
    let mut ahead = ahead_for(plan, faults);
    let mut create_sites = || create_sites(plan, probe, faults, body_in, taps, ahead.take());
    let (begin, mut has_waited) = (Instant::now(), false);
    let (hosts, EmptySites { switches, engine }) = loop {
        match create_sites() {
            // An earlier network may be about to free threads and namespaces.
            Err(error) if !has_waited && is_limit(&error) && reaper::wait_until_done() => {
                has_waited = true;
            }
            // The kernel counts a namespace until it has cleaned it up.
            Err(error) if is_count(&error) && begin.elapsed() < CLEANUP_TIMEOUT => {
                ahead::give_up();
                reaper::wait_for_one(CLEANUP_INTERVAL);
            }
            created => break created?,
        }
    };
    let fd = |site: &Arc<Site>| site.net().as_fd().as_raw_fd();
    let nets = NetFds {
        nodes: hosts.iter().map(|host| fd(&host.site)).collect(),
        switches: switches.iter().map(fd).collect(),
        engine: engine.as_ref().map(fd),
    };
    let mut targets =
        Targets { plan, cx, nets, hosts, switches, engine, awaiting: VecDeque::new() };

    let created = plan.steps.iter().take_while(|step| step.op == Op::Create).count();
    let mut pending = Vec::new();
    // Consecutive steps in one site go to the kernel in one message.
    for steps in plan.steps[created..].chunk_by(|a, b| a.site == b.site) {
        pending.extend(targets.run_batch(steps)?);
    }
    for (site, interface) in pending {
        targets.site(site).wait_until_ready(targets.context(site), interface)?;
    }
    if !probe.supports(ViewPart::Sysctl) {
        targets.enable_forwarding()?;
    }
    targets.restrict_offload()?;
    let Targets { mut hosts, switches, engine, nets, .. } = targets;
    let taps = bind_taps(plan, taps, &mut hosts);
    let start = |site| Engine::start(cx.at("engine"), site, plan, |site| nets.of(site), origin);
    let engine = engine.map(start).transpose()?;
    let hosts = hosts.into_iter().map(PendingHost::finish).collect::<Result<_, _>>()?;
    drop(raised);
    Ok(Applied { hosts, switches, engine, reservation, taps })
}

/// Takes what was made ahead, unless a test counts what is done.
fn ahead_for(plan: &Plan, faults: &FaultInjector) -> Option<Ahead> {
    let is_possible = Size::of(plan).is_some() && !faults.is_active();
    is_possible.then(ahead::take).flatten()
}

/// Binds the sockets that record to their interfaces.
fn bind_taps(
    plan: &Plan,
    taps: &Taps,
    hosts: &mut [PendingHost],
) -> Result<Vec<(usize, PacketSocket)>, Error> {
    let points = Points::of(plan);
    let mut bound = Vec::with_capacity(taps.count());
    for (node, (host, interfaces)) in hosts.iter_mut().zip(&taps.interfaces).enumerate() {
        let cx = Context::in_host(plan.nodes[node].name.as_str());
        let sockets = std::mem::replace(&mut host.taps, Ok(Vec::new()))?;
        for (socket, &interface) in sockets.into_iter().zip(interfaces) {
            let end = CableEnd { site: SiteId::Node(node), interface };
            socket.bind(cx, plan.interface(end))?;
            bound.push((points.at(end), socket));
        }
    }
    for (host, interfaces) in hosts.iter_mut().zip(&taps.interfaces) {
        host.taps_used = interfaces.len();
    }
    Ok(bound)
}

/// Creates all sites, without any cable between them.
fn create_sites(
    plan: &Plan,
    probe: &ProbeReport,
    faults: &FaultInjector,
    body_in: Option<usize>,
    taps: &Taps,
    mut ahead: Option<Ahead>,
) -> Result<(Vec<PendingHost>, EmptySites), Error> {
    let made = ahead.as_mut().map(|ahead| std::mem::take(&mut ahead.sites)).unwrap_or_default();
    let begin_hosts = || host::begin(&plan.nodes, probe, faults, body_in, taps, ahead);
    if plan.switches.is_empty() && plan.ports.is_empty() {
        return Ok((begin_hosts()?, EmptySites::default()));
    }
    let cx = Context::of_setup(faults);
    let first = if plan.switches.is_empty() { SiteId::Engine } else { SiteId::Switch(0) };
    // That thread goes into their namespaces, while the hosts' threads create theirs.
    thread::scope(|scope| {
        let cx_of_first = cx.at(plan.name(first));
        let thread =
            cx_of_first.attempt_io(Operation::StartThread, "to enter a namespace", || {
                let create = || switch::create_all(plan, probe, cx, made);
                thread::Builder::new().spawn_scoped(scope, create)
            })?;
        let hosts = begin_hosts();
        let empty = thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
        Ok((hosts?, empty?))
    })
}

/// How long the kernel may take to clean up namespaces that are at the limit of their number, and how long to wait
/// until it is asked again. It reports no event.
const CLEANUP_TIMEOUT: Duration = Duration::from_secs(2);
const CLEANUP_INTERVAL: Duration = Duration::from_millis(10);

/// Returns true if the number of namespaces is at its limit (namespaces(7)).
fn is_count(error: &Error) -> bool {
    error.raw_os_error() == Some(libc::ENOSPC)
}

fn is_limit(error: &Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EAGAIN | libc::ENOSPC | libc::EMFILE))
}

/// The sites in which steps are done.
struct Targets<'p> {
    plan: &'p Plan,
    cx: Context<'p>,
    nets: NetFds,
    hosts: Vec<PendingHost>,
    switches: Vec<Arc<Site>>,
    engine: Option<Arc<Site>>,
    /// The sites with addresses that the kernel may not have confirmed yet.
    awaiting: VecDeque<SiteId>,
}

/// The most sites whose notifications about addresses are awaited at the same time: each of them slows
/// down every notification of the kernel (see [`Netlink`]).
const MAX_AWAITING: usize = 8;

impl<'p> Targets<'p> {
    /// Does steps in one site, and returns the interfaces that are not ready yet.
    fn run_batch(&mut self, steps: &[Step]) -> Result<Vec<(SiteId, &'p Interface)>, Error> {
        let site = steps[0].site;
        let ops = steps.iter().map(|step| step.op);
        let mut netlink = self.site(site).netlink();
        let pending = run_ops(self.plan, site, ops, &self.nets, self.context(site), &mut netlink)?;
        let awaits = netlink.has_pending_addresses();
        drop(netlink);
        if awaits {
            self.awaiting.push_back(site);
        }
        while self.awaiting.len() > MAX_AWAITING {
            if let Some(first) = self.awaiting.pop_front() {
                let cx = self.context(first);
                self.site(first).netlink().wait_for_addresses(cx)?;
            }
        }
        Ok(pending.into_iter().map(|interface| (site, interface)).collect())
    }

    /// Enables IPv4 forwarding in all routers, where their threads cannot.
    fn enable_forwarding(&self) -> Result<(), Error> {
        for (nth, node) in self.plan.nodes.iter().enumerate().filter(|(_, node)| node.forwards) {
            let site = SiteId::Node(nth);
            let requests = node.interfaces.iter().map(messages::forward_ipv4).collect();
            self.site(site).netlink().request(self.context(site), requests)?;
        }
        Ok(())
    }

    /// Keeps what packet sockets cannot express from the cables that can be impaired.
    fn restrict_offload(&self) -> Result<(), Error> {
        let wires = self.plan.cables.iter().filter(|cable| cable.wire.is_some());
        for end in wires.flat_map(|cable| cable.ends) {
            let netlink = self.site(end.site).netlink();
            let cx = self.context(end.site);
            offload::restrict(cx, netlink.as_fd(), self.plan.interface(end))?;
        }
        Ok(())
    }

    fn context(&self, site: SiteId) -> Context<'p> {
        self.cx.at(self.plan.name(site))
    }

    fn site(&self, site: SiteId) -> &Site {
        match site {
            SiteId::Node(node) => &self.hosts[node].site,
            SiteId::Switch(switch) => &self.switches[switch],
            SiteId::Engine => self.engine.as_ref().expect("a plan with ports has an engine"),
        }
    }
}

/// Does operations in one site, in this order, and returns the interfaces that are not ready yet.
///
/// Steps that create cables require `nets`.
pub(crate) fn run_ops<'p>(
    plan: &'p Plan,
    site: SiteId,
    ops: impl IntoIterator<Item = Op>,
    nets: &NetFds,
    cx: Context<'_>,
    netlink: &mut Netlink,
) -> Result<Vec<&'p Interface>, Error> {
    let ops = ops.into_iter().filter(|&op| environment::has_ipv6() || !is_implicit_ipv6(op));
    let ops: Vec<Op> = ops.collect();
    let mut pending = Vec::new();
    for ops in ops.chunk_by(|&a, &b| needs_addresses(a) == needs_addresses(b)) {
        if needs_addresses(ops[0]) {
            netlink.wait_for_addresses(cx)?;
        }
        let requests = ops.iter().filter_map(|&op| messages::request(plan, site, op, nets));
        let states = netlink.request(cx, requests.collect())?;
        pending.extend(ops.iter().filter_map(|op| {
            let Op::Ready { interface } = *op else { return None };
            let interface = &plan.interfaces(site)[interface];
            (!answers::is_oper_up(&states, interface)).then_some(interface)
        }));
    }
    Ok(pending)
}

/// Returns true if an operation is for IPv6 alone, without being asked for.
pub(crate) fn is_implicit_ipv6(op: Op) -> bool {
    match op {
        Op::NoLinkLocal { .. } | Op::LinkLocal { .. } => true,
        Op::Address { addr, .. } => addr.is_link_local(),
        _ => false,
    }
}

/// Returns true if an operation needs the addresses that were added before it.
fn needs_addresses(op: Op) -> bool {
    // Routes of groups need none, but are sent together with the others.
    matches!(
        op,
        Op::Ready { .. }
            | Op::LinkLocal { .. }
            | Op::Route { .. }
            | Op::Multicast { .. }
            | Op::Broadcast { .. }
    )
}
