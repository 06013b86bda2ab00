//! The attribute `#[ns_test]` of [nsfixture](https://docs.rs/nsfixture).
//!
//! Depend on `nsfixture`, which exports it.
#![forbid(unsafe_code)]

// The wrong topologies are shared with tests that use the library's name.
#[cfg(test)]
extern crate nsfixture_plan as nsfixture;

mod args;
mod diag;
mod expand;
mod fallback;
#[cfg(test)]
mod fuzz;
mod input;
mod keys;
mod lower;
mod model;
mod pipeline;
mod surroundings;
#[cfg(test)]
mod tests;

use proc_macro::{Span, TokenStream};
use surroundings::SurroundingAttrs;

/// Runs a test inside its own network.
///
/// When the body starts, the network is up: every link works and every address is usable. The body
/// runs inside one of the hosts. When it returns, the network and every process started in it are
/// gone. If the machine cannot create networks, the test is skipped and prints the reason.
///
/// ```ignore
/// use nsfixture::prelude::*;
///
/// #[ns_test]
/// fn binds_port_80() {
///     std::net::TcpListener::bind("0.0.0.0:80").unwrap();
/// }
///
/// #[ns_test(link(client = "10.0.0.1/24", server), timeout = "10s")]
/// async fn connects(server: Node, net: Net) -> std::io::Result<()> {
///     // The body runs in `client`, the first host named.
///     Ok(())
/// }
/// ```
///
/// # Describing the network
///
/// | key | adds |
/// |---|---|
/// | `link(a, b)` | two hosts and a cable between them; each end gets an IPv4 and an IPv6 address |
/// | `link(a = "10.0.0.1/24", b)` | a link with an address at one end; `b` gets the next free one |
/// | `link(a = ["10.0.0.1/24", "fd00::1/64"], b)` | a link with several addresses at one end |
/// | `lan(a, b, c)` | any number of hosts, connected by a switch; addresses are given as in a `link` |
/// | `router(b)`, `router(b, c)` | nothing: it makes hosts of links and LANs routers, which forward packets and are the gateways of the other hosts |
/// | `host(a)`, `host(a, b)` | hosts without links |
///
/// Each key can be given any number of times. Hosts are ordered as they are first named.
///
/// The options of a `link` and of a `lan` follow its hosts:
///
/// | option | meaning | default |
/// |---|---|---|
/// | `mtu = 9000` | the MTU in bytes | 1500 |
/// | `subnet = "10.9.0.0/24"` | the subnet of the addresses, or an array with one of each family | one of each family |
/// | `family = "ipv4"` | the only family of addresses that are not given, or `"ipv6"`; `#[ns_test(.., family = "ipv4")]` sets it for all | one address of each family |
/// | `name = "wire"` | the name | that of the ends, as `a-b`; for a LAN `lan1`, `lan2`, ... |
///
/// Any host can have the name of a key, such as `link` or `timeout`, but inside `link(..)` and
/// `lan(..)` the names of the options, those of the next section included, are options.
///
/// A network that cannot work, for example because two subnets overlap, does not compile: the error
/// points at the mistake.
///
/// ```ignore
/// // Default routes and return routes are computed.
/// #[ns_test(
///     lan(a, b, gw, subnet = "10.1.0.0/24"),
///     lan(gw, c, subnet = "10.2.0.0/24"),
///     router(gw)
/// )]
/// fn crosses_the_router(a: Node) {
///     a.ping("c").unwrap();
/// }
/// ```
///
/// Without any of these keys the test has one host, with only loopback. It is named after the `Node`
/// parameter of the test, or `host`.
///
/// ## Faults
///
/// These options of a `link` and of a `lan` make its cables delay, lose or change packets, or limit their rate:
///
/// | option | what happens to packets |
/// |---|---|
/// | `delay = "20ms"` | they take this long one way |
/// | `rtt = "40ms"` | each way takes half of this |
/// | `jitter = "5ms"` | their delay varies by up to this much |
/// | `distribution = "normal"` | it varies by this distribution, or by `"pareto"`; the default is `"uniform"` |
/// | `reorder = "25%"` | these overtake those that are delayed |
/// | `loss = "1%"` | these are lost |
/// | `burst = 5` | they are lost in bursts, on average of this many |
/// | `drop = [2, 3, 7]` | these are lost, counted from 1 |
/// | `drop_every = 5` | every fifth is lost |
/// | `outage(after = "2s", lasts = "500ms", every = "5s")` | all that are sent from 2 s to 2.5 s, from 7 s to 7.5 s, ... are lost; `after` and `every` are optional |
/// | `flap(after = "2s", lasts = "500ms", every = "5s")` | both ends have no carrier at these times; not in `from` |
/// | `blackhole_above = 1280` | those whose IP packets are longer are lost, and nobody is told |
/// | `path_mtu = 1280` | those whose IP packets are longer are lost, and their senders are told, or they are fragmented |
/// | `duplicate = "1%"` | these arrive twice |
/// | `corrupt = "0.1%"` | one bit of each of these is flipped |
/// | `rate = "10mbit"` | they are sent at this rate |
/// | `trace = "lte.up"` | they are delivered at the times in this file, in place of a rate; the path is relative to the directory containing `Cargo.toml` |
/// | `queue = "100ms"` | what would wait longer for the rate is lost; or a size (`"64kb"`), or a number (`"50packets"`) |
/// | `aqm = "codel"` | CoDel manages that queue |
/// | `condition = "3g"` | the values of a kind of network, which other options override |
/// | `rule(protocol = "udp", port = 53, loss = "10%")` | those that match have faults of their own; there can be several |
/// | `from(a, rate = "1mbit")` | those from `a` have other values for these options |
/// | `faults` | nothing yet, but its cables can be impaired at run time |
///
/// A link has them in both directions. On a LAN they apply to the packets that each host sends, not to those that it
/// receives. Quantities have units. An option that can have no effect, such as a `queue` without a `rate`, does not
/// compile. A trace is read and checked at compile time, and the test is recompiled when it changes.
///
/// Two keys are for the whole network: with `faults` every cable can be impaired at run time, and `seed = 42` sets the
/// seed of everything that happens by chance. The methods of `nsfixture::Faults` describe the values in more detail.
///
/// ```ignore
/// #[ns_test(link(home, isp, delay = "10ms", rate = "16mbit", from(home, rate = "1mbit")))]
/// #[ns_test(link(phone, tower, condition = "3g", loss = "5%"), seed = 42)]
/// #[ns_test(lan(n1, n2, n3), faults)]
/// ```
///
/// ## Faults on a schedule
///
/// A `fault(..)` begins and ends by itself. It does one thing; names of hosts need no quotes:
///
/// | option | meaning |
/// |---|---|
/// | `after = "1s"` | it begins after this time; the default is at once |
/// | `lasts = "500ms"` | it lasts this long; the default is until the end |
/// | `every = "5s"` | it begins again after each such period |
/// | `partition = [[a], [b, c]]` | hosts of different groups do not reach each other |
/// | `oneway = [a, b]` | packets from `a` to `b` are lost |
/// | `isolate = a` | `a` reaches no other host, and none reaches it |
/// | `ring = [a, b, c, d]` | each host reaches only those next to it |
/// | `link = "a-b", loss = "50%"` | a link or a LAN has these faults instead of its own: the options above |
///
/// ```ignore
/// #[ns_test(lan(n1, n2, n3), fault(after = "1s", lasts = "500ms", partition = [[n1], [n2, n3]]))]
/// ```
///
/// ## Sharing a description
///
/// Instead of these keys, the network can be described in one place for several tests:
///
/// | key | source |
/// |---|---|
/// | `topology = two_sites()` | an expression of type `nsfixture::Topology` |
/// | `file = "topologies/two_sites.toml"` | a file, as read by `Topology::from_toml`; the path is relative to the directory containing `Cargo.toml` |
///
/// A file is read and checked at compile time, and the test is recompiled when it changes. An
/// expression is evaluated when the test runs. The test fails before a network is created if the
/// expression panics, if the topology is invalid, or if a parameter or `run_in` names a host that the
/// topology does not have.
///
/// Two keys can be combined with these: `faults` makes every cable of the network one that can be impaired, and `seed`
/// is used in place of the seed that the description has.
///
/// # Configuring the test
///
/// | key | meaning | default |
/// |---|---|---|
/// | `run_in = b` | the host in which the body runs | the first one named |
/// | `timeout = "10s"` | the test fails if the body takes longer; with a unit: `ms`, `s`, `m` or `h` | no limit |
/// | `flavor = "multi_thread"` | the runtime of an `async fn`, as in `tokio::test` | `"current_thread"` |
/// | `worker_threads = 2` | the number of worker threads of that runtime | the number of CPUs |
/// | `replay = "lossy.fates"` | what happened to packets by chance in a failed test happens again; a file of fates, or the directory of that test, relative to the directory of `Cargo.toml`; `NSFIXTURE_REPLAY` overrides it | nothing |
/// | `capture = "full"` | what is recorded of the packets that hosts receive: `"off"`, `"headers"` (the first 256 bytes) or `"full"`; `NSFIXTURE_CAPTURE` overrides it | `"headers"` |
/// | `unobserved_panics = "allow"` | a panic in a thread or task that is never joined does not fail the test | `"fail"` |
/// | `crate = path` | the path of the library, if it is re-exported | `::nsfixture` |
///
/// # The function
///
/// The attribute applies to free functions, sync or `async`, that return anything `main` can return.
/// Their parameters are handles:
///
/// - `Node` or `&Node`: the host named like the parameter. The name of an unused parameter can start
///   with an underscore.
/// - `Net` or `&Net`: the whole network. The parameter can have any name.
///
/// Types are recognized by the last segment of their path. Attributes such as `#[should_panic]`,
/// `#[ignore]` and `#[cfg(..)]` work as with `#[test]`. A `#[test]` below the attribute is allowed and
/// has no effect.
///
/// Failures of the set-up, of the teardown and of the attribute's checks are reported at the line of
/// the function's name.
///
/// # Combining with other test attributes
///
/// Put `#[ns_test]` above `tokio::test`, `rstest`, `test_case`, `test_log::test`, `gtest`, `serial` and
/// others. They make their tests first, and each of these then runs in its own network. Parameters that
/// are not handles are left to the other attributes:
///
/// ```ignore
/// #[ns_test(link(a, b))]
/// #[rstest]
/// #[case(1280)]
/// #[case(9000)]
/// fn carries(#[case] mtu: u32, a: Node) {}
/// ```
///
/// `#[ns_test]` also works below other attributes, but only `rstest` (with `#[ignore]` on the handle),
/// `tokio::test` and `test_log::test` support handle parameters in that position.
///
/// Combinations that would run a body outside its network, or twice, are rejected at compile time:
/// `#[test]` above, and `#[rstest]` above together with a `#[case]` below. To find these, the attribute
/// reads the source file that it is in. It does not see a `#[test]` that a `cfg_attr` or a macro adds
/// above, which makes the test run twice. The guide of `nsfixture` lists the supported combinations.
#[proc_macro_attribute]
pub fn ns_test(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::run(args.into(), &item.into(), &SurroundingAttrs::at(Span::call_site())).into()
}

/// Does the same as [`macro@ns_test`], under a name that other attributes recognize as that of a test
/// attribute.
///
/// `rstest` above it accepts an `async fn` only together with an attribute whose path ends in `test`.
///
/// ```ignore
/// #[rstest]
/// #[case(1280)]
/// #[nsfixture::test(link(a, b))]
/// async fn carries(#[case] mtu: u32) {}
/// ```
#[proc_macro_attribute]
pub fn test(args: TokenStream, item: TokenStream) -> TokenStream {
    ns_test(args, item)
}

#[doc(hidden)]
#[proc_macro_attribute]
pub fn __test(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::run_below(args.into(), &item.into(), false).into()
}

#[doc(hidden)]
#[proc_macro_attribute]
pub fn __around(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::run_below(args.into(), &item.into(), true).into()
}
