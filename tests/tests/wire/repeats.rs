//! The same seed and the same traffic lead to the same losses.

use nsfixture::{Faults, Net, Topology};

use crate::udp::{resolve, send};

fn lost(seed: u64) -> Vec<u32> {
    let topology = Topology::new().link(("a", "b")).faults().seed(seed);
    let net = Net::up(&topology).expect("a network");
    let (a, b) = (net.node("a"), net.node("b"));
    // Otherwise what waits for the address and what follows are sent in any order.
    resolve(&a, &b);
    let link = net.link("a-b");
    link.set(&Faults::new().loss("5%")).expect("a fault");
    let arrived = send(&a, &b, 300);
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
