//! The topology that a test asks for, as the library will be told of it.

use nsfixture_plan::{Endpoint, Lan, Link, Topology};

use crate::model::{self, Medium, Part};

pub(super) fn topology(parts: &[Part]) -> Topology {
    parts.iter().fold(Topology::new(), |topology, part| match part {
        Part::Host(host) => topology.host(host),
        Part::Link(ends, medium) => topology.link(link(ends, medium)),
        Part::Lan(ends, medium) => topology.lan(lan(ends, medium)),
        Part::Router(host) => topology.router(host),
    })
}

fn link([a, b]: &[model::Endpoint; 2], medium: &Medium) -> Link {
    let made = medium.subnets.iter().fold(Link::new(end(a), end(b)), Link::subnet);
    let made = medium.mtu.iter().copied().fold(made, Link::mtu);
    medium.name.iter().fold(made, Link::name)
}

fn lan(ends: &[model::Endpoint], medium: &Medium) -> Lan {
    let made = medium.subnets.iter().fold(Lan::new(ends.iter().map(end)), Lan::subnet);
    let made = medium.mtu.iter().copied().fold(made, Lan::mtu);
    medium.name.iter().fold(made, Lan::name)
}

fn end(end: &model::Endpoint) -> Endpoint {
    end.addrs.iter().fold(Endpoint::new(&end.host), Endpoint::addr)
}
