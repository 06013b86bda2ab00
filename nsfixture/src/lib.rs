//! Gives each test its own network of real Linux network namespaces connected by veth pairs, up before
//! the test begins and gone after it.
//!
//! ```
//! use nsfixture::prelude::*;
//!
//! // A single host with only loopback: any port is free, nothing is shared.
//! #[ns_test]
//! fn binds_port_80() {
//!     std::net::TcpListener::bind("0.0.0.0:80").unwrap();
//! }
//!
//! // Two hosts and a link. A parameter with a host's name is its handle. The body runs in the first
//! // host named.
//! #[ns_test(link(producer = "10.0.0.1/24", consumer = "10.0.0.2/24"))]
//! fn consumer_answers(consumer: Node) {
//!     consumer.ping("producer").unwrap();
//! }
//!
//! // A LAN, a router, a second LAN: the routes are computed.
//! #[ns_test(lan(a, b, gw), lan(gw, c), router(gw), run_in = c)]
//! fn crosses_the_router(a: Node, c: Node) {
//!     c.ping(&a).unwrap();
//! }
//!
//! // Without addresses a link gets an IPv4 and an IPv6 subnet of its own. Names resolve.
//! #[ns_test(link(client, server), timeout = "10s")]
//! async fn connects(server: Node) -> std::io::Result<()> {
//!     let listener = server.spawn(tokio::net::TcpListener::bind("server:7")).await??;
//!     tokio::net::TcpStream::connect("server:7").await?;
//!     listener.accept().await?;
//!     Ok(())
//! }
//! # fn main() {}
//! ```
//!
//! # Choosing an API
//!
//! - [`ns_test`] for a test: it creates the network, runs the body in it, and takes it down.
//! - [`Net::up`] where there is no attribute: in a benchmark, an example, or another harness.
//! - [`Topology`] for a network in code, [`Topology::from_toml`] for one in a file; `#[ns_test]` takes
//!   either (`topology = ..`, `file = ".."`).
//! - [`Node::run`] for a few synchronous lines in another host, [`Node::spawn`] for a server that keeps
//!   running, [`Node::service`] for a program that keeps running and [`Node::command`] for any other, `Node::netlink` for what
//!   this crate does not cover.
//! - [`Net::link`], [`Net::lan`] and [`Switch::cable`] to cut a cable, to unplug one from a switch, and for
//!   interface statistics.
//! - `delay`, `loss`, `rate` and the like, of a link or a LAN, where the network itself is to be bad:
//!   [faults](guide::faults).
//! - [`Net::node`], [`Net::link`] and [`Net::lan`] panic on an unknown name; [`Net::get_node`] and the like return
//!   an error.
//! - [`Net::current`] in a helper or a fixture, for the network that it is called in.
//! - The command `nsfixture`, of the crate `nsfixture-cli`, for a program or a test suite that does not use
//!   this crate, and for a shell in a network.
//! - `println!("{net}")` or [`Topology::to_text`] for a picture of the network.
//!
//! [The guide](guide) shows it together with `tokio::test`, `rstest` and others. A failed test prints what is odd about its
//! network: [the causes that it can name](guide::failures).
//!
//! # Features
//!
//! None is on by default.
//!
//! - `svg`: `Topology::to_svg` draws a network as SVG.
//! - `serde`: [`Topology`] implements `Serialize` and `Deserialize`, with the keys and values of its TOML file
//!   ([`Topology::from_toml`]).
//!
//! # How a network is set up
//!
//! Hosts' interfaces are `eth0`, `eth1`, ... in the order in which the topology names their links and
//! LANs. The first link or LAN without addresses gets `10.0.0.0/24` and `fd00:0:0:1::/64`, the second
//! `10.0.1.0/24` and `fd00:0:0:2::/64`, and so on; its hosts get `.1`, `.2`, ... Addresses, hardware
//! addresses and routes are the same in every run.
//!
//! A router has a route to each subnet, by the shortest path; of several, by the one whose links and
//! routers were named first. Any other host has a default route to the router through which it reaches
//! the most, and a specific route to what it reaches through another. Packets are not filtered by their
//! source (`rp_filter` is 0). What the topology does not join stays apart.
//!
//! A host without a default route sends IPv4 multicast and limited broadcast through its first interface with
//! an IPv4 address, like a machine with one network card; a host with a default route sends them along that.
//! IPv6 multicast needs no route.
//!
//! A LAN is a bridge in a network namespace of its own, without a spanning tree, without snooping and
//! without packet filters. Each host's hostname is its name in the topology ([uts_namespaces(7)]). Its
//! `/etc/hosts` lists all others, the nearest address of each first.
//!
//! [uts_namespaces(7)]: https://man7.org/linux/man-pages/man7/uts_namespaces.7.html
//!
//! # Sysctls
//!
//! A new network namespace copies some sysctls from the machine. So that tests do not depend on it, each host
//! sets the following, as far as the kernel has them. If `/proc/sys/net` is read-only on the machine, as in many
//! containers, root's capabilities are enough to make it writable in the hosts. Otherwise a note on the standard error
//! stream reports it, routers forward IPv4 only, and a test whose routers have IPv6 addresses is skipped.
//!
//! | below `net.` | value |
//! |---|---|
//! | `ipv4.conf.{all,default}.*`: `accept_redirects`, `arp_evict_nocarrier`, `secure_redirects`, `send_redirects`, `shared_media` | 1 |
//! | there, too: `rp_filter`, `forwarding`, `accept_local`, `arp_announce`, `arp_filter`, `arp_ignore`, `log_martians`, `proxy_arp`, `route_localnet`, `src_valid_mark` and similar flags | 0 |
//! | `ipv4.conf.{all,default}.accept_source_route` | 0, 1 |
//! | `ipv4.conf.{all,default}.igmpv{2,3}_unsolicited_report_interval` | 10000, 1000 |
//! | `ipv6.conf.{all,default}.*`: `accept_ra`, `accept_redirects`, `autoconf` | 1 |
//! | there, too: `disable_ipv6`, `forwarding`, `use_tempaddr` | 0 |
//! | `ipv4.ip_forward`, `ipv6.conf.all.forwarding` of a router | 1 |
//! | `ipv4.tcp_rmem` | 4096, 131072, 6291456 |
//! | `ipv4.tcp_wmem` | 4096, 16384, 4194304 |
//! | `ipv4.tcp_congestion_control` | `cubic`, or `reno` where the machine does not allow it to all |
//! | `ipv6.conf.default.accept_dad` | 0 |
//! | `ipv4.ping_group_range` | all groups; in a user namespace the test's own |
//!
//! A freshly booted kernel can differ in the last five rows: its largest TCP buffers depend on its version and
//! its memory, its congestion control on its configuration; it checks for duplicate IPv6 addresses
//! (`accept_dad` is 1), which delays their use; and it lets no group open ICMP sockets (icmp(7)).
//!
//! # Guarantees
//!
//! When the body starts, every link carries packets and every address can be used. Whatever happens to the
//! test, the machine's own network is not changed and nothing is left but a [report](guide::reports) of a failure, not even a process, within the
//! [known limits](#known-limits). The body, closures, tasks and programs see their own network in
//! `/sys/class/net`, `/proc/net`, `/etc/hosts`, `/etc/resolv.conf` and through `ip netns`. Each host has a `/run` of its
//! own, empty but for the directories that the machine's has: the sockets in that would answer for the machine's network.
//! What is written to `/run`, `/etc/hosts`, `/etc/hostname` and `/etc/resolv.conf` is seen in that host only.
//!
//! A body never runs outside its network. An assertion that fails in a closure, or in a thread or task
//! that was never joined, fails the test. A panic in [`Node::run`], or in a [`Node::spawn`] task whose
//! [handle](JoinHandle) is awaited, is propagated to the caller. For `std::thread` and `tokio::spawn` this
//! crate cannot tell, so any panic fails the test unless it sets `unobserved_panics = "allow"`. What the body
//! has left gets the chance to fail: [the end of a test](guide::the_end_of_a_test) says what is waited for. Without the
//! attribute, [`Net::down`] returns unobserved panics. A failure is reported at the test's own file and line.
//!
//! Once a network is down, nothing in it carries a packet or answers, whatever thread has stayed there. A process that
//! exits before its tests have reported fails.
//!
//! # Known limits
//!
//! - In a network of more than 16 hosts, all share one `/run/netns`.
//! - A process in a host that creates its own network, mount and UTS namespace, all three, leaves the
//!   network, and is not killed with it. Before Linux 6.11 the first is enough if the test's process was
//!   killed. (`nsfixture run` kills everything that its program has started.)
//! - Before Linux 5.14, or where a container forbids pidfds, processes that a killed test has started live on.
//! - Programs that `/proc` hides are not found (execute-only binaries; without `CAP_SYS_PTRACE`, programs
//!   that changed their user). They are not killed, and may outlive the test.
//! - A test that replaces the panic hook hides the panics of its threads, which a line reports. What else is not seen is
//!   in [the guide](guide::the_end_of_a_test#what-is-not-seen).
//! - A body that does not end before its `timeout`, and a thread that it has left, stay until the process exits, because
//!   a thread cannot be killed. They are cut off from the network.
//! - `CommandExt::uid` takes effect before a program enters its host, and entering needs capabilities, so
//!   starting a command with another user's `.uid(..)` fails.
//!
//! # Requirements
//!
//! Linux 5.3 or later; since 5.14, a guardian process kills what a killed test has started.
//!
//! As root, under `sudo` or `unshare -r`, with the capabilities of the process. Otherwise rootless: before
//! `main`, a binary that uses this crate first tries, in a forked child, to enter a user namespace, and
//! enters it if that worked. It keeps its user and its group there. Ordinary threads have no effective
//! capabilities in it; threads and programs in a host have those for networks.
//!
//! Where neither is allowed, each test is skipped: it prints one line to the standard error stream that
//! begins with `nsfixture: skipped`, and passes; see [`unavailable`].
//!
//! The other tests of a rootless binary are in that user namespace, too, but in the machine's network. Only
//! the user and the group are mapped ([user_namespaces(7)]), and so:
//!
//! - set-user-ID programs such as `sudo` run without their owner's rights;
//! - files of other users, root's too, show the overflow user, 65534;
//! - `chown` and `chgrp` to a supplementary group fail.
//!
//! If that breaks a test, put the `#[ns_test]` tests into a separate integration-test binary, or run it
//! with `NSFIXTURE_USERNS=never`, which skips the `#[ns_test]` tests unless they run as root.
//!
//! [user_namespaces(7)]: https://man7.org/linux/man-pages/man7/user_namespaces.7.html
//!
//! # Environment variables
//!
//! | variable | effect |
//! |---|---|
//! | `NSFIXTURE_REQUIRE=1` | a test that would be skipped fails; set it in CI (`0`, `false` and `no` mean the default) |
//! | `NSFIXTURE_USERNS=never` | no user namespace is entered |
//! | `NSFIXTURE_SEED=42` | the seed of what happens to packets by chance, in place of a test's own ([faults](guide::faults)) |
//! | `NSFIXTURE_ARTIFACTS=DIR` | the reports of failed tests are written to this directory, in place of `nsfixture` in Cargo's target directory ([reports](guide::reports)) |
//! | `NSFIXTURE_REPORT=full` | how much is printed of a test that fails: `short`, `full` or `none` ([reports](guide::reports#the-terminal)) |
//! | `NSFIXTURE_PAUSE=1` | the network of a test that fails stays up until Enter is pressed ([reports](guide::reports#pause)) |
//! | `NSFIXTURE_FATES=DIR` | what has happened to packets by chance in a test that failed is written to a file in this directory ([faults](guide::faults#replay)) |
//! | `NSFIXTURE_REPLAY=FILE` | the same happens again in a test |
//! | `NSFIXTURE_CAPTURE=full` | what is recorded of packets, in place of a test's own setting: `off`, `headers` or `full` ([`Net::capture`]) |
//! | `NSFIXTURE_AHEAD=0` | no hosts are made ahead ([resource usage](#resource-usage)) |
//! | `NSFIXTURE_TIMEOUT=60s` | how long the body of a test may take that has no `timeout` of its own |
//!
//! # Resource usage
//!
//! Each host of a network uses one thread, four file descriptors and about 350 KiB of memory, nearly all of it
//! the kernel's (Linux 6.18, 500 hosts on a LAN). If needed, the soft limit on open files is raised, only as
//! far as necessary; programs that [`Node::command`] starts have the limit as it was. The limits that are
//! reached first are the hard one (`ulimit -Hn`), `user.max_net_namespaces` and `ulimit -u`; the error names
//! the limit, and nothing is left. A LAN has at most [1,023](Lan::MAX_HOSTS) hosts.
//!
//! While a network is up, a thread makes hosts for the next one, if an earlier one was up for a millisecond or more: as many as
//! that network has, if it has no more than 16. They are taken by the next network, or let go after a second. This thread and two file
//! descriptors stay until the process exits. Nothing is made ahead in a process with one network, as under nextest, for nested
//! networks, and once namespaces are short; `NSFIXTURE_AHEAD=0` turns it off.
//!
//! A network in which a cable can be impaired uses one more thread and seven more file descriptors, and two for each
//! such cable. One with [faults on a schedule](Fault) uses one more thread while any of them has yet to begin or end.
//! The packets that the hosts of a test receive are recorded: up to 2 MiB of them, with one more file descriptor for each
//! interface, one for the network, and one thread and two file descriptors for the process.
//! A network with services uses one more thread and three more file descriptors, and for each service three and up to
//! 1 MiB for what it prints.

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#[doc(hidden)]
pub mod __cli;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#[doc(hidden)]
pub mod __private;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod access;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod apply;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod artifacts;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod cables;
mod capture_mode;
mod counters;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod diagnosis;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod driver;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod error;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod evidence;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod failed;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod fates_file;
mod fault_counters;
pub mod guide;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod host_state;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod kernel;
mod libc_atexit;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod net;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod node;
mod outcome;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod outlived;
mod output;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod packets;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod panics;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod pause;
pub mod prelude;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod registry;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod report;
mod report_level;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub mod rtnetlink_0_24;
mod rule_counters;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod run;
mod service_output;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod services;
mod skip_reason;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod spec;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod state;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod trace_files;
mod unavailable;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod unfinished;
mod variables;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod wire;
// This flag builds on Linux what other systems get, for tests.
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
mod unsupported;

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use access::unavailable;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use cables::{Cable, Direction, FaultGuard, LinkId, Switch};
pub use counters::Counters;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use error::Error;
pub use fault_counters::FaultCounters;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use net::{Capture, CapturedPacket, Net, Partition};
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use node::{JoinHandle, Node, Ping, Port, Service, Target, Wait};
pub use nsfixture_macros::{ns_test, test};
pub use nsfixture_plan::addr::{AddrError, Family, IfAddr, Subnet};
pub use nsfixture_plan::name::IfName;
pub use nsfixture_plan::{
    Endpoint, Fates, FatesError, Fault, Faults, FileProblem, FileProblems, Groups, Interface, Lan,
    Link, Location, Outage, PacketView, Problem, Problems, Rule, Segment, SegmentKind, Topology,
    Trace,
};
pub use rule_counters::RuleCounters;
pub use service_output::{OutputLine, ServiceOutput};
pub use skip_reason::skip_reason;
pub use unavailable::Unavailable;
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
pub use unsupported::*;
