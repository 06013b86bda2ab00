//! Links and LANs at run time: down and up, unplugged and plugged, MTU, counters; and the names of
//! hosts.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::net::{TcpListener, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use nsfixture::prelude::*;
use nsfixture::{Cable, Counters, Error, Ping};

/// Long enough for a reply, and short enough to wait for one that does not come.
const SHORT: Duration = Duration::from_millis(50);

mod links {
    use super::*;

    #[ns_test(link(a, gw, name = "near"), link(gw, b), router(gw))]
    fn what_is_cut_comes_back_whole(a: Node, b: Node, net: Net) -> Result<(), Error> {
        for cut in [net.link("near"), net.link(("b", "gw"))] {
            cut.down()?;
            a.ping(Ping::to("b").timeout(SHORT)).unwrap_err();
            a.ping(Ping::to(b.ipv6()).timeout(SHORT)).unwrap_err();
            cut.up()?;
            // Routes over it are there again, and the first packets arrive.
            assert!(a.ping("b")? < Duration::from_secs(1));
            assert!(a.ping(b.ipv6())? < Duration::from_secs(1));
            assert!(b.ping("a")? < Duration::from_secs(1));
            let nodes = cut.nodes();
            let [one, other] = &nodes[..] else { panic!("a link has two ends") };
            // The first link is the last interface of `a`, the second that of `gw`.
            let here = &one.interfaces().last().unwrap().name;
            one.ping(format!("{}%{here}", other.interfaces()[0].link_local()))?;
            // A second time there is nothing to do.
            cut.up()?;
            a.ping("b")?;
        }
        Ok(())
    }

    #[ns_test(link(a, b))]
    fn one_end_that_is_down_comes_back(a: Node, b: Node, net: Net) -> Result<(), Error> {
        let listener = b.run(|| TcpListener::bind("b:7")).unwrap();
        net.link("a-b").down()?;
        net.link((&a, &b)).up()?;
        a.run(|| TcpStream::connect("b:7")).unwrap();
        listener.accept().unwrap();
        Ok(())
    }

    #[ns_test(link(a, b))]
    fn counters_count_what_passes(a: Node, b: Node, net: Net) -> Result<(), Error> {
        let wire = net.link(("a", "b"));
        let [before, _] = wire.counters()?;
        let far = b.run(|| UdpSocket::bind("10.0.0.2:7")).unwrap();
        let near = a.run(|| UdpSocket::bind("10.0.0.1:0")).unwrap();
        for _ in 0..100 {
            near.send_to(&[0; 1000], "10.0.0.2:7").unwrap();
            far.recv_from(&mut [0; 1000]).unwrap();
        }
        let [after, other] = wire.counters()?;
        assert!(after.tx_packets - before.tx_packets >= 100, "{before:?}, {after:?}");
        assert!(after.tx_bytes - before.tx_bytes >= 100_000, "{before:?}, {after:?}");
        assert!(other.rx_packets >= 100, "{other:?}");
        Ok(())
    }

    #[ns_test(link(a, b))]
    fn the_mtu_can_change(a: Node, net: Net) -> Result<(), Error> {
        net.link(("a", "b")).set_mtu(1280)?;
        let mtu = || std::fs::read_to_string("/sys/class/net/eth0/mtu").unwrap();
        for node in net.nodes() {
            assert_eq!(node.run(mtu).trim(), "1280");
        }
        a.ping(Ping::to("b").payload(2000))?;
        let error = net.link(("a", "b")).set_mtu(1 << 20).unwrap_err();
        assert!(error.to_string().contains("set link mtu eth0 to 1048576 in host `a`"), "{error}");
        Ok(())
    }

    #[ns_test(link(a, b))]
    fn ipv6_goes_and_comes_with_the_mtu(a: Node, b: Node, net: Net) -> Result<(), Error> {
        let wire = net.link(("a", "b"));
        wire.set_mtu(576)?;
        a.ping("b")?;
        a.ping(b.ipv6()).unwrap_err();
        wire.down()?;
        wire.up()?;
        a.ping("b")?;
        wire.set_mtu(1500)?;
        wire.down()?;
        wire.up()?;
        a.ping(b.ipv6())?;
        Ok(())
    }

