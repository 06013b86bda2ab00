//! The network of a test: described by parts, or as a whole by an expression or a file.

use nsfixture_plan::describe::{
    self, ATTRIBUTE, Description, FaultSource, SegmentSource, Text, ValueKind,
};
use nsfixture_plan::{Key, SegmentKind, Topology};
use proc_macro2::TokenStream;
use quote::ToTokens;

use super::{entries, file, value};
use crate::args::{self, Args, Form, Item};
use crate::diag::{self, Diagnostics};
use crate::keys;
use crate::model::{Network, Source};

/// The network as far as its keys have been read.
pub(super) struct NetworkBuilder {
    description: Description<TokenStream>,
    /// The expression or the file that describes the whole network.
    whole: Option<Source>,
    /// The topology in that file.
    in_file: Option<Topology>,
    /// The first key that describes something of the network.
    first_key: Option<&'static str>,
    /// There was a key that describes the whole network.
    has_whole: bool,
    /// The options of the network that were given.
    seen: Vec<&'static str>,
}

impl NetworkBuilder {
    pub(super) fn new() -> Self {
        Self {
            description: Description::new(&ATTRIBUTE, TokenStream::new()),
            whole: None,
            in_file: None,
            first_key: None,
            has_whole: false,
            seen: Vec::new(),
        }
    }

    /// Returns true if no key was meant to name a host.
    pub(super) fn is_empty(&self) -> bool {
        self.hosts().next().is_none() && !self.description.is_incomplete()
    }

    /// Notes that there may be hosts that could not be read: from now on no host is unknown.
    pub(super) fn mark_incomplete(&mut self) {
        self.description.mark_incomplete();
    }

    pub(super) fn has(&self, host: &str) -> bool {
        self.hosts().any(|known| known == host)
    }

    /// Returns the host named first, if it is known.
    pub(super) fn first_host(&self) -> Option<String> {
        self.hosts().next().map(str::to_owned)
    }

    /// Reports a host that does not exist.
    pub(super) fn expect(&self, host: &str, at: impl ToTokens, diagnostics: &mut Diagnostics) {
        if !self.description.is_incomplete() && !self.has(host) {
            let hosts: Vec<&str> = self.hosts().collect();
            diagnostics.at(at, diag::unknown_host(host, &hosts));
        }
    }

    pub(super) fn add_host(&mut self, name: &str, at: impl ToTokens) {
        self.description.host(Text { text: name.to_owned(), span: at.to_token_stream() });
    }

    /// Reads a key that describes something of the network.
    pub(super) fn add(&mut self, key: Key, item: &Item, diagnostics: &mut Diagnostics) {
        if let Some(why) = self.conflict(key) {
            self.mark_incomplete();
            diagnostics.at(&item.key, why);
            return;
        }
        match key.name {
            "link" => self.segment(SegmentKind::Link, key, item, diagnostics),
            "lan" => self.segment(SegmentKind::Lan, key, item, diagnostics),
            "router" => self.routers(key, item, diagnostics),
            "host" => self.hosts_alone(key, item, diagnostics),
            "family" => self.family(key, item, diagnostics),
            "fault" => self.fault(key, item, diagnostics),
            "faults" => self.faults(key, item, diagnostics),
            "seed" => self.seed(key, item, diagnostics),
            "topology" => self.expression(key, item, diagnostics),
            "file" => self.file(key, item, diagnostics),
            other => unreachable!("the key `{other}` has no meaning"),
        }
        self.report(diagnostics);
    }

    /// Checks the topology with the code that the library runs.
    pub(super) fn check(&mut self, diagnostics: &mut Diagnostics) {
        if !self.has_whole {
            self.description.read_traces(&mut file::trace);
            self.description.check();
            self.report(diagnostics);
        }
    }

    /// Returns the topology, if it is known when the test is compiled, and can have the faults that it says.
    pub(super) fn known_topology(&self) -> Option<&Topology> {
        match &self.whole {
            None => (!self.has_whole).then(|| self.description.topology()),
            Some(_) => self.in_file.as_ref().filter(|_| !self.seen.contains(&"faults")),
        }
    }

    pub(super) fn into_network(self) -> Network {
        let described = self.description.into_topology();
        match self.whole {
            Some(source) => Network::Whole { source, options: described },
            None => Network::Topology(described),
        }
    }

    fn hosts(&self) -> impl Iterator<Item = &str> {
        self.in_file.as_ref().unwrap_or(self.description.topology()).hosts()
    }

    fn report(&mut self, diagnostics: &mut Diagnostics) {
        for (at, message) in self.description.take_mistakes() {
            diagnostics.at(at, message);
        }
    }

    /// Returns the reason why a key cannot be combined with the first one, if there is one: one of
    /// them describes the whole network.
    fn conflict(&mut self, key: Key) -> Option<String> {
        if keys::BESIDE_WHOLE.contains(&key.name) {
            return None;
        }
        let first = *self.first_key.get_or_insert(key.name);
        if first == key.name {
            let is_second = std::mem::replace(&mut self.has_whole, keys::WHOLE.contains(&first));
            return is_second.then(|| diag::duplicate_key(key.name));
        }
        let whole = [first, key.name].into_iter().find(|name| keys::WHOLE.contains(name))?;
        Some(diag::conflict(key.name, first, whole))
    }

