//! Every test gets a little network of its own: real kernel hosts, joined by cables, up before the
//! test begins and gone after it.
//!
//! ```
//! use nsfixture::prelude::*;
//!
//! // A lone host: any port is free, nothing can be reached, nothing is shared.
//! #[ns_test]
//! fn binds_port_80() {
//!     std::net::TcpListener::bind("0.0.0.0:80").unwrap();
//! }
//!
//! // Two hosts and a cable. A handle is asked for by its host's name. The body runs in the first
//! // host named.
//! #[ns_test(link(producer = "10.0.0.1/24", consumer = "10.0.0.2/24"))]
//! fn consumer_answers(consumer: Node) {
//!     consumer.ping("producer").unwrap();
//! }
//!
//! // A LAN, a router, a second LAN: the routes are worked out.
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
//! # Which to use
//!
//! - [`ns_test`] for a test: it makes the network, runs the body in it, and takes it down.
//! - [`Net::up`] where there is no attribute: in a benchmark, an example, another harness.
//! - [`Topology`] for a network in code, [`Topology::from_toml`] for one in a file; `#[ns_test]` takes
//!   either (`topology = ..`, `file = ".."`).
//! - [`Node::run`] for a few synchronous lines in another host, [`Node::spawn`] for a server that goes
//!   on, [`Node::command`] for a program, [`Node::netlink`] for what this crate has no word for.
//! - [`Net::link`] and [`Net::lan`] to cut a cable, to pull one out of a switch, and to count what passes.
//! - [`Net::current`] in a helper or a fixture, for the network that it is called in.
//! - The command `nsfixture`, behind the feature `cli`, for a program or a test suite that knows nothing of
//!   this crate, and for a shell in a network.
//! - `println!("{net}")` or [`Topology::to_text`] to see what there is.
//!
//! [The guide](guide) shows it among `tokio::test`, `rstest` and others.
//!
//! # How a network is made
//!
//! Hosts' interfaces are `eth0`, `eth1`, ... in the order in which the topology names their links and
//! LANs. What is given no addresses gets `10.0.0.0/24` and `fd00:0:0:1::/64`, the next one `10.0.1.0/24`
//! and `fd00:0:0:2::/64`, and so on; its hosts get `.1`, `.2`, ... Addresses, hardware addresses and
//! routes are the same in every run.
//!
//! A router has a route to each subnet, by the shortest way; of several, by the one whose links and
//! routers were named first. Any other host has a default route to the router over which it reaches the
//! most, and a route of its own to what it reaches over another. Nothing is filtered by its source
//! (`rp_filter` is 0). What the topology does not join stays apart.
//!
//! A LAN is a bridge in a network namespace of its own, without a spanning tree, without snooping and
//! without packet filters. Every host bears its name ([uts_namespaces(7)]), and knows all others in
//! `/etc/hosts`, the nearest address of each first.
//!
//! [uts_namespaces(7)]: https://man7.org/linux/man-pages/man7/uts_namespaces.7.html
//!
//! # What is promised
//!
//! When the body starts, every link carries packets and every address can be used. Whatever happens
//! to the test, the host's own network is not touched and nothing is left, no process of the test's
//! either. The body, closures, tasks and programs see their own network in `/sys/class/net`,
//! `/proc/net`, `/etc/hosts`, `/etc/resolv.conf` and through `ip netns`; the host's `/run` is hidden,
//! for the sockets in it would answer for the host's network. Each host begins with the same sysctls,
//! whatever the machine has.
//!
//! A body outside of its network does not run. An assertion that fails in a closure, in a thread or in
//! a task that nobody joined fails the test. For [`Node::run`] and a [`JoinHandle`] that is awaited
//! the caller decides; of a thread of `std` and of a task of `tokio::spawn` nothing tells whether it
//! was joined, so a panic there counts, unless the test says `stray_panics = "allow"`. So does a thread
//! that takes 5 s of a processor's time after the body has ended and goes on, for it may be about to fail.
//!
//! # What defeats it
//!
//! - A process in a node that makes a network, a mount and a UTS namespace of its own, all three, leaves
//!   the network, and is not ended with it. Before Linux 6.11 the first is enough where the test's process
//!   has been killed. (`nsfixture run` ends whatever its program has started.)
//! - A program that the kernel does not let be seen is not found either: one whose file may be executed
//!   but not read, and, where the capability `CAP_SYS_PTRACE` is missing, one that changes its user. It
//!   ends when it finds its network gone, or not at all.
//! - A test that replaces the panic hook keeps panics of its threads from being seen.
//! - A body that does not end before its `timeout` keeps its thread, without links, until the process
//!   ends: a thread cannot be killed.
//! - `CommandExt::uid` and the like take effect before a program enters its node, which needs
//!   capabilities.
//!
//! # Where it runs
//!
//! With the capabilities that are there (root, `sudo`, `unshare -r`), or rootless: before `main`, a
//! program that names this crate tries in a forked child whether it may enter a user namespace, and
//! then does. It keeps its user and its group in it. Its threads do not act with the capabilities that
//! it has there, but those in a node, and programs in a node have what concerns the network.
//!
//! Where neither is allowed, each test is skipped, prints one line to the standard error stream that
//! begins with `nsfixture: skipped`, and passes; see [`unavailable`].
//!
//! | variable | |
//! |---|---|
//! | `NSFIXTURE_REQUIRE=1` | a test that would be skipped fails; set it in CI |
//! | `NSFIXTURE_USERNS=never` | no user namespace is entered |
//!
//! # What it takes
//!
//! For each of its hosts a network takes one thread, four descriptors and some 350 KiB of memory, nearly
//! all of it the kernel's (Linux 6.18, 500 hosts on a LAN). Where it does not fit below the soft limit of
//! open files, that is raised, no further than it takes; the programs that [`Node::command`] starts have
//! the limit as it was. The limits that are met first are the hard one (`ulimit -Hn`),
//! `user.max_net_namespaces` and `ulimit -u`; the error names them, and nothing is left. A LAN has at most
//! [1,023](Lan::MAX_HOSTS) hosts.
//!
//! Linux 5.3 or later; from 5.14 on, a guardian process ends what a killed test has started.

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod access;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod apply;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod blocker;
#[cfg(all(feature = "cli", target_os = "linux", not(nsfixture_unsupported)))]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod doctor;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod error;
pub mod guide;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod kernel;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod link;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod net;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod node;
mod os;
pub mod prelude;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#[doc(hidden)]
pub mod private;
mod report;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod run;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod story;
// The build with this flag is how other systems are tested on Linux.
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
mod unsupported;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod watch;

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use access::unavailable;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use error::Error;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use link::{Cable, CableName, Counters, Switch};
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use net::Net;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use node::{JoinHandle, Node, Ping, Port, Target};
pub use nsfixture_macros::{ns_test, test};
pub use nsfixture_plan::addr::{Cidr, Subnet};
pub use nsfixture_plan::name::IfName;
pub use nsfixture_plan::{
    Element, End, FileProblem, FileProblems, Interface, Lan, Link, Problem, Problems, Segment,
    SegmentKind, Topology,
};
pub use report::skip_reason;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use rtnetlink;
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
pub use unsupported::*;
