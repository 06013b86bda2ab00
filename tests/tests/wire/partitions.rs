//! Partitions: which host reaches which.

use nsfixture::prelude::*;

use crate::udp::reached;

/// Asserts which of the hosts reach which: `"ab ba"` says that only `a` reaches `b`, and `b` reaches `a`.
#[track_caller]
fn check(net: &Net, hosts: &[&str], expected: &str) {
    let nodes: Vec<Node> = hosts.iter().map(|host| net.node(host)).collect();
    assert_eq!(reached(&nodes).join(" "), expected);
}

const ABC: [&str; 3] = ["a", "b", "c"];

#[ns_test(lan(a, b, c), faults)]
fn groups_do_not_reach_each_other(net: Net) {
    check(&net, &ABC, "ab ac ba bc ca cb");
    let partition = net.partition((["a", "b"], ["c"])).unwrap();
    check(&net, &ABC, "ab ba");
    // Again is no different, and healing one of the two neither.
    net.partition((["a", "b"], ["c"])).unwrap();
    partition.heal().unwrap();
    partition.heal().unwrap();
    check(&net, &ABC, "ab ba");
    net.heal().unwrap();
    check(&net, &ABC, "ab ac ba bc ca cb");
}

#[ns_test(lan(a, b, c), faults)]
fn one_direction_is_cut(net: Net) {
    // Addresses are resolved first: that takes both directions.
    check(&net, &ABC, "ab ac ba bc ca cb");
    net.partition_oneway("a", "b").unwrap();
    check(&net, &ABC, "ac ba bc ca cb");
    net.heal().unwrap();
    net.isolate("b").unwrap();
    check(&net, &ABC, "ac ca");
}

#[ns_test(
    lan(a, gw, subnet = "10.1.0.0/24"),
    lan(gw, b, c, subnet = "10.2.0.0/24"),
    router(gw),
    faults
)]
fn routers_do_not_lead_around_a_partition(net: Net) {
    net.partition((["a"], ["b"])).unwrap();
    check(&net, &ABC, "ac bc ca cb");
}

#[ns_test(lan(a, b, c, d, e), faults)]
fn each_host_of_a_ring_reaches_a_majority(net: Net) {
    net.partition_ring(["a", "b", "c", "d", "e"]).unwrap();
    check(&net, &["a", "b", "c", "d", "e"], "ab ae ba bc cb cd dc de ea ed");
}

#[ns_test(link(a, b, faults), link(b, c))]
fn what_makes_no_sense_is_refused(net: Net) {
    let error =
        |result: Result<nsfixture::Partition, nsfixture::Error>| result.unwrap_err().to_string();
    let twice = error(net.partition((["a", "b"], ["a"])));
    assert_eq!(twice, "host `a` is named twice in a partition");
    let alone = error(net.partition(vec![vec!["a"]]));
    assert_eq!(alone, "a partition needs two groups or more");
    let unknown = error(net.isolate("d"));
    assert!(unknown.contains("no host named `d`"), "{unknown}");
    let plain = error(net.isolate("b"));
    assert!(plain.contains("`b-c` cannot be impaired: add `faults`"), "{plain}");
    let ring = error(net.partition_ring(ABC));
    assert!(ring.contains("at least 4"), "{ring}");
}