    #[ns_test(link(a, b), link(a, b, name = "second"))]
    fn which_one_is_meant(net: Net) {
        assert_eq!(net.links().map(|l| l.name().to_owned()).collect::<Vec<_>>(), ["a-b", "second"]);
        for (wrong, why) in [("third", "links: a-b, second"), ("", "no link named")] {
            let look = std::panic::AssertUnwindSafe(|| net.link(wrong));
            let payload = std::panic::catch_unwind(look).unwrap_err();
            assert!(payload.downcast_ref::<String>().unwrap().contains(why));
        }
        let look = std::panic::AssertUnwindSafe(|| net.link(("b", "a")));
        let payload = std::panic::catch_unwind(look).unwrap_err();
        assert!(payload.downcast_ref::<String>().unwrap().contains("2 links between `b` and `a`"));
    }
}

mod lans {
    use super::*;

    #[ns_test(lan(a, b, c, name = "office"))]
    fn a_cable_that_is_pulled_is_noticed(a: Node, b: Node, net: Net) -> Result<(), Error> {
        let office = net.lan("office");
        let carrier = || std::fs::read_to_string("/sys/class/net/eth0/carrier").unwrap();
        office.unplug(&b)?;
        assert_eq!(b.run(carrier).trim(), "0");
        assert_eq!(a.run(carrier).trim(), "1");
        a.ping(Ping::to("b").timeout(SHORT)).unwrap_err();
        a.ping("c")?;
        office.plug(&b)?;
        assert_eq!(b.run(carrier).trim(), "1");
        assert!(b.ping("c")? < Duration::from_secs(1));
        assert!(b.ping(a.ipv6())? < Duration::from_secs(1));
        // Who has asked for `b` in vain asks again after a second (`net.ipv4.neigh.*.retrans_time_ms`).
        a.ping("b")?;
        office.down()?;
        a.ping(Ping::to("c").timeout(SHORT)).unwrap_err();
        office.up()?;
        for (from, to) in [("a", "b"), ("b", "c"), ("c", "a")] {
            net.node(from).ping(to)?;
        }
        Ok(())
    }

    #[ns_test(lan(a, b))]
    fn large_packets_pass_when_all_of_it_lets_them(a: Node, net: Net) -> Result<(), Error> {
        let lan = net.lan("lan1");
        lan.set_mtu(9000)?;
        let mtu = || std::fs::read_to_string("/sys/class/net/eth0/mtu").unwrap();
        assert!(lan.nodes().all(|node| node.run(mtu).trim() == "9000"));
        let sent = |net: &Net| net.lan("lan1").counters().unwrap()[0].1;
        let before: Counters = sent(&net);
        a.ping(Ping::to("b").payload(8900))?;
        // In one piece: there would be seven of 1,500 bytes. A few packets are the kernel's own.
        let after = sent(&net);
        assert!(after.tx_bytes - before.tx_bytes >= 8900, "{before:?}, {after:?}");
        assert!(after.tx_packets - before.tx_packets < 7, "{before:?}, {after:?}");
        Ok(())
    }

    #[ns_test(lan(a, b, c, name = "office"))]
    fn one_cable_of_it_can_be_cut(a: Node, b: Node, net: Net) -> Result<(), Error> {
        let cable = net.lan("office").cable("b");
        assert_eq!(cable.name(), "office");
        assert_eq!(cable.nodes(), std::slice::from_ref(&b));
        cable.down()?;
        a.ping(Ping::to("b").timeout(SHORT)).unwrap_err();
        a.ping("c")?;
        cable.up()?;
        a.ping("b")?;
        a.ping(b.ipv6())?;
        let [port, host] = cable.counters()?;
        assert!(port.tx_packets > 0 && host.rx_packets > 0, "{port:?} {host:?}");
        cable.set_mtu(1400)?;
        let mtu = || std::fs::read_to_string("/sys/class/net/eth0/mtu").unwrap();
        assert_eq!((b.run(mtu).trim(), a.run(mtu).trim()), ("1400", "1500"));
        Ok(())
    }

    #[ns_test(lan(a, b), host(c))]
    fn who_is_not_joined_to_it(c: Node, net: Net) {
        let look = std::panic::AssertUnwindSafe(|| net.lan("lan1").plug(&c));
        let payload = std::panic::catch_unwind(look).unwrap_err();
        let text = payload.downcast_ref::<String>().unwrap();
        assert!(text.contains("host `c` is not on LAN `lan1`"), "{text}");
    }

