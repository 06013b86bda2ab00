//! One end of a cable, in a host or in a switch.

use nsfixture_plan::addr::Family;
use nsfixture_plan::{CableEnd, HostEnd, Interface, Op, Plan, SiteId};

use crate::apply::{is_implicit_ipv6, run_ops};
use crate::counters::Counters;
use crate::error::Error;
use crate::kernel::netlink::{answers, messages};
use crate::state::Network;

/// One end of a cable of a network.
pub(super) struct End<'n> {
    pub(super) network: &'n Network,
    pub(super) end: CableEnd,
}

impl<'n> End<'n> {
    fn interface(&self) -> &'n Interface {
        self.network.plan.interface(self.end)
    }

    /// Sets the interface down, like `ip link set eth0 down`.
    pub(super) fn set_down(&self) -> Result<(), Error> {
        let interface = self.interface();
        let request = messages::set_down(interface.index, interface.name.as_str());
        self.network
            .with_netlink(self.end.site, |cx, netlink| netlink.request(cx, vec![request]))?;
        Ok(())
    }

    /// Sets the interface up if it is down. In a host, restores its addresses and routes.
    pub(super) fn set_up(&self) -> Result<(), Error> {
        if let Some(host) = self.end.in_host() {
            return self.restore(host);
        }
        let request = messages::bring_up(self.interface());
        self.network
            .with_netlink(self.end.site, |cx, netlink| netlink.request(cx, vec![request]))?;
        Ok(())
    }

    fn restore(&self, end: HostEnd) -> Result<(), Error> {
        let plan = &self.network.plan;
        let (site, interface) = (self.end.site, self.interface());
        let mut ops = plan.restore(end);
        self.network.with_netlink(site, |cx, netlink| {
            let state = netlink.request(cx, vec![messages::state(interface)])?;
            if answers::is_up(&state, interface) {
                return Ok(());
            }
            if answers::mtu(&state, interface).is_some_and(|mtu| mtu < IPV6_MIN_MTU) {
                ops.retain(|&op| !is_ipv6(plan, end.node, op));
            }
            run_ops(plan, site, ops, &[], cx, netlink).map(drop).or_else(|error| {
                // A half-restored interface would look restored the next time.
                netlink.request(
                    cx,
                    vec![messages::set_down(interface.index, interface.name.as_str())],
                )?;
                Err(error)
            })
        })
    }

    /// Waits until the interface carries packets.
    pub(super) fn wait_until_ready(&self) -> Result<(), Error> {
        let op = Op::Ready { interface: self.end.interface };
        self.network.wait_until_all_are_ready(self.end.site, &[op])
    }

    pub(super) fn counters(&self) -> Result<Counters, Error> {
        let request = messages::link_info(self.interface());
        let answers = self
            .network
            .with_netlink(self.end.site, |cx, netlink| netlink.request(cx, vec![request]))?;
        Ok(Counters::from_answers(&answers, self.interface()))
    }

    pub(super) fn set_mtu(&self, bytes: u32) -> Result<(), Error> {
        self.network.set_mtu(self.end.site, [self.interface()], bytes)
    }
}

impl Network {
    pub(super) fn set_mtu<'i>(
        &self,
        site: SiteId,
        interfaces: impl IntoIterator<Item = &'i Interface>,
        bytes: u32,
    ) -> Result<(), Error> {
        let interfaces = interfaces.into_iter();
        let requests = interfaces.map(|interface| messages::set_mtu(interface, bytes)).collect();
        self.with_netlink(site, |cx, netlink| netlink.request(cx, requests))?;
        Ok(())
    }

    /// Waits until interfaces of a site carry packets, given as [`Op::Ready`]. The netlink socket is
    /// free meanwhile.
    pub(super) fn wait_until_all_are_ready(&self, site: SiteId, ops: &[Op]) -> Result<(), Error> {
        let pending = self.with_netlink(site, |cx, netlink| {
            run_ops(&self.plan, site, ops.iter().copied(), &[], cx, netlink)
        })?;
        pending.into_iter().try_for_each(|interface| self.wait_until_ready(site, interface))
    }
}

/// The smallest MTU with which the kernel enables IPv6 (RFC 8200, section 5).
const IPV6_MIN_MTU: u32 = 1280;

fn is_ipv6(plan: &Plan, node: usize, op: Op) -> bool {
    match op {
        Op::Address { addr, .. } => addr.family() == Family::V6,
        Op::Route { route } => plan.nodes[node].routes[route].family() == Family::V6,
        other => is_implicit_ipv6(other),
    }
}
