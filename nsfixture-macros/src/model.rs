//! A test that cannot be wrong: what the expansion is made of.

use proc_macro2::{Span, TokenStream};

use crate::input::Input;

pub(crate) struct Model<'i> {
    pub(crate) function: &'i Input,
    /// The path of the library.
    pub(crate) krate: TokenStream,
    pub(crate) topology: Vec<Part>,
    pub(crate) run_in: String,
    pub(crate) timeout_millis: Option<u64>,
    pub(crate) flavor: Flavor,
    pub(crate) allow_stray_panics: bool,
    /// A part of the text with which the body is to panic, if it is to.
    pub(crate) expected_panic: Option<String>,
    pub(crate) arguments: Vec<Argument>,
    /// Whether the built-in `#[test]` stands below the attribute already.
    pub(crate) has_test: bool,
}

/// A part of a topology, in the order in which the parts were named.
pub(crate) enum Part {
    Host(String),
    Link(Link),
}

pub(crate) struct Link {
    pub(crate) ends: [End; 2],
    pub(crate) subnets: Vec<String>,
    pub(crate) mtu: Option<u32>,
    pub(crate) name: Option<String>,
}

pub(crate) struct End {
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
    /// The parameter's type: where a mistaken one is to be reported.
    pub(crate) span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Handle {
    Node(String),
    Net,
}
