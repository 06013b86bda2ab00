//! Wrong faults on a schedule.

use nsfixture::{Fault, Faults, Link, Topology};

use super::Case;

/// A link between hosts `alice` and `bob`, with a fault.
fn with(fault: Fault) -> Topology {
    Topology::new().link(("alice", "bob")).fault(fault)
}

pub(super) fn all() -> Vec<Case> {
    [actions(), times(), hosts(), links()].concat()
}

fn actions() -> Vec<Case> {
    let link = || Fault::new().link("alice-bob");
    vec![
        ("schedule_empty", with(Fault::new())),
        ("schedule_no_action", with(Fault::new().after("1s").lasts("500ms"))),
        ("schedule_two_actions", with(link().loss("5%").isolate("bob"))),
        ("schedule_only_faults", with(Fault::new().after("1s").loss("5%"))),
        (
            "schedule_loss_of_partition",
            with(Fault::new().isolate("bob").loss("5%").from("bob", Faults::new().delay("1s"))),
        ),
        ("schedule_reject_of_link", with(link().loss("5%").reject())),
        ("schedule_second_wrong", with(Fault::new().isolate("bob")).fault(link())),
    ]
}

fn times() -> Vec<Case> {
    let isolate = || Fault::new().isolate("bob");
    vec![
        ("schedule_never_ends", with(isolate().lasts("2s").every("1s"))),
        ("schedule_always", with(isolate().lasts("1s").every("1s"))),
        ("schedule_every_alone", with(isolate().after("1s").every("2s"))),
        ("schedule_zero_times", with(isolate().after("0s").lasts("0ms").every("1s"))),
        ("schedule_units", with(isolate().after("1").lasts("soon").every("2h"))),
    ]
}

fn hosts() -> Vec<Case> {
    let lan = || Topology::new().lan(["a", "b", "c", "d", "e"]);
    let groups = |groups: &[&[&str]]| -> Vec<Vec<String>> {
        groups.iter().map(|group| group.iter().map(|host| (*host).to_owned()).collect()).collect()
    };
    let partition = |of: &[&[&str]]| lan().fault(Fault::new().partition(groups(of)));
    vec![
        ("schedule_host_misspelled", with(Fault::new().isolate("alcie").after("1s"))),
        ("schedule_host_unknown", with(Fault::new().oneway("alice", "carol"))),
        ("schedule_hosts_unknown", partition(&[&["a", "x"], &["y"]])),
        ("schedule_host_alone", with(Fault::new().isolate("carol")).host("carol")),
        ("schedule_one_group", partition(&[&["a", "b"]])),
        ("schedule_no_group", partition(&[])),
        ("schedule_empty_group", partition(&[&["a"], &[]])),
        ("schedule_host_twice", partition(&[&["a", "b"], &["c", "a"]])),
        ("schedule_itself", with(Fault::new().oneway("bob", "bob"))),
        ("schedule_ring_small", lan().fault(Fault::new().ring(["a", "b", "c"]))),
        ("schedule_ring_twice", lan().fault(Fault::new().ring(["a", "b", "c", "a"]))),
        ("schedule_ring_unknown", lan().fault(Fault::new().ring(["a", "b", "c", "f"]))),
    ]
}

fn links() -> Vec<Case> {
    let link = |name: &str| Fault::new().link(name);
    vec![
        ("schedule_link_unknown", with(link("wire").loss("5%"))),
        ("schedule_link_reversed", with(link("bob-alice").loss("5%"))),
        (
            "schedule_link_misspelled",
            Topology::new().link(Link::new("a", "b").name("wire")).fault(link("wier").loss("5%")),
        ),
        ("schedule_link_without_faults", with(link("alice-bob").after("1s"))),
        ("schedule_link_without_effect", with(link("alice-bob").jitter("5ms").loss("200%"))),
        (
            "schedule_link_from",
            with(link("alice-bob").from("carol", Faults::new().loss("5%")))
                .fault(link("alice-bob").from("bob", Faults::new().queue("5ms")).rate("1mbi")),
        ),
        ("schedule_link_hole", with(link("alice-bob").blackhole_above(1500))),
    ]
}
