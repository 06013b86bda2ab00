//! A crate as a user would write it: it uses all of the public face, and nothing else.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, TcpStream, UdpSocket};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use nsfixture::prelude::*;
use nsfixture::{Endpoint, Link, Ping, Port, Topology};

mod bodies {
    use super::*;

    #[ns_test]
    fn a_single_host_has_every_port_and_no_route() {
        TcpListener::bind("0.0.0.0:80").unwrap();
        TcpListener::bind("[::1]:81").unwrap();
        let error = TcpStream::connect("192.0.2.1:80").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NetworkUnreachable);
    }

    #[ns_test]
    fn a_single_host_has_the_name_of_its_parameter(me: Node) {
        assert_eq!(me.name(), "me");
        assert!(me.addrs().is_empty());
        me.ping("me").unwrap();
        me.ping(Ipv6Addr::LOCALHOST).unwrap();
    }

    #[ns_test(host(a, b), run_in = b)]
    fn hosts_without_a_link_do_not_reach_each_other(a: Node, b: &Node, net: &Net) {
        assert_eq!(net.nodes().map(|n| n.name().to_owned()).collect::<Vec<_>>(), ["a", "b"]);
        let _taken = a.run(|| TcpListener::bind("0.0.0.0:80")).unwrap();
        b.run(|| TcpListener::bind("0.0.0.0:80")).unwrap();
    }

    #[ns_test(link(producer = "10.0.0.1/24", consumer = "10.0.0.2/24"), run_in = consumer)]
    fn given_addresses_are_used(producer: &Node, consumer: Node) {
        assert_eq!(producer.ipv4(), Ipv4Addr::new(10, 0, 0, 1));
        assert_eq!(consumer.addrs(), [IpAddr::from([10, 0, 0, 2])]);
        assert!(consumer.ping("producer").unwrap() < Duration::from_secs(1));
    }

    #[ns_test(
        link(a = ["10.0.0.1/24", "fd00::1/64"], b, mtu = 9000, name = "jumbo"),
        link(b, c, subnet = ["10.7.0.0/30", "fd07::/64"]),
        timeout = "30s"
    )]
    fn several_links(a: Node, b: Node, c: Node) {
        assert_eq!(
            b.addrs(),
            ["10.0.0.2", "fd00::2", "10.7.0.1", "fd07::1"].map(|a| a.parse::<IpAddr>().unwrap())
        );
        assert_eq!(b.interfaces()[0].mtu, 9000);
        for target in c.addrs() {
            b.ping(target).unwrap();
        }
        for target in a.addrs() {
            b.ping(target).unwrap();
        }
        // No host forwards, so a host that is two links away cannot be reached.
        let error = a.ping(c.ipv4()).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(101), "{error}");
    }

    #[ns_test(link(a, b))]
    fn results_are_allowed(b: Node) -> Result<(), Box<dyn std::error::Error>> {
        b.ping("a")?;
        Ok(())
    }

    #[ns_test(link(a, b))]
    fn exit_codes_are_allowed() -> ExitCode {
        ExitCode::SUCCESS
    }

    #[ns_test(link(a, b))]
    #[should_panic(expected = "the text")]
    fn expected_panics_pass(b: Node) {
        b.run(|| panic!("the text"));
    }

    #[ns_test]
    #[ignore = "must not run"]
    fn ignored_ones_are_not_run() {
        panic!("it was run");
    }

    /// A comment for the documentation.
    #[ns_test]
    #[test]
    fn the_built_in_attribute_may_stand_below() {}

    #[ns_test(link(r#type, b))]
    fn raw_identifiers(r#type: Node) {
        assert_eq!(r#type.name(), "type");
    }

    macro_rules! pair {
        ($name:ident) => {
            #[ns_test(link(a, b))]
            fn $name(a: Node) {
                a.ping("b").unwrap();
            }
        };
    }

    pair!(made_by_a_macro);
}

mod asynchronous {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    async fn echo(server: &Node) -> io::Result<()> {
        let listener = server.spawn(tokio::net::TcpListener::bind("server:7")).await??;
        let echoing = server.spawn(async move {
            let (mut from, mut to) = listener.accept().await?.0.into_split();
            tokio::io::copy(&mut from, &mut to).await
        });
        let mut stream = tokio::net::TcpStream::connect("server:7").await?;
        stream.write_all(b"hello").await?;
        stream.shutdown().await?;
        let mut reply = String::new();
        stream.read_to_string(&mut reply).await?;
        assert_eq!(reply, "hello");
        assert_eq!(echoing.await??, 5);
        Ok(())
    }

    #[ns_test(link(client, server))]
    async fn on_one_thread(server: Node) -> io::Result<()> {
        echo(&server).await
    }

