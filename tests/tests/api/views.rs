//! A host's own view of the machine's files.

use nsfixture::prelude::*;

/// Each is a link to its device; bonding's `bonding_masters` is a file next to them.
fn interfaces() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir("/sys/class/net")
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().unwrap().is_symlink())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[ns_test(link(a, b), link(b, c), run_in = b)]
fn the_body_sees_its_own_network(a: Node) {
    assert_eq!(interfaces(), ["eth0", "eth1", "lo"]);
    assert_eq!(a.run(interfaces), ["eth0", "lo"]);
    let dev = std::fs::read_to_string("/proc/net/dev").unwrap();
    assert!(dev.contains("eth1:"), "{dev}");
    let dev = std::thread::spawn(|| std::fs::read_to_string("/proc/self/net/dev").unwrap());
    assert!(dev.join().unwrap().contains("eth1:"));
    let names = std::fs::read_dir("/run/netns").unwrap().count();
    assert_eq!(names, 3);
}

#[ns_test(link(a, b))]
fn names_resolve(a: Node, b: Node) {
    use std::net::ToSocketAddrs as _;
    for (from, host) in [(&a, &b), (&b, &a), (&a, &a)] {
        let mut found = from
            .run(|| (host.name(), 0).to_socket_addrs().unwrap())
            .map(|a| a.ip())
            .collect::<Vec<_>>();
        found.sort();
        let mut addrs = host.addrs();
        addrs.sort();
        assert_eq!(found, addrs);
    }
}

#[ns_test]
fn no_name_server_answers() {
    let text = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    assert!(text.lines().all(|line| line.starts_with('#')), "{text}");
}

#[ns_test]
fn sysctls_begin_at_the_baseline(me: Node) {
    for (key, value) in [
        ("net.ipv4.conf.all.rp_filter", "0"),
        ("net.ipv4.conf.default.rp_filter", "0"),
        ("net.ipv4.ip_forward", "0"),
        ("net.ipv4.conf.all.accept_redirects", "1"),
        ("net.ipv4.tcp_rmem", "4096\t131072\t6291456"),
        ("net.ipv6.conf.default.accept_dad", "0"),
    ] {
        assert_eq!(me.sysctl(key).unwrap(), value, "{key}");
    }
    let control = me.sysctl("net.ipv4.tcp_congestion_control").unwrap();
    assert!(["cubic", "reno"].contains(&control.as_str()), "{control}");
}
