//! Wrong faults.

use nsfixture::{Faults, Lan, Link, Outage, Topology};

use super::Case;

pub(super) fn all() -> Vec<Case> {
    [delays(), losses(), packets(), outages(), blackholes(), rates(), words(), senders(), lans()]
        .concat()
}

fn case(name: &'static str, faults: fn(Link) -> Link) -> Case {
    (name, Topology::new().link(faults(Link::new("a", "b"))))
}

fn delays() -> Vec<Case> {
    vec![
        case("fault_delay_zero", |link| link.delay("0ms")),
        case("fault_delay_no_unit", |link| link.delay("20")),
        case("fault_delay_space", |link| link.delay("20 ms")),
        case("fault_delay_long", |link| link.delay("61m")),
        case("fault_delay_empty", |link| link.delay("")),
        case("fault_delay_and_rtt", |link| link.delay("20ms").rtt("40ms")),
        case("fault_rtt_zero", |link| link.rtt("0s")),
        case("fault_rtt_long", |link| link.rtt("3h")),
        case("fault_jitter_alone", |link| link.jitter("5ms")),
        case("fault_jitter_large", |link| link.rtt("8ms").jitter("5ms")),
        case("fault_jitter_zero", |link| link.delay("5ms").jitter("0ms")),
        case("fault_jitter_of_wrong_delay", |link| link.delay("5").jitter("5ms")),
        case("fault_distribution_alone", |link| link.delay("5ms").distribution("normal")),
        case("fault_reorder_alone", |link| link.reorder("25%")),
        case("fault_reorder_zero", |link| link.delay("5ms").reorder("0%")),
    ]
}

fn losses() -> Vec<Case> {
    vec![
        case("fault_loss_zero", |link| link.loss("0%")),
        case("fault_loss_no_unit", |link| link.loss("5")),
        case("fault_loss_fraction", |link| link.loss("0.05")),
        case("fault_loss_above_all", |link| link.loss("100.1%")),
        case("fault_loss_too_fine", |link| link.loss("0.00001%")),
        case("fault_loss_negative", |link| link.loss("-1%")),
        case("fault_burst_alone", |link| link.burst(5)),
        case("fault_burst_zero", |link| link.loss("1%").burst(0)),
        case("fault_burst_short", |link| link.loss("75%").burst(2)),
        case("fault_duplicate_zero", |link| link.duplicate("0%")),
        case("fault_corrupt_no_unit", |link| link.corrupt("0.1")),
    ]
}

fn packets() -> Vec<Case> {
    vec![
        case("fault_drop_nothing", |link| link.drop([])),
        case("fault_drop_zero", |link| link.drop([0])),
        case("fault_drop_twice", |link| link.drop([2, 3, 2, 3])),
        case("fault_drop_every_zero", |link| link.drop_every(0)),
    ]
}

fn outages() -> Vec<Case> {
    vec![
        case("fault_outage_empty", |link| link.outage(Outage::new())),
        case("fault_outage_endless", |link| link.outage(Outage::new().after("2s").every("5s"))),
        case("fault_outage_never_ends", |link| {
            link.outage(Outage::new().lasts("5s").every("5s")).from("b", Faults::new().loss("1"))
        }),
        case("fault_outage_zeros", |link| {
            link.outage(Outage::new().after("0s").lasts("0ms").every("0h"))
        }),
        case("fault_outage_units", |link| {
            link.from("a", Faults::new().outage(Outage::new().after("2").lasts("1 s").every("2h")))
        }),
    ]
}

