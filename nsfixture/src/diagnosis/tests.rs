//! Made-up states of a link, and what is said about them.

use nsfixture_plan::{Plan, Topology};

use super::{CableFaults, Evidence, MAX_LINES, diagnose};
use crate::fault_counters::FaultCounters;
use crate::host_state::{HostState, Reachability};

fn plan() -> Plan {
    Plan::new(&Topology::new().link(("a", "b"))).expect("it is valid")
}

/// Returns a host with these counters.
pub(super) fn host(host: usize, counters: &str) -> HostState {
    let mut state = HostState { host, ..HostState::default() };
    state.counters.add_lines(counters);
    state
}

/// Returns what there is without packets.
fn evidence<'a>(plan: &'a Plan, hosts: &'a [HostState], faults: &'a [CableFaults]) -> Evidence<'a> {
    Evidence { plan, hosts, faults, packets: &[], points: &[] }
}

#[track_caller]
pub(super) fn check(hosts: &[HostState], expected: &[&str]) {
    let found = diagnose(&evidence(&plan(), hosts, &[]));
    assert_eq!(found, expected);
}

#[test]
fn nothing_is_said_where_nothing_is_odd() {
    check(&[], &[]);
    check(
        &[
            host(0, "IpInReceives 9\nIpInDelivers 9\nTcpActiveOpens 2\n"),
            host(1, "TcpPassiveOpens 2\n"),
        ],
        &[],
    );
}

#[test]
fn a_reset_alone_refuses_nobody() {
    check(&[host(0, ""), host(1, "TcpOutRsts 3\n")], &[]);
    check(
        &[host(0, "TcpAttemptFails 2\n"), host(1, "TcpOutRsts 3\nTcpExtTCPAbortOnData 2\n")],
        &["b: 1 connection was refused, because the TCP port was closed; no TCP port is open now"],
    );
}

#[test]
fn the_most_telling_is_first() {
    check(
        &[host(0, "TcpExtPAWSEstab 1\nTcpExtIPReversePathFilter 2\n"), host(1, "Udp6NoPorts 1\n")],
        &[
            "b: 1 IPv6 datagram arrived for a closed UDP port; no UDP port is open now",
            "a: 2 packets dropped by the reverse path filter (rp_filter): the route back to the source uses \
             another interface, or there is none",
            "a: 1 segment dropped: the TCP timestamp was too old (PAWS)",
        ],
    );
}

#[test]
fn an_unanswered_host_that_was_not_read_is_no_finding() {
    // The other one may have accepted the connection.
    check(&[host(0, "TcpActiveOpens 1\n")], &[]);
    check(
        &[host(0, "TcpActiveOpens 1\nTcpExtTCPSynRetrans 2\n"), host(1, "")],
        &["a: 1 of 1 TCP connections begun here was never established; 2 SYNs sent again"],
    );
}

#[test]
fn many_findings_are_cut_short() {
    let mut state = host(0, "");
    for last in 0..50 {
        state.neighbours.push(crate::host_state::Neighbour {
            interface: 1,
            addr: [192, 0, 2, last].into(),
            reachability: Reachability::Failed,
            probes: 3,
        });
    }
    let found = diagnose(&evidence(&plan(), &[state], &[]));
    assert_eq!(found.len(), MAX_LINES);
    assert_eq!(found[MAX_LINES - 1], "and 39 more findings");
}

#[test]
fn chance_is_named_where_it_took_everything() {
    let with = |counters| {
        let faults = [CableFaults { direction: "`a-b` from `a`".to_owned(), counters }];
        diagnose(&evidence(&plan(), &[], &faults))
    };
    let counters = FaultCounters { received: 9, lost: 9, ..FaultCounters::default() };
    assert_eq!(with(counters), ["the cable `a-b` from `a`: of 9 packets, 9 lost by chance"]);
    let counters = FaultCounters { received: 9, lost: 8, sent: 1, ..counters };
    assert_eq!(with(counters), [""; 0]);
    let counters = FaultCounters { outage: 1, ..counters };
    assert_eq!(with(counters), ["the cable `a-b` from `a`: of 9 packets, 1 lost in an outage"]);
}
