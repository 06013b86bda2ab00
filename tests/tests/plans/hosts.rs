//! The contents of `/etc/hosts`.

use std::net::IpAddr;

use nsfixture_plan::Plan;
use nsfixture_plan::addr::IfAddr;

use super::check_each;
use super::links::Wires;

/// The lines of a host's file after those of the loopback.
fn lines(plan: &Plan, node: usize) -> Vec<(IpAddr, &str)> {
    let text = plan.nodes[node].hosts.file();
    let rest = text.strip_prefix(
        "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\nff02::2 \
         ip6-allrouters\n",
    );
    let lines = rest.expect("the loopback comes first").lines();
    let pair =
        |line: &'_ str| line.split_once(' ').map(|(addr, name)| (addr.to_owned(), name.len()));
    lines
        .map(|line| {
            let (addr, name) = pair(line).unwrap_or_else(|| panic!("{line:?}"));
            (addr.parse().expect("an address"), &line[line.len() - name..])
        })
        .collect()
}

#[test]
fn names_every_host_with_all_its_addresses_nearest_first() {
    check_each(|_, plan| {
        let wires = Wires::of(plan);
        for own in 0..plan.nodes.len() {
            let lines = lines(plan, own);
            let distances = wires.distances(own);
            let mut left = lines.len();
            for (there, node) in plan.nodes.iter().enumerate() {
                let name = node.name.as_str();
                let said: Vec<IpAddr> =
                    lines.iter().filter(|line| line.1 == name).map(|line| line.0).collect();
                left -= said.len();
                if node.interfaces.is_empty() && there == own {
                    assert!(said.iter().all(IpAddr::is_loopback) && said.len() == 2, "{said:?}");
                    continue;
                }
                let mut sorted = said.clone();
                sorted.sort();
                let mut expected: Vec<IpAddr> = node.addrs().map(IfAddr::addr).collect();
                expected.sort();
                assert_eq!(sorted, expected, "`{name}`, as `{}` sees it", plan.nodes[own].name);
                let far = |addr: &IpAddr| {
                    let at =
                        wires.addrs().find(|(_, known, _)| known == addr).expect("it is there");
                    distances[at.2].unwrap_or(usize::MAX)
                };
                assert!(said.is_sorted_by_key(far), "`{name}`, nearest first: {said:?}");
            }
            assert_eq!(left, 0, "there are other lines: {lines:?}");
        }
    });
}
