//! The topology that a test asks for, as the library will be told of it.

use nsfixture_plan::{End, Link, Topology};

use crate::model::{self, Part};

pub(super) fn topology(parts: &[Part]) -> Topology {
    parts.iter().fold(Topology::new(), |topology, part| match part {
        Part::Host(host) => topology.host(host),
        Part::Link(link) => topology.link(self::link(link)),
    })
}

fn link(link: &model::Link) -> Link {
    let model::Link { ends: [a, b], subnets, mtu, name } = link;
    let made = subnets.iter().fold(Link::new(end(a), end(b)), Link::subnet);
    let made = mtu.iter().copied().fold(made, Link::mtu);
    name.iter().fold(made, Link::name)
}

fn end(end: &model::End) -> End {
    end.addrs.iter().fold(End::new(&end.host), End::addr)
}
