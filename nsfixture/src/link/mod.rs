//! Links and LANs of a network that is up.

mod cable;
mod counters;
mod switch;

use std::sync::Arc;

pub use cable::{Cable, CableName};
pub use counters::Counters;
use nsfixture_plan::addr::Family;
use nsfixture_plan::{At, Interface, Op, Plan, Side, did_you_mean};
pub use switch::Switch;

use crate::apply::{is_ipv6s, perform};
use crate::error::Error;
use crate::kernel::messages;
use crate::kernel::netlink::{is_up, mtu};
use crate::net::Inner;

/// What both kinds do with the interface of a host.
struct End {
    net: Arc<Inner>,
    side: Side,
}

impl End {
    fn at(&self) -> At {
        At::Node(self.side.node)
    }

    fn interface(&self) -> &Interface {
        self.net.plan.interface(self.side)
    }

    /// Sets the interface down, as `ip link set eth0 down` does.
    fn take_down(&self) -> Result<(), Error> {
        let request = messages::take_down(self.interface());
        self.net.act(self.at(), |place, netlink| netlink.request(place, vec![request]))?;
        Ok(())
    }

    /// Sets the interface up if it is down, and gives it back what it had by the plan.
    fn bring_back(&self) -> Result<(), Error> {
        let plan = &self.net.plan;
        let mut ops = plan.bring_back(self.side);
        self.net.act(self.at(), |place, netlink| {
            let state = netlink.request(place, vec![messages::state(self.interface())])?;
            if is_up(&state, self.interface()) {
                return Ok(());
            }
            if mtu(&state, self.interface()).is_some_and(|mtu| mtu < IPV6_MTU) {
                ops.retain(|&op| !is_ipv6(plan, self.side.node, op));
            }
            perform(plan, self.at(), ops, &[], place, netlink).map(drop).or_else(|error| {
                // Half of it would look like all of it the next time.
                netlink.request(place, vec![messages::take_down(self.interface())])?;
                Err(error)
            })
        })
    }

    fn counters(&self) -> Result<Counters, Error> {
        let request = messages::everything(self.interface());
        let act = self.net.act(self.at(), |place, netlink| netlink.request(place, vec![request]));
        Ok(Counters::of(&act?, self.interface()))
    }

    fn set_mtu(&self, bytes: u32) -> Result<(), Error> {
        self.net.set_mtu(self.at(), [self.interface()], bytes)
    }
}

impl Inner {
    fn set_mtu<'i>(
        &self,
        at: At,
        interfaces: impl IntoIterator<Item = &'i Interface>,
        bytes: u32,
    ) -> Result<(), Error> {
        let interfaces = interfaces.into_iter();
        let requests = interfaces.map(|interface| messages::set_mtu(interface, bytes)).collect();
        self.act(at, |place, netlink| netlink.request(place, requests))?;
        Ok(())
    }

    /// Waits until interfaces carry packets.
    fn wait_until_all_are_ready(&self, at: At, places: &[usize]) -> Result<(), Error> {
        let ops = places.iter().map(|&interface| Op::Ready { interface });
        let late =
            self.act(at, |place, netlink| perform(&self.plan, at, ops, &[], place, netlink))?;
        late.into_iter().try_for_each(|interface| self.wait_until_ready(at, interface))
    }
}

/// Below it the kernel takes IPv6 from an interface (RFC 8200, section 5).
const IPV6_MTU: u32 = 1280;

fn is_ipv6(plan: &Plan, node: usize, op: Op) -> bool {
    match op {
        Op::Address { addr, .. } => addr.family() == Family::V6,
        Op::Route { route } => plan.nodes[node].routes[route].family() == Family::V6,
        other => is_ipv6s(other),
    }
}

/// Why there is no link or LAN with a name: those are the names, and it may be something else.
pub(crate) fn unknown(kind: &str, name: &str, names: &[&str], instead: Option<&str>) -> String {
    let meant = did_you_mean(name, names.iter().copied());
    let meant = meant.map(|meant| format!(": did you mean `{meant}`?"));
    let advice = instead.map(|instead| format!(": {instead}")).or(meant).unwrap_or_default();
    let all = match names {
        [] => format!("it has no {kind}s"),
        names => format!("its {kind}s: {}", names.join(", ")),
    };
    format!("`{name}` is no {kind} of this network{advice} ({all})")
}
