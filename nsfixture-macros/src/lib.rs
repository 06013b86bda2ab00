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

/// Makes a test that has a network of its own.
///
/// The network is up before the body starts; the body runs inside one of its hosts; all of it is
/// gone afterwards. If the machine does not allow this, the test is skipped and prints the reason.
///
/// ```ignore
/// use nsfixture::prelude::*;
///
/// #[ns_test]
/// fn any_port_is_free() {
///     std::net::TcpListener::bind("0.0.0.0:80").unwrap();
/// }
///
/// #[ns_test(link(client = "10.0.0.1/24", server), timeout = "10s")]
/// async fn echo(server: Node, net: Net) -> std::io::Result<()> {
///     // The body is inside `client`, the first host named.
///     Ok(())
/// }
/// ```
///
/// # The network
///
/// | key | what it adds |
/// |---|---|
/// | `link(a, b)` | two hosts and a cable between them; each end gets an IPv4 and an IPv6 address |
/// | `link(a = "10.0.0.1/24", b)` | the same, with an address; `b` gets the next free one |
/// | `link(a = ["10.0.0.1/24", "fd00::1/64"], b)` | more than one address |
/// | `lan(a, b, c)` | any number of hosts, and a switch that joins them; addresses as in a `link` |
/// | `router(b)`, `router(b, c)` | makes hosts that are named elsewhere routers: they forward packets, and are the gateways of the others |
/// | `host(a)`, `host(a, b)` | hosts without links |
///
/// A `link` and a `lan` also take `mtu = 9000`, `name = "wire"`, and `subnet = "10.9.0.0/24"` or an
/// array of two, one of each family. The attribute may have any number of each key. Hosts are ordered
/// as they are first named. What cannot work (an address that no host can have, two subnets that
/// overlap, ...) does not compile. A host cannot have the name of a key.
///
/// ```ignore
/// // Default routes, and the routes back, are computed.
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
/// A topology that several tests share is described in one place, instead of by these keys:
///
/// | key | where |
/// |---|---|
/// | `topology = two_sites()` | an expression of the type `nsfixture::Topology` |
/// | `file = "topologies/two_sites.toml"` | a file, as `Topology::from_toml` reads it; its path begins at the directory of the crate's `Cargo.toml` |
///
/// A file is read and checked when the test is compiled, and the test is recompiled when the file
/// changes. An expression is evaluated when the test runs: if it panics, if the topology is wrong, or
/// if a parameter or `run_in` names a host that it does not have, the test fails before anything is
/// made.
///
/// Without any of these keys the test has one host, with nothing but its loopback. Its name is that of
/// the test's `Node` parameter, or `host`.
///
/// # The run
///
/// | key | meaning | otherwise |
/// |---|---|---|
/// | `run_in = b` | the host in which the body runs | the first one named |
/// | `timeout = "10s"` | the test fails if it takes longer; in `ms`, `s`, `m` or `h` | no limit |
/// | `flavor = "multi_thread"` | the runtime of an `async fn`, as in `tokio::test` | `"current_thread"` |
/// | `worker_threads = 2` | how many threads that runtime has | one for each processor |
/// | `unobserved_panics = "allow"` | a panic in a thread or task that nobody awaits passes | `"fail"` |
/// | `crate = path` | where the library is, if it is re-exported | `::nsfixture` |
///
/// # The function
///
/// It is a free function, sync or `async`, and returns what a `main` may return. Its parameters are
/// handles:
///
/// - `Node` or `&Node`: the host that has the parameter's name. The name of an unused one may begin with
///   an underscore.
/// - `Net` or `&Net`: the whole network, under any name.
///
/// A type is recognized by the last segment of its path. Attributes such as `#[should_panic]`,
/// `#[ignore]` and `#[cfg(..)]` work as with `#[test]`, and `#[test]` itself may stand below.
///
/// # Other test attributes
///
/// Put this one on top of `tokio::test`, `rstest`, `test_case`, `test_log::test`, `gtest`, `serial` and
/// others. They make their tests first; then this one puts a network around each. Parameters that are
/// not handles are theirs to supply:
///
/// ```ignore
/// #[ns_test(link(a, b))]
/// #[rstest]
/// #[case(1280)]
/// #[case(9000)]
/// fn carries(#[case] mtu: u32, a: Node) {}
/// ```
///
/// Below another attribute it works, too, but only `rstest` (with `#[ignore]` on the handle),
/// `tokio::test` and `test_log::test` leave room for handles there.
///
/// Combinations that would run a body outside its network, or twice, are rejected at compile time:
/// `#[test]` above, and `#[rstest]` above together with a `#[case]` below. To see these, the attribute
/// reads the file in which it stands; a `#[test]` that a `cfg_attr` or a macro puts above is not seen,
/// and makes the test run twice. The guide of `nsfixture` has tables of what goes together and of what
/// does not.
#[proc_macro_attribute]
pub fn ns_test(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::run(args.into(), &item.into(), &SurroundingAttrs::at(Span::call_site())).into()
}

/// The same as [`macro@ns_test`], under a name that other attributes recognize as a test attribute's.
///
/// `rstest`, if it stands above, accepts an `async fn` only together with an attribute whose path ends
/// in `test`.
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