    #[ns_test(link(client, server), flavor = "multi_thread", worker_threads = 2, timeout = "1m")]
    async fn on_several_threads(server: &Node, client: Node) -> io::Result<()> {
        let here = namespace();
        assert_eq!(client.run(namespace), here);
        let of_a_worker = tokio::spawn(async { namespace() }).await?;
        let of_the_pool = tokio::task::spawn_blocking(namespace).await?;
        assert_eq!((of_a_worker, of_the_pool), (here.clone(), here));
        echo(server).await
    }

    #[ns_test(link(a, b))]
    async fn tasks_can_be_aborted(b: Node) {
        let task = b.spawn(std::future::pending::<()>());
        assert!(!task.is_finished());
        task.abort_handle().abort();
        assert!(task.await.unwrap_err().is_cancelled());
    }

    #[ns_test(link(a, b))]
    async fn an_awaited_panic_is_not_a_failure(b: Node) {
        let task = b.spawn(async { panic!("awaited") });
        let panicked: Result<(), _> = task.await;
        assert!(panicked.unwrap_err().is_panic());
    }
}

fn namespace() -> std::path::PathBuf {
    std::fs::read_link("/proc/thread-self/ns/net").unwrap()
}

mod handles {
    use super::*;

    #[ns_test(link(a, b))]
    fn closures_borrow_and_return(b: Node) {
        let text = String::from("borrowed");
        let length = b.run(|| text.len());
        assert_eq!(length, 8);
        assert_ne!(b.run(namespace), namespace());
        assert_eq!(b.run(|| std::thread::spawn(namespace).join().unwrap()), b.run(namespace));
    }

    #[ns_test(link(a, b))]
    fn a_panic_comes_back_with_the_nodes_name(b: Node) {
        let run = std::panic::AssertUnwindSafe(|| b.run(|| panic!("the text")));
        let payload = std::panic::catch_unwind(run).unwrap_err();
        assert_eq!(payload.downcast_ref::<String>().unwrap(), "the text (in host `b`)");
    }

    #[ns_test(link(a, b))]
    fn futures_run_in_the_node(a: Node, b: Node) {
        let words = [String::from("borrowed")];
        let there = b.block_on(async { (namespace(), words.len()) });
        assert_eq!(there, (b.run(namespace), 1));
        assert_ne!(there.0, a.run(namespace));
        let bound = b.block_on(async { tokio::net::UdpSocket::bind("[::]:53").await.map(drop) });
        bound.unwrap();
    }