    #[ns_test(lan(here, stuck))]
    fn a_wait_ends_when_the_network_goes_down(stuck: Node, net: Net) -> Result<(), Error> {
        let lan = net.lan("lan1");
        lan.cable("stuck").down()?;
        // Waits for the host's end, which stays down.
        let waiting = std::thread::spawn(move || lan.plug(&stuck));
        // The host's own thread and the one that waits have its name, which no other test uses.
        let deadline = Instant::now() + Duration::from_secs(10);
        while threads_named("stuck") < 2 {
            assert!(Instant::now() < deadline, "nobody waits");
            std::thread::yield_now();
        }
        net.down()?;
        let error = waiting.join().unwrap().unwrap_err();
        assert!(error.is_down(), "{error}");
        Ok(())
    }

    fn threads_named(name: &str) -> usize {
        let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
        let names = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
        names.filter(|found| found.trim_end() == name).count()
    }

    #[ns_test(lan(a, b))]
    fn what_is_down_says_so(net: Net) {
        let lan = net.lan("lan1");
        net.down().unwrap();
        assert!(lan.up().unwrap_err().is_down());
        assert!(lan.counters().unwrap_err().is_down());
    }
}

mod names {
    use super::*;

    fn host_name() -> String {
        std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap().trim().to_owned()
    }

    #[ns_test(lan(client, server, gw), link(gw, far), router(gw))]
    async fn every_host_bears_its_own(server: Node, net: Net) {
        assert_eq!(host_name(), "client");
        assert_eq!(server.run(host_name), "server");
        assert_eq!(server.spawn(async { host_name() }).await.unwrap(), "server");
        assert_eq!(std::thread::spawn(host_name).join().unwrap(), "client");
        let said = server.command("uname").arg("-n").output().unwrap();
        assert_eq!(String::from_utf8(said.stdout).unwrap().trim(), "server");
        let text = net.to_string();
        for name in ["client", "server", "gw", "far", "10.0.1.2", "lan1"] {
            assert!(text.contains(name), "{name} is not in\n{text}");
        }
        assert_eq!(net.topology().routers().collect::<Vec<_>>(), ["gw"]);
    }

