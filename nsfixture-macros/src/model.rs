//! A valid test, from which the expansion is made.

use nsfixture_plan::Topology;
use proc_macro2::{Span, TokenStream};
use syn::LitStr;

use crate::input::Input;
use crate::lower::Harnesses;

pub(crate) struct Model<'i> {
    pub(crate) function: &'i Input,
    /// The path of the library.
    pub(crate) krate: TokenStream,
    pub(crate) network: Network,
    /// The host in which the body runs, if it is known.
    pub(crate) run_in: Option<String>,
    pub(crate) timeout_millis: Option<u64>,
    pub(crate) flavor: Flavor,
    pub(crate) allow_unobserved_panics: bool,
    /// What is recorded of packets, if it is said.
    pub(crate) capture: Option<&'static str>,
    /// The file with what happens to packets by chance, relative to the directory of the crate's manifest.
    pub(crate) replay: Option<String>,
    pub(crate) arguments: Vec<Argument>,
    /// The other attributes that make tests.
    pub(crate) harnesses: Harnesses,
    /// True if something other than our expansion registers the function with libtest.
    pub(crate) is_registered: bool,
}

/// The topology, or where it comes from.
pub(crate) enum Network {
    /// The keys of the attribute.
    Topology(Topology),
    /// Something that describes the whole network.
    Whole {
        source: Source,
        /// The options of the network that the attribute sets; there is nothing else in this topology.
        options: Topology,
    },
}

/// The source of a whole topology.
pub(crate) enum Source {
    /// An expression, whose hosts are not known yet.
    Expression(TokenStream),
    /// The file with this path, relative to the directory of the crate's manifest.
    File {
        path: LitStr,
        /// The traces that it names: each as it is named, and relative to the same directory.
        traces: Vec<(String, String)>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavor {
    CurrentThread,
    MultiThread { workers: Option<usize> },
}

/// The argument for a parameter of the function.
pub(crate) struct Argument {
    pub(crate) handle: Handle,
    pub(crate) by_ref: bool,
    /// The index among the function's parameters.
    pub(crate) place: usize,
    /// The parameter's type, where mistakes are reported.
    pub(crate) span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Handle {
    Node(String),
    Net,
}

impl Argument {
    /// Returns the host whose handle it is.
    pub(crate) fn host(&self) -> Option<&String> {
        match &self.handle {
            Handle::Node(host) => Some(host),
            Handle::Net => None,
        }
    }
}