    fn segment(&mut self, kind: SegmentKind, key: Key, item: &Item, diagnostics: &mut Diagnostics) {
        let Some(args) = list(key, item, diagnostics) else { return self.mark_incomplete() };
        let (entries, whole) = entries::of_segment(&args, diagnostics);
        self.description.segment(&SegmentSource {
            kind,
            span: item.key.to_token_stream(),
            entries,
            incomplete: !whole,
        });
        if args.items.is_empty() {
            self.mark_incomplete();
        }
    }

    fn hosts_alone(&mut self, key: Key, item: &Item, diagnostics: &mut Diagnostics) {
        let (hosts, whole) = bare_names(key, item, diag::NO_HOST, diagnostics);
        if hosts.is_empty() || !whole {
            self.mark_incomplete();
        }
        for host in hosts {
            self.description.host(host);
        }
    }

    /// Reads routers, which other keys name as hosts.
    fn routers(&mut self, key: Key, item: &Item, diagnostics: &mut Diagnostics) {
        for router in bare_names(key, item, diag::NO_ROUTER, diagnostics).0 {
            self.description.router(router);
        }
    }

    fn family(&mut self, key: Key, item: &Item, diagnostics: &mut Diagnostics) {
        if self.is_first(key, item, diagnostics)
            && let Some(text) = value::text(key, item, diagnostics)
        {
            let span = text.to_token_stream();
            self.description.family(Text { text: text.value(), span });
        }
    }

    /// Reads a fault on a schedule, whose hosts other keys name.
    fn fault(&mut self, key: Key, item: &Item, diagnostics: &mut Diagnostics) {
        let Some(args) = list(key, item, diagnostics) else { return };
        let (entries, whole) = entries::of_fault(&args, diagnostics);
        let span = item.key.to_token_stream();
        self.description.fault(&FaultSource { span, entries, incomplete: !whole });
    }

    fn faults(&mut self, key: Key, item: &Item, diagnostics: &mut Diagnostics) {
        if !self.is_first(key, item, diagnostics) {
            return;
        }
        let is_set =
            describe::Value { kind: ValueKind::Boolean(true), span: item.key.to_token_stream() };
        match &item.form {
            Form::Bare => self.description.faults(&is_set),
            Form::Value(value) => self.description.faults(&entries::value(value)),
            Form::List(_) => diagnostics.at(&item.key, diag::form(key)),
        }
    }

    fn seed(&mut self, key: Key, item: &Item, diagnostics: &mut Diagnostics) {
        if self.is_first(key, item, diagnostics)
            && let Some(value) = value::value(key, item, diagnostics)
        {
            self.description.seed(&entries::value(value));
        }
    }

    /// Reports an option of the network that is given twice.
    fn is_first(&mut self, key: Key, item: &Item, diagnostics: &mut Diagnostics) -> bool {
        let is_first = !self.seen.contains(&key.name);
        if is_first {
            self.seen.push(key.name);
        } else {
            diagnostics.at(&item.key, diag::duplicate_key(key.name));
        }
        is_first
    }

    fn expression(&mut self, key: Key, item: &Item, diagnostics: &mut Diagnostics) {
        self.mark_incomplete();
        self.whole = value::expression(key, item, diagnostics).map(Source::Expression);
    }

    fn file(&mut self, key: Key, item: &Item, diagnostics: &mut Diagnostics) {
        let Some(path) = value::text(key, item, diagnostics) else { return self.mark_incomplete() };
        match file::topology(&path.value()) {
            Ok(file::InFile { topology, traces }) => {
                self.in_file = Some(topology);
                self.whole = Some(Source::File { path: path.clone(), traces });
            }
            Err(errors) => {
                self.mark_incomplete();
                for error in errors {
                    diagnostics.at(path, error);
                }
            }
        }
    }
}

/// Reads the items of a key that has a list of them.
fn list(key: Key, item: &Item, diagnostics: &mut Diagnostics) -> Option<Args> {
    if let Form::List(tokens) = &item.form {
        return Some(args::read(tokens.clone(), diagnostics));
    }
    diagnostics.at(&item.key, diag::form(key));
    None
}

/// Reads the names of a key that has a list of bare ones, and returns true with them if all could be
/// read.
fn bare_names(
    key: Key,
    item: &Item,
    if_empty: &str,
    diagnostics: &mut Diagnostics,
) -> (Vec<Text<TokenStream>>, bool) {
    let Some(args) = list(key, item, diagnostics) else { return (Vec::new(), false) };
    if args.items.is_empty() && args.whole {
        diagnostics.at(&item.key, if_empty);
    }
    for name in args.items.iter().filter(|name| !matches!(name.form, Form::Bare)) {
        diagnostics.at(&name.key, diag::value_of_bare_host(key, &name.name()));
    }
    (args.items.iter().map(entries::key).collect(), args.whole)
}
