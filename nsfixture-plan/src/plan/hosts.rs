//! What `/etc/hosts` says in each host.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::NodePlan;

/// Every host's name with all of its addresses, one's own first.
pub(super) fn write(nodes: &mut [NodePlan]) {
    let lines: Vec<String> = nodes.iter().map(lines).collect();
    for (own, node) in nodes.iter_mut().enumerate() {
        let mut file =
            String::from("127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n");
        file.push_str(&lines[own]);
        if node.interfaces.is_empty() {
            // Nobody else can reach it; to itself it is the loopback.
            file.push_str(&line(Ipv4Addr::LOCALHOST.into(), node));
            file.push_str(&line(Ipv6Addr::LOCALHOST.into(), node));
        }
        for (_, others) in lines.iter().enumerate().filter(|&(nth, _)| nth != own) {
            file.push_str(others);
        }
        node.hosts_file = file;
    }
}

fn lines(node: &NodePlan) -> String {
    node.addrs().fold(String::new(), |lines, addr| lines + &line(addr.addr(), node))
}

fn line(addr: IpAddr, node: &NodePlan) -> String {
    format!("{addr} {}\n", node.name)
}

#[cfg(test)]
mod tests {
    use crate::{Plan, Topology};

    #[test]
    fn names_everyone_oneself_first() {
        let plan = Plan::new(&Topology::new().link((("a", "10.9.0.1/24"), "b"))).expect("a plan");
        assert_eq!(
            plan.nodes[1].hosts_file,
            "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n\
             10.9.0.2 b\n10.9.0.1 a\n"
        );
    }
}
