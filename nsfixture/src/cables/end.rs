//! One end of a cable, in a host or in a switch.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

use nsfixture_plan::addr::{Family, IfAddr};
use nsfixture_plan::{CableEnd, CablePlan, HostEnd, Interface, Op, Restore, SiteId};
use rtnetlink::packet_route::RouteNetlinkMessage;

use crate::apply::run_ops;
use crate::counters::Counters;
use crate::error::Error;
use crate::kernel::context::Context;
use crate::kernel::netlink::messages::NetFds;
use crate::kernel::netlink::{Netlink, Request, answers, messages};
use crate::state::Network;

/// The index of the bridge among the interfaces of a switch.
const BRIDGE: usize = 0;

/// One end of a cable of a network.
pub(super) struct End<'n> {
    pub(super) network: &'n Network,
    pub(super) end: CableEnd,
}

impl<'n> End<'n> {
    fn planned(&self) -> &'n Interface {
        self.network.plan.interface(self.end)
    }

    /// Returns the interface, and the answer with its state.
    fn find(&self) -> Result<(Interface, Vec<RouteNetlinkMessage>), Error> {
        let site = self.end.site;
        self.network.with_netlink(site, |cx, netlink| find(self.planned(), cx, netlink))
    }

    /// Sends a request about the interface, and returns the interface and the answers.
    fn request(
        &self,
        request: impl FnOnce(&Interface) -> Request,
    ) -> Result<(Interface, Vec<RouteNetlinkMessage>), Error> {
        self.network.with_netlink(self.end.site, |cx, netlink| {
            let (interface, _) = find(self.planned(), cx, netlink)?;
            let answers = netlink.request(cx, vec![request(&interface)])?;
            Ok((interface, answers))
        })
    }

    /// Sets the interface down, like `ip link set eth0 down`.
    pub(super) fn set_down(&self) -> Result<(), Error> {
        if self.end.in_host().is_some() {
            self.remember_ipv6()?;
        }
        self.request(|found| messages::set_down(found.index, found.name.as_str()))?;
        Ok(())
    }

    /// Remembers the IPv6 addresses, unless the interface has none.
    fn remember_ipv6(&self) -> Result<(), Error> {
        let mut addrs = self.addrs()?;
        addrs.retain(|addr| addr.family() == Family::V6);
        if !addrs.is_empty() {
            self.removed().insert(self.end, addrs);
        }
        Ok(())
    }

    fn addrs(&self) -> Result<Vec<IfAddr>, Error> {
        self.network.addresses(self.end.site, self.planned().name.as_str())
    }

    fn removed(&self) -> MutexGuard<'_, HashMap<CableEnd, Vec<IfAddr>>> {
        self.network.removed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the interface up if it is down. In a host, restores its addresses and routes.
    pub(super) fn set_up(&self) -> Result<(), Error> {
        if let Some(host) = self.end.in_host() {
            return self.restore(host);
        }
        self.request(messages::bring_up)?;
        Ok(())
    }

    fn restore(&self, end: HostEnd) -> Result<(), Error> {
        let present = self.addrs()?;
        let before = self.removed().get(&self.end).cloned();
        let site = self.end.site;
        self.network.with_netlink(site, |cx, netlink| {
            let (interface, state) = find(self.planned(), cx, netlink)?;
            let mut plan = Cow::Borrowed(&self.network.plan);
            if interface.index != self.planned().index {
                plan.to_mut().nodes[end.node].interfaces[end.interface] = interface.clone();
            }
            let with_ipv6 = answers::mtu(&state, &interface).is_none_or(|mtu| mtu >= IPV6_MIN_MTU);
            let is_up = answers::is_up(&state, &interface);
            let restore =
                Restore { present: &present, before: before.as_deref(), with_ipv6, is_up };
            let (first, routes) = plan.restore(end, restore);
            let restored = run_ops(&plan, site, first, &NetFds::default(), cx, netlink).map(drop);
            let restored = restored.and_then(|()| {
                // Some of them may still be there.
                routes.into_iter().try_for_each(|route| {
                    match run_ops(&plan, site, [route], &NetFds::default(), cx, netlink) {
                        Err(error) if error.raw_os_error() == Some(libc::EEXIST) => Ok(()),
                        done => done.map(drop),
                    }
                })
            });
            restored.or_else(|error| {
                if !is_up {
                    // A half-restored interface would look restored the next time.
                    let name = interface.name.as_str();
                    netlink.request(cx, vec![messages::set_down(interface.index, name)])?;
                }
                Err(error)
            })
        })?;
        self.removed().remove(&self.end);
        Ok(())
    }

    /// Makes the interface's operational state that of its carrier: the kernel's link watch, which does it later
    /// otherwise, is synchronized by a request for the interface (`linkwatch_sync_dev`, `net/core/link_watch.c`,
    /// since Linux 6.8).
    pub(super) fn synchronize(&self) -> Result<(), Error> {
        self.find().map(drop)
    }

    /// Waits until the interface carries packets.
    pub(super) fn wait_until_ready(&self) -> Result<(), Error> {
        let (interface, state) = self.find()?;
        if answers::is_oper_up(&state, &interface) {
            return Ok(());
        }
        self.network.wait_until_ready(self.end.site, &interface)
    }

    pub(super) fn counters(&self) -> Result<Counters, Error> {
        let (interface, answers) = self.request(messages::link_info)?;
        Ok(Counters::from_answers(&answers, &interface))
    }

    pub(super) fn set_mtu(&self, bytes: u32) -> Result<(), Error> {
        self.request(|found| messages::set_mtu(found, bytes))?;
        Ok(())
    }
}

