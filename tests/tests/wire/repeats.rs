//! The same seed and the same traffic lead to the same losses.

use nsfixture::{Link, Net, Topology};

use crate::udp::send;

fn lost(seed: u64) -> Vec<u32> {
    let link = Link::new("a", "b").loss("5%");
    let net = Net::up(&Topology::new().link(link).seed(seed)).expect("a network");
    let arrived = send(&net.node("a"), &net.node("b"), 300);
    net.down().expect("it goes down");
    (0..300).filter(|number| !arrived.contains(number)).collect()
}

#[test]
fn by_the_seed() {
    if nsfixture::skip_reason().is_some() {
        return;
    }
    let first = lost(7);
    assert!(!first.is_empty());
    assert_eq!(lost(7), first);
    assert_ne!(lost(8), first);
}
