//! A cable that can be impaired has a carrier when a plain one has.

use std::time::{Duration, Instant};

use nsfixture::rtnetlink_0_24::{Handle, LinkUnspec};
use nsfixture::{Ping, prelude::*};

use crate::udp::assert_silent;

fn carrier(node: &Node) -> String {
    let read = || std::fs::read_to_string("/sys/class/net/eth0/carrier");
    node.run(read).map_or_else(|error| error.kind().to_string(), |text| text.trim().to_owned())
}

/// Waits until a host has a carrier, or none: the engine follows what hosts do by themselves a moment later.
#[track_caller]
fn wait_for_carrier(node: &Node, expected: &str) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while carrier(node) != expected {
        assert!(Instant::now() < deadline, "carrier {} of {node}", carrier(node));
        std::thread::yield_now();
    }
}

#[ns_test(link(a, b, name = "wire", faults))]
fn a_link_is_unplugged(a: Node, b: Node, net: Net) -> Result<(), nsfixture::Error> {
    let wire = net.link("wire");
    wire.unplug()?;
    assert_eq!([carrier(&a), carrier(&b)], ["0", "0"]);
    assert_silent(&a, "b");
    wire.plug()?;
    assert_eq!([carrier(&a), carrier(&b)], ["1", "1"]);
    a.ping("b")?;
    wire.down()?;
    wire.up()?;
    a.ping("b")?;
    Ok(())
}

#[ns_test(link(a, b, faults))]
async fn a_host_sees_that_its_peer_is_down(a: Node, b: Node) {
    let (of_a, of_b) = (a.netlink().unwrap(), b.netlink().unwrap());
    set(&of_b, &b, false).await;
    wait_for_carrier(&a, "0");
    // With both down, either one that comes up is noticed.
    set(&of_a, &a, false).await;
    set(&of_b, &b, true).await;
    wait_for_carrier(&b, "0");
    set(&of_a, &a, true).await;
    wait_for_carrier(&a, "1");
    wait_for_carrier(&b, "1");
}

async fn set(netlink: &Handle, node: &Node, is_up: bool) {
    let link = LinkUnspec::new_with_index(node.interfaces()[0].index);
    let link = if is_up { link.up() } else { link.down() };
    netlink.link().set(link.build()).execute().await.unwrap();
}

#[ns_test(lan(a, b, name = "office"), faults)]
fn a_lan_is_unplugged(a: Node, b: Node, net: Net) -> Result<(), nsfixture::Error> {
    let office = net.lan("office");
    office.unplug(&b)?;
    assert_eq!([carrier(&a), carrier(&b)], ["1", "0"]);
    office.plug(&b)?;
    a.ping("b")?;
    office.set_mtu(9000)?;
    a.ping(Ping::to("b").payload(8000))?;
    Ok(())
}
