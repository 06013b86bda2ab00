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

/// Daemons with a file in `/run`, `ip netns add` and a resolver for each host: none of it is another host's.
#[ns_test(link(a, b))]
fn each_host_has_files_of_its_own(a: Node, b: Node) {
    use std::fs;
    let write = |text: &'static str| {
        move || {
            fs::write("/run/daemon.pid", text).unwrap();
            fs::write("/run/netns/vpn", text).unwrap();
            fs::write("/etc/resolv.conf", text).unwrap();
            fs::write("/etc/hosts", text).unwrap();
        }
    };
    a.run(write("a"));
    b.run(|| {
        assert!(!fs::exists("/run/daemon.pid").unwrap());
        assert!(!fs::exists("/run/netns/vpn").unwrap());
    });
    b.run(write("b"));
    for node in [&a, &b] {
        let paths = ["/run/daemon.pid", "/run/netns/vpn", "/etc/resolv.conf", "/etc/hosts"];
        for path in paths {
            assert_eq!(node.run(|| fs::read_to_string(path)).unwrap(), node.name(), "{path}");
            let output = node.command("cat").arg(path).output().unwrap();
            assert_eq!(String::from_utf8_lossy(&output.stdout), node.name(), "{path}");
        }
    }
}

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#[ns_test(link(a, b))]
fn the_host_name_is_in_its_file(b: Node) {
    if !std::path::Path::new("/etc/hostname").exists() {
        nsfixture_tests::leave_out(
            "the host's name in its file: this machine has no /etc/hostname",
        );
        return;
    }
    assert_eq!(b.run(|| std::fs::read_to_string("/etc/hostname")).unwrap(), "b\n");
}

#[ns_test(lan(h1, h2, h3, h4, h5, h6, h7, h8, h9, h10, h11, h12, h13, h14, h15, h16, h17, h18))]
fn the_names_of_many_hosts_are_in_all(h18: Node) {
    let names = || std::fs::read_dir("/run/netns").unwrap().count();
    assert_eq!(h18.run(names), 18);
    assert_eq!(names(), 18);
}