/// Returns an interface with its present index, and the answer with its state. The test may have deleted
/// it and made another one of the same name.
fn find(
    planned: &Interface,
    cx: Context<'_>,
    netlink: &mut Netlink,
) -> Result<(Interface, Vec<RouteNetlinkMessage>), Error> {
    match netlink.request(cx, vec![messages::state(planned)]) {
        Err(error) if error.raw_os_error() == Some(libc::ENODEV) => {
            let answers = netlink.request(cx, vec![messages::find(planned.name.as_str())])?;
            let index = answers::index(&answers).unwrap_or(planned.index);
            let mut found = planned.clone();
            found.index = index;
            Ok((found, answers))
        }
        answers => Ok((planned.clone(), answers?)),
    }
}

impl Network {
    /// Returns the ends of a cable; that of a LAN has the port of the switch first.
    pub(super) fn ends(&self, cable: &CablePlan) -> [End<'_>; 2] {
        cable.ends.map(|end| End { network: self, end })
    }

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

    /// Returns the ends of a cable, and the engine's ports if it has some.
    pub(super) fn all_ends(&self, cable: &CablePlan) -> Vec<End<'_>> {
        let ports = cable.wire.iter().flat_map(|wire| wire.ports);
        let ports = ports.map(|interface| CableEnd { site: SiteId::Engine, interface });
        let ends = cable.ends.into_iter().chain(ports);
        ends.map(|end| End { network: self, end }).collect()
    }

    /// Unplugs cables of a LAN from its switch.
    pub(super) fn unplug(&self, cables: &[CablePlan]) -> Result<(), Error> {
        cables.iter().try_for_each(|cable| self.ends(cable)[0].set_down())?;
        self.follow_carriers()?;
        cables.iter().try_for_each(|cable| self.ends(cable)[1].synchronize())
    }

    /// Plugs cables of a LAN in again. On return they and the bridge carry packets.
    pub(super) fn plug(&self, lan: usize, cables: &[CablePlan]) -> Result<(), Error> {
        cables.iter().try_for_each(|cable| self.ends(cable)[0].set_up())?;
        self.follow_carriers()?;
        for cable in cables {
            self.all_ends(cable)[1..].iter().try_for_each(End::wait_until_ready)?;
        }
        let site = SiteId::Switch(lan);
        let ports = cables.iter().map(|cable| cable.ends[0].interface);
        let ready = ports.chain([BRIDGE]).map(|interface| Op::Ready { interface });
        // Of many ports few are pending, and the socket is free while those are waited for.
        let pending = self.with_netlink(site, |cx, netlink| {
            run_ops(&self.plan, site, ready, &NetFds::default(), cx, netlink)
        })?;
        pending.into_iter().try_for_each(|interface| self.wait_until_ready(site, interface))
    }
}

/// The smallest MTU with which the kernel enables IPv6 (RFC 8200, section 5).
const IPV6_MIN_MTU: u32 = 1280;