    #[ns_test(link(a, b))]
    fn programs_start_in_the_node(a: Node, b: Node) {
        let output = b.command("cat").args(["/etc/hosts", "/proc/net/dev"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{text}");
        assert!(text.contains(&format!("{} b\n", b.ipv4())), "{text}");
        assert!(text.contains(&format!("{} a\n", a.ipv6())), "{text}");
        assert!(text.contains("eth0:"), "{text}");
        let link = b.command("readlink").arg("/proc/self/ns/net").output().unwrap();
        let link = String::from_utf8(link.stdout).unwrap();
        assert_eq!(link.trim(), b.run(namespace).to_str().unwrap());
    }

    #[ns_test(link(a, b))]
    fn programs_and_closures_keep_the_working_directory(b: Node) {
        let here = std::env::current_dir().unwrap();
        assert_eq!(b.run(|| std::env::current_dir().unwrap()), here);
        let pwd = b.command("pwd").output().unwrap().stdout;
        assert_eq!(String::from_utf8(pwd).unwrap().trim(), here.to_str().unwrap());
        let pwd = b.command("pwd").current_dir("/usr").output().unwrap().stdout;
        assert_eq!(String::from_utf8(pwd).unwrap().trim(), "/usr");
    }

    #[ns_test(link(a, b), run_in = b)]
    fn waits_for_a_listener(a: Node, b: &Node) {
        let error = a.wait_listening_for(80, Duration::from_millis(1)).unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert!(error.to_string().contains("TCP port 80"), "{error}");
        let listener = a.clone();
        let listening = std::thread::spawn(move || listener.run(|| TcpListener::bind("[::]:80")));
        a.wait_listening(80).unwrap();
        let _udp = UdpSocket::bind("0.0.0.0:53").unwrap();
        b.wait_listening(Port::udp(53)).unwrap();
        drop(listening.join().unwrap());
        // A child of another test has a copy of every socket until it has executed its program.
        let begin = Instant::now();
        let listens = || a.wait_listening_for(Port::tcp(80), Duration::ZERO).is_ok();
        while listens() {
            assert!(begin.elapsed() < Duration::from_secs(10), "it goes on listening");
            std::thread::yield_now();
        }
    }

    #[ns_test]
    async fn a_task_that_blocks_its_runtime_is_reported(me: Node) {
        let wait =
            |node: &Node| node.wait_listening_for(80, Duration::ZERO).unwrap_err().to_string();
        assert!(wait(&me).contains("multi_thread"));
        let told = std::thread::spawn(move || wait(&me)).join();
        assert!(!told.unwrap().contains("multi_thread"));
    }

    #[ns_test(link(a, b, mtu = 1300))]
    fn pings_report_why_they_fail(a: Node, b: Node) {
        a.ping(Ping::to("b").payload(3000)).unwrap();
        a.ping(Ping::to(b.ipv6()).ttl(1)).unwrap();
        let error = a.ping(Ping::to("10.0.0.99").timeout(Duration::from_millis(1))).unwrap_err();
        assert!(error.is_timeout(), "{error}");
        let error = a.ping("fe80::1%eth9").unwrap_err();
        assert!(error.to_string().contains("no interface named `eth9`"), "{error}");
        let error = a.ping("192.0.2.1").unwrap_err();
        assert_eq!(error.raw_os_error(), Some(101), "{error}");
        assert!(error.to_string().contains("no route there"), "{error}");
        assert_eq!(error.reporter(), None);
        let error = a.ping("10.0.0.255").unwrap_err().to_string();
        assert!(error.contains("a broadcast address"), "{error}");
    }

    #[ns_test(link(a, b), lan(b, c, name = "office"))]
    fn handles_can_be_compared(net: Net, a: Node, b: Node) {
        assert_eq!(net.node("a"), a);
        assert_ne!(a, b);
        assert_eq!(Node::current(), Some(a.clone()));
        assert_eq!(std::collections::HashSet::from([a.clone(), a.clone(), b.clone()]).len(), 2);
        assert_eq!(format!("{a:>3}"), "  a");
        a.ping(b.clone()).unwrap();
        let name = String::from("b");
        a.ping(&name).unwrap();
        let told = |ask: &dyn Fn()| {
            let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(ask)).unwrap_err();
            panic.downcast_ref::<String>().unwrap().clone()
        };
        assert_eq!(
            told(&|| drop(net.link("office"))),
            "no link named `office` in this network: it is a LAN: use `Net::lan` (links: a-b)"
        );
        assert_eq!(
            told(&|| drop(net.lan("ofice"))),
            "no LAN named `ofice` in this network: did you mean `office`? (LANs: office)"
        );
    }

    #[ns_test(link(client, server), lan(server, printer, name = "office"))]
    fn lookups_return_errors(net: Net) {
        assert_eq!(net.get_node("server").unwrap().name(), "server");
        assert_eq!(net.get_link("client-server").unwrap().name(), "client-server");
        assert_eq!(net.get_lan("office").unwrap().get_cable("printer").unwrap().name(), "office");
        for (error, expected) in [
            (net.get_node("severs").unwrap_err(), "did you mean `server`?"),
            (net.get_link("wire").unwrap_err(), "by its two hosts"),
            (net.get_link(("client", "printer")).unwrap_err(), "no link between"),
            (net.get_link(("client", "nobody")).unwrap_err(), "no host named `nobody`"),
            (net.get_lan("client-server").unwrap_err(), "use `Net::link`"),
            (net.get_lan("office").unwrap().get_cable("client").unwrap_err(), "on LAN `office`"),
        ] {
            assert!(error.is_unknown_name(), "{error}");
            assert!(error.to_string().contains(expected), "{error}");
        }
    }

    #[ns_test(link(a, b))]
    fn payloads_out_of_range_are_errors(a: Node) {
        for bytes in [7, 65_508] {
            let error = a.ping(Ping::to("b").payload(bytes)).unwrap_err().to_string();
            assert!(error.contains("is out of range: 8 to 65507 bytes"), "{error}");
        }
        a.ping(Ping::to("b").payload(8)).unwrap();
    }

    #[ns_test(link(a, b))]
    fn sysctls_are_the_nodes(a: Node, b: Node) {
        let error = a.sysctl("net.ipv4.ip_foward").unwrap_err().to_string();
        assert!(error.contains("misspelled"), "{error}");
        a.set_sysctl("net.ipv4.ip_forward", 1).unwrap();
        assert_eq!(a.sysctl("net.ipv4.ip_forward").unwrap(), "1");
        assert_eq!(b.sysctl("net/ipv4/ip_forward").unwrap(), "0");
        let error = a.set_sysctl("kernel.hostname", "x").unwrap_err();
        assert!(error.to_string().contains("`net.`"), "{error}");
        let error = a.set_sysctl("net.ipv4.ip_forward", "many").unwrap_err();
        assert_eq!(error.raw_os_error(), Some(22), "{error}");
    }

    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    #[ns_test(link(a, b))]
    async fn everything_else_through_netlink(b: Node) {
        use nsfixture::rtnetlink_0_24::LinkUnspec;
        let handle = b.netlink().unwrap();
        let index = b.interfaces()[0].index;
        handle
            .link()
            .set(LinkUnspec::new_with_index(index).mtu(1400).build())
            .execute()
            .await
            .unwrap();
        let mtu = b.run(|| std::fs::read_to_string("/sys/class/net/eth0/mtu")).unwrap();
        assert_eq!(mtu.trim(), "1400");
    }

    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    #[ns_test]
    fn netlink_ends_with_the_network(host: Node, net: Net) {
        net.down().unwrap();
        assert!(host.netlink().unwrap_err().is_down());
    }

    #[ns_test(link(a, b))]
    fn link_local_addresses_work(a: Node, b: Node) {
        let target = b.interfaces()[0].link_local();
        a.ping(target).unwrap();
        a.ping(format!("{target}%eth0")).unwrap();
        let bound = UdpSocket::bind((a.interfaces()[0].link_local(), 0));
        // The socket address of a link-local address has the interface's index.
        assert!(bound.is_err());
    }

    #[ns_test(link(a, b))]
    fn unknown_names_are_reported(a: Node, net: Net) {
        let error = a.ping("bb").unwrap_err();
        assert!(error.to_string().contains("did you mean `b`?"), "{error}");
        let look = std::panic::AssertUnwindSafe(|| net.node("c"));
        let payload = std::panic::catch_unwind(look).unwrap_err();
        let text = payload.downcast_ref::<String>().unwrap();
        assert!(text.contains("no host named `c` in this network (hosts: a, b)"), "{text}");
    }

    #[ns_test(link(a, b))]
    fn operations_on_a_network_that_is_down_are_errors(a: Node, net: Net) {
        let mut late = a.command("true");
        net.clone().down().unwrap();
        net.down().unwrap();
        assert!(a.ping("b").unwrap_err().is_down());
        assert!(a.sysctl("net.ipv4.ip_forward").unwrap_err().is_down());
        assert!(late.spawn().is_err());
        let run = std::panic::AssertUnwindSafe(|| a.run(|| ()));
        assert!(std::panic::catch_unwind(run).is_err());
    }
}

mod views {
    use super::*;

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
}

mod without_the_attribute {
    use super::*;

