//! A test that cannot be wrong: what the expansion is made of.

use proc_macro2::{Span, TokenStream};
use syn::LitStr;

use crate::input::Input;
use crate::lower::Harnesses;

pub(crate) struct Model<'i> {
    pub(crate) function: &'i Input,
    /// The path of the library.
    pub(crate) krate: TokenStream,
    pub(crate) network: Network,
    /// The first host, unless one is named.
    pub(crate) run_in: Option<String>,
    pub(crate) timeout_millis: Option<u64>,
    pub(crate) flavor: Flavor,
    pub(crate) allow_unobserved_panics: bool,
    pub(crate) arguments: Vec<Argument>,
    /// The other attributes that make tests.
    pub(crate) harnesses: Harnesses,
    /// Whether something else than our expansion has libtest call the function.
    pub(crate) is_registered: bool,
}

/// Where the topology comes from.
pub(crate) enum Network {
    /// From the attribute: its parts, in the order in which they were named.
    Parts(Vec<Part>),
    /// From an expression, whose hosts nobody knows yet.
    Expression(TokenStream),
    /// From the file with this path, from the directory of the crate's manifest on.
    File(LitStr),
}

pub(crate) enum Part {
    Host(String),
    Link([Endpoint; 2], Medium),
    Lan(Vec<Endpoint>, Medium),
    Router(String),
}

/// What can be said of a link and of a LAN alike.
pub(crate) struct Medium {
    pub(crate) subnets: Vec<String>,
    pub(crate) mtu: Option<u32>,
    pub(crate) name: Option<String>,
}

pub(crate) struct Endpoint {
    pub(crate) host: String,
    pub(crate) addrs: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavor {
    CurrentThread,
    MultiThread { workers: Option<usize> },
}

/// What a parameter of the function is given.
pub(crate) struct Argument {
    pub(crate) handle: Handle,
    pub(crate) by_ref: bool,
    /// Which of the function's parameters it is.
    pub(crate) place: usize,
    /// The parameter's type: where a mistaken one is to be reported.
    pub(crate) span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Handle {
    Node(String),
    Net,
}

impl Argument {
    /// The host whose handle it is.
    pub(crate) fn host(&self) -> Option<&String> {
        match &self.handle {
            Handle::Node(host) => Some(host),
            Handle::Net => None,
        }
    }
}