fn blackholes() -> Vec<Case> {
    vec![
        case("fault_flap_empty", |link| link.flap(Outage::new())),
        case("fault_flap_from", |link| {
            link.from("b", Faults::new().flap(Outage::new().lasts("500ms")))
        }),
        case("fault_flap_never_ends", |link| link.flap(Outage::new().lasts("5s").every("5s"))),
        case("fault_blackhole_zero", |link| link.blackhole_above(0)),
        case("fault_blackhole_mtu", |link| {
            link.mtu(1400).blackhole_above(1280).from("b", Faults::new().blackhole_above(1400))
        }),
        case("fault_path_mtu_range", |link| link.path_mtu(67)),
        case("fault_path_mtu_ipv6", |link| link.path_mtu(1279)),
        case("fault_path_mtu_mtu", |link| {
            link.mtu(1400).path_mtu(1280).from("b", Faults::new().path_mtu(1400))
        }),
        case("fault_path_mtu_hole", |link| {
            link.blackhole_above(1400).from("b", Faults::new().path_mtu(1280))
        }),
    ]
}

fn rates() -> Vec<Case> {
    vec![
        case("fault_trace_and_rate", |link| link.trace("5\n").rate("1mbit")),
        case("fault_trace_descending", |link| link.trace("5\n4\n")),
        case("fault_trace_empty", |link| link.trace("\n")),
        case("fault_trace_zero", |link| link.trace("0\n0\n")),
        case("fault_rate_zero", |link| link.rate("0bit")),
        case("fault_rate_unit", |link| link.rate("10Mbps")),
        case("fault_rate_large", |link| link.rate("99999999999999999999gbit")),
        case("fault_queue_alone", |link| link.queue("100ms")),
        case("fault_queue_zero", |link| link.rate("1mbit").queue("0packets")),
        case("fault_queue_large", |link| link.rate("1mbit").queue("2000mib")),
        case("fault_queue_part", |link| link.rate("1mbit").queue("0.5packets")),
        case("fault_queue_no_unit", |link| link.rate("1mbit").queue("1000")),
        case("fault_queue_unit", |link| link.rate("1mbit").queue("64kB")),
        case("fault_aqm_alone", |link| link.aqm("codel")),
    ]
}

fn words() -> Vec<Case> {
    vec![
        case("fault_aqm_unknown", |link| link.rate("1mbit").aqm("fq_codel")),
        case("fault_condition_unknown", |link| link.condition("5g")),
        case("fault_condition_other", |link| link.condition("carrier pigeon").queue("1packet")),
        case("fault_distribution_unknown", |link| {
            link.delay("5ms").jitter("5ms").distribution("norml")
        }),
    ]
}

fn senders() -> Vec<Case> {
    vec![
        case("fault_from_unknown", |link| link.from("carol", Faults::new().loss("1%"))),
        case("fault_from_nothing", |link| link.from("a", Faults::new())),
        case("fault_from_zero", |link| link.delay("1ms").from("a", Faults::new().loss("0%"))),
        case("fault_from_values", |link| {
            link.from("a", Faults::new().loss("1").drop([0])).from("b", Faults::new().rate("1"))
        }),
        case("fault_from_shorter_delay", |link| {
            link.delay("20ms").jitter("5ms").from("a", Faults::new().delay("4ms"))
        }),
        case("fault_from_one_without_delay", |link| {
            link.jitter("5ms").from("a", Faults::new().delay("20ms"))
        }),
        (
            "fault_from_misspelled",
            Topology::new().link(
                Link::new("alice", "bob").from("alcie", Faults::new().queue("1packet").loss("9")),
            ),
        ),
    ]
}

fn lans() -> Vec<Case> {
    let lan = || Lan::new(["a", "b", "c"]);
    vec![
        ("fault_lan_queue_alone", Topology::new().lan(lan().queue("1packet"))),
        (
            "fault_lan_from_other_lan",
            Topology::new()
                .lan(lan())
                .lan(Lan::new(["c", "d"]).from("a", Faults::new().delay("1ms").jitter("2ms"))),
        ),
        (
            "fault_lan_many",
            Topology::new().seed(1).faults().lan(
                lan()
                    .delay("1ms")
                    .jitter("2ms")
                    .from("b", Faults::new().jitter("3ms"))
                    .from("c", Faults::new().delay("2ms").burst(3)),
            ),
        ),
    ]
}
