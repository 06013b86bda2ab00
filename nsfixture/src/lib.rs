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
//! - [`Topology::from_toml`] for a network that stands in a file.
//! - [`Node::run`] for a few synchronous lines in another host, [`Node::spawn`] for a server that goes
//!   on, [`Node::command`] for a program, [`Node::netlink`] for what this crate has no word for.
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
//! that goes on computing for 5 s after the body has ended, for it may be about to fail.
//!
//! # What defeats it
//!
//! - A process that makes a network namespace of its own, in a node, leaves the network, and is not
//!   ended with it.
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
//! On a host, a network takes one thread, three descriptors and some 30 KiB of the kernel's memory for
//! each of its own hosts. The limits that are met first are `ulimit -n` and
//! `user.max_net_namespaces`; the error names them.
//!
//! Linux 5.3 or later; from 5.14 on, a guardian process ends what a killed test has started.

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod access;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod apply;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod blocker;
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod error;
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
pub use nsfixture_macros::ns_test;
pub use nsfixture_plan::{
    End, FileProblem, FileProblems, Interface, Lan, Link, Problem, Problems, Route, Segment,
    SegmentKind, Topology,
};
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub use rtnetlink;
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
pub use unsupported::*;
