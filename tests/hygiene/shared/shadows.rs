//! Every name that an expansion might use means something else here.
#![expect(
    dead_code,
    unused_macros,
    non_camel_case_types,
    non_upper_case_globals,
    reason = "what these are for is to be there"
)]

use ::nsfixture::{Link, Net, Node, Topology, ns_test};

mod nsfixture {}
mod std {}
mod core {}
mod alloc {}
mod tokio {}
mod private {}

struct String;
struct Vec;
struct Option;
struct Some;
struct None;
struct Result;
struct Ok;
struct Err;
struct Box;
struct ExitCode;
struct Test;
struct Context;
struct Endpoint;
struct Lan;
struct Termination;
struct str;
struct u32;
struct u64;
struct test;
const cx: u8 = 0;
const host: u8 = 0;
static around: u8 = 0;

macro_rules! concat {
    () => {};
}
macro_rules! module_path {
    () => {};
}
macro_rules! vec {
    () => {};
}
macro_rules! panic {
    () => {};
}
macro_rules! env {
    () => {};
}
macro_rules! include_str {
    () => {};
}
macro_rules! compile_error {
    () => {};
}

/// Methods that everything has.
trait Everything: ::core::marker::Sized {
    fn node(self, _: &::core::primitive::str) {}
    fn net(self) {}
    fn run(self) {}
    fn run_async(self) {}
    fn run_in(self) {}
    fn host(self) {}
    fn link(self) {}
    fn addr(self) {}
    fn mtu(self) {}
    fn expects(self) {}
    fn into(self) {}
    fn await_(self) {}
}

impl<T> Everything for T {}

fn pair() -> Topology {
    Topology::new().link(Link::new("a", "b"))
}

#[ns_test]
fn alone() {
    ::core::assert!(Node::current().is_some());
}

#[ns_test(lan(a = "10.0.0.1/24", b, mtu = 1400), link(b, c, name = "wire"), router(b), run_in = c)]
fn a_network(a: Node, _b: &Node, net: Net) {
    ::core::assert_eq!((a.name(), ::core::iter::ExactSizeIterator::len(&net.nodes())), ("a", 3));
}

#[ns_test(link(a, b), timeout = "60s")]
fn a_result(b: Node) -> ::std::io::Result<()> {
    let _took = b.ping("a")?;
    ::core::result::Result::Ok(())
}

#[ns_test(link(a, b))]
async fn asynchronous(a: &Node, net: &Net) {
    let found = async { ::core::iter::ExactSizeIterator::len(&net.nodes()) }.await;
    ::core::assert_eq!((a.name(), found), ("a", 2));
}

#[ns_test(link(a, b), flavor = "multi_thread", worker_threads = 2)]
async fn asynchronous_with_a_result(b: Node) -> ::std::io::Result<()> {
    b.spawn(async {}).await?;
    ::core::result::Result::Ok(())
}

#[ns_test(topology = pair(), run_in = b)]
fn in_code(a: Node) {
    ::core::assert_eq!(a.name(), "a");
}

#[ns_test(file = "../shared/pair.toml")]
fn in_a_file(b: Node) {
    ::core::assert_eq!(b.name(), "b");
}

#[ns_test]
#[should_panic(expected = "meant")]
fn a_panic_that_is_expected() {
    ::core::panic!("meant")
}