    #[ns_test(lan(a, gw), link(gw, b), router(gw), run_in = b)]
    async fn the_nearest_address_comes_first(a: Node, gw: Node) {
        use std::net::ToSocketAddrs as _;
        let first = || {
            let hosts = std::fs::read_to_string("/etc/hosts").unwrap();
            let line = hosts.lines().find(|line| line.ends_with(" gw")).unwrap();
            line.split(' ').next().unwrap().to_owned()
        };
        assert_eq!(first(), "10.0.1.1");
        assert_eq!(a.run(first), "10.0.0.2");
        // A resolver finds all of them, in the body, in closures and in tasks.
        let all = || ("gw", 7).to_socket_addrs().unwrap().map(|addr| addr.ip()).collect::<Vec<_>>();
        let count = gw.addrs().len();
        assert_eq!(all().len(), count);
        assert_eq!(a.run(all).len(), count);
        assert_eq!(tokio::net::lookup_host("gw:7").await.unwrap().count(), count);
        let said = a.command("getent").args(["ahosts", "gw"]).output().unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        assert!(gw.addrs().iter().all(|addr| said.contains(&addr.to_string())), "{said}");
    }
}

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod changed_by_the_test {
    use std::fs::File;
    use std::net::IpAddr;
    use std::os::fd::AsRawFd as _;

    use nsfixture::IfAddr;
    use nsfixture::rtnetlink_0_24::packet_route::link::{
        InfoData, InfoKind, InfoVeth, LinkAttribute, LinkMessage,
    };
    use nsfixture::rtnetlink_0_24::{Handle, LinkMessageBuilder, LinkUnspec};

    use super::*;

    /// Removes the addresses of the topology from the first interface of a host.
    async fn flush(node: &Node) {
        let (netlink, interface) = (node.netlink().unwrap(), &node.interfaces()[0]);
        for addr in &interface.addrs {
            let address = netlink.address();
            let mut added = address.add(interface.index, addr.addr(), addr.prefix_len());
            let message = added.message_mut().clone();
            netlink.address().del(message).execute().await.unwrap();
        }
    }

    /// Adds addresses to the first interface of a host.
    async fn add(node: &Node, addrs: [&str; 2]) {
        let (netlink, index) = (node.netlink().unwrap(), node.interfaces()[0].index);
        for addr in addrs.map(|addr| addr.parse::<IfAddr>().unwrap()) {
            let address = netlink.address();
            address.add(index, addr.addr(), addr.prefix_len()).execute().await.unwrap();
        }
    }

    #[ns_test(lan(a, gw), link(gw, b), router(gw))]
    async fn a_flushed_interface_gets_its_addresses_back(
        a: Node,
        b: Node,
        net: Net,
    ) -> Result<(), Error> {
        for is_cut in [true, false] {
            flush(&a).await;
            let cable = net.lan("lan1").cable("a");
            if is_cut {
                cable.down()?;
            }
            cable.up()?;
            for (of_a, of_b) in a.addrs().into_iter().zip(b.addrs()) {
                a.ping(of_b)?;
                b.ping(of_a)?;
            }
        }
        Ok(())
    }

    #[ns_test(lan(a, gw), link(gw, b), router(gw))]
    async fn a_renumbered_interface_stays_so(a: Node, gw: Node, net: Net) -> Result<(), Error> {
        let old = a.addrs();
        flush(&a).await;
        add(&a, ["192.0.2.1/24", "2001:db8::1/64"]).await;
        add(&gw, ["192.0.2.2/24", "2001:db8::2/64"]).await;
        let new = ["192.0.2.2", "2001:db8::2"].map(|addr| addr.parse::<IpAddr>().unwrap());
        let cable = net.lan("lan1").cable("a");
        cable.down()?;
        a.ping(Ping::to(new[0]).timeout(SHORT)).unwrap_err();
        cable.up()?;
        for addr in new {
            a.ping(addr)?;
        }
        for addr in old {
            UdpSocket::bind((addr, 0)).unwrap_err();
        }
        Ok(())
    }

    /// Makes a cable between the first interfaces of two hosts, the first of which has this handle.
    async fn connect(netlink: &Handle, other: &Node) {
        let namespace = other.run(|| File::open("/proc/thread-self/ns/net")).unwrap();
        let mut peer = LinkMessage::default();
        peer.attributes.push(LinkAttribute::IfName("eth0".to_owned()));
        peer.attributes.push(LinkAttribute::NetNsFd(namespace.as_raw_fd()));
        let message = LinkMessageBuilder::<LinkUnspec>::new_with_info_kind(InfoKind::Veth)
            .name("eth0")
            .set_info_data(InfoData::Veth(InfoVeth::Peer(peer)))
            .build();
        netlink.link().add(message).execute().await.unwrap();
    }

    #[ns_test(link(a, b))]
    async fn an_interface_that_was_made_again_is_the_same(
        a: Node,
        b: Node,
        net: Net,
    ) -> Result<(), Error> {
        let (netlink, link) = (a.netlink()?, net.link("a-b"));
        netlink.link().del(a.interfaces()[0].index).execute().await.unwrap();
        link.down().unwrap_err();
        connect(&netlink, &b).await;
        link.up()?;
        a.ping("b")?;
        b.ping("a")?;
        link.set_mtu(1400)?;
        link.counters()?;
        Ok(())
    }
}

mod unplugged_cables {
    use super::*;

    #[ns_test(lan(a, b, c))]
    fn a_cable_is_unplugged(a: Node, b: Node, net: Net) -> Result<(), Error> {
        let carrier = || std::fs::read_to_string("/sys/class/net/eth0/carrier").unwrap();
        let cable = net.lan("lan1").cable("b");
        cable.unplug()?;
        assert_eq!(b.run(carrier), "0\n");
        assert!(b.run(|| UdpSocket::bind("b:7")).is_ok(), "it keeps its addresses");
        a.ping(Ping::to("b").timeout(SHORT)).unwrap_err();
        a.ping("c")?;
        cable.plug()?;
        assert_eq!(b.run(carrier), "1\n");
        a.ping("b")?;
        Ok(())
    }

    #[ns_test(lan(a, b))]
    fn cables_are_plugged_in_one_by_one(a: Node, b: Node, net: Net) -> Result<(), Error> {
        let cables = [net.lan("lan1").cable("a"), net.lan("lan1").cable("b")];
        cables.iter().try_for_each(Cable::unplug)?;
        cables.iter().try_for_each(Cable::plug)?;
        assert!(a.ping("b")? < Duration::from_secs(1));
        assert!(b.ping(a.ipv6())? < Duration::from_secs(1));
        Ok(())
    }

    #[ns_test(link(a, b))]
    fn a_link_cannot_be_unplugged(a: Node, net: Net) {
        let error = net.link("a-b").unplug().unwrap_err().to_string();
        assert!(error.contains("link `a-b` joins two hosts directly"), "{error}");
        a.ping("b").unwrap();
    }
}