    #[test]
    fn a_network_in_plain_code() {
        if let Some(reason) = nsfixture::skip_reason() {
            eprintln!("skipped: {reason}");
            return;
        }
        let topology = Topology::new()
            .host("alone")
            .link(Link::new(Endpoint::new("a").addr("10.1.0.1/24"), "b").mtu(1400).name("wire"))
            .link((("b", ["10.2.0.1/24", "fd02::1/64"]), "c"));
        let net = Net::up(&topology).unwrap();
        let listener = net.node("b").run(|| TcpListener::bind("10.1.0.2:1")).unwrap();
        let mut near = net.node("a").run(|| TcpStream::connect("b:1")).unwrap();
        let (mut far, _) = listener.accept().unwrap();
        near.write_all(b"x").unwrap();
        let mut byte = [0];
        far.read_exact(&mut byte).unwrap();
        assert_eq!(&byte, b"x");
        net.down().unwrap();
    }

    /// Returns a network in which a task has panicked, and the task's handle.
    fn with_a_panic() -> Option<(Net, nsfixture::JoinHandle<()>)> {
        if let Some(reason) = nsfixture::skip_reason() {
            eprintln!("skipped: {reason}");
            return None;
        }
        let net = Net::up(&Topology::new().host("a")).unwrap();
        let task = net.node("a").spawn(async { panic!("for an observer") });
        Some((net, task))
    }

    #[test]
    fn an_unobserved_panic_is_an_error_of_down() {
        let Some((net, task)) = with_a_panic() else { return };
        drop(task);
        let error = net.down().unwrap_err();
        assert!(error.is_unobserved_panic(), "{error}");
        let text = error.to_string();
        assert!(text.contains("unobserved panic in host `a`"), "{text}");
        assert!(text.contains("for an observer"), "{text}");
    }

    #[test]
    fn an_awaited_panic_is_the_callers() {
        let Some((net, task)) = with_a_panic() else { return };
        let outcome = net.node("a").block_on(task);
        assert!(outcome.unwrap_err().is_panic());
        net.down().unwrap();
    }

    #[test]
    fn wrong_topologies_are_errors() {
        let error = Net::up(&Topology::new().link((("a", "10.0.0.1/24"), ("a", "x")))).unwrap_err();
        assert!(error.is_topology());
        assert!(!error.is_unavailable());
        assert!(error.problems().is_some_and(|problems| problems.iter().count() >= 2));
        assert!(std::error::Error::source(&error).is_some());
        let text = error.to_string();
        assert!(text.contains("both ends are `a`"), "{text}");
        assert!(text.contains("\"x\" is not a valid host address"), "{text}");
        assert_eq!(io::Error::from(error).kind(), io::ErrorKind::Other);
    }
}
