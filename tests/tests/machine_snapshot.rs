//! A snapshot of the machine notices every kind of change: otherwise the tests for leftovers could not fail.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

use std::fs;
use std::path::Path;

use nsfixture::rtnetlink_0_24::RouteMessageBuilder;
use nsfixture::{Net, Node, Topology};
use nsfixture_tests::machine::MachineState;
use nsfixture_tests::{changes, is_skipped};

#[test]
fn sees_what_changes() {
    if is_skipped("sees_what_changes") {
        return;
    }
    let net = Net::up(&Topology::new().link(("a", "b"))).expect("nothing refuses it");
    let node = net.node("a");
    let before = node.run(MachineState::snapshot);
    let after_nothing = node.run(MachineState::snapshot).changes_since(&before);
    assert!(after_nothing.is_empty(), "nothing has changed: {after_nothing:#?}");

    change(&node);
    let changes = node.run(MachineState::snapshot).changes_since(&before);
    let mut kinds = vec!["link", "address", "route", "rule", "neighbour", "sysctl"];
    if Path::new("/run/nsfixture").is_dir() {
        kinds.extend(["file", "line"]);
    }
    for kind in kinds {
        let is_new = format!("new {kind}: ");
        let is_seen = changes.iter().any(|change| change.starts_with(&is_new));
        assert!(is_seen, "no {kind} among the changes: {changes:#?}");
    }
    let mounts =
        |state: &MachineState| state.changes_since(&before).join("\n").contains("new mount: ");
    assert!(mounts(&MachineState::snapshot()), "a node's mounts differ from the machine's");
    net.down().expect("nothing refuses it");
}

fn change(node: &Node) {
    changes::change(node);
    let interface = node.interfaces()[0].index;
    let netlink = node.netlink().expect("netlink opens");
    node.block_on(async {
        let route = RouteMessageBuilder::<std::net::Ipv4Addr>::new()
            .destination_prefix([198, 51, 100, 0].into(), 24)
            .output_interface(interface)
            .build();
        netlink.route().add(route).execute().await.expect("a route can be added");
        let mut rule = netlink.rule().add().v4().table_id(7);
        rule.message_mut().header.action =
            nsfixture::rtnetlink_0_24::packet_route::rule::RuleAction::ToTable;
        rule.execute().await.expect("a rule can be added");
        let neighbour = [192, 0, 2, 2].into();
        let add = netlink.neighbours().add(interface, std::net::IpAddr::V4(neighbour));
        add.link_layer_address(&[2, 0, 0, 0, 0, 1]).execute().await.expect("it can be added");
    });
    node.run(|| {
        if Path::new("/run/nsfixture").is_dir() {
            fs::write("/run/left", "left").expect("/run is the node's");
            let hosts = fs::read_to_string("/etc/hosts").unwrap_or_default();
            fs::write("/etc/hosts", hosts + "192.0.2.1 left\n").expect("/etc/hosts is the node's");
        }
    });
}
