//! From a topology to the text of a file.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::topology::{Endpoint, OptionValue, Rule, Segment, Topology};

/// The length of a line beyond which a list gets a line for each item.
const WIDTH: usize = 100;

impl Topology {
    /// Writes the topology as a TOML file. If the topology is valid, [`from_toml`](Self::from_toml)
    /// reads an equal one from it.
    ///
    /// ```
    /// # extern crate nsfixture_plan as nsfixture;
    /// use nsfixture::{Lan, Topology};
    ///
    /// let topology = Topology::new()
    ///     .lan(Lan::new(["a"]).host(("gw", "10.1.0.254/24")).name("office"))
    ///     .link((("gw", "10.9.0.1/30"), ("isp", "10.9.0.2/30")))
    ///     .router("gw");
    /// assert_eq!(
    ///     topology.to_toml(),
    ///     r#"routers = ["gw"]
    ///
    /// [[lan]]
    /// name = "office"
    /// hosts = ["a", { gw = "10.1.0.254/24" }]
    ///
    /// [[link]]
    /// hosts = { gw = "10.9.0.1/30", isp = "10.9.0.2/30" }
    /// "#
    /// );
    /// assert_eq!(Topology::from_toml(&topology.to_toml())?, topology);
    /// # Ok::<(), nsfixture_plan::FileProblems>(())
    /// ```
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut lines = Lines::default();
        lines.texts("hosts", self.leading_hosts());
        lines.texts("routers", &self.routers);
        self.option_entries().for_each(|(key, value)| lines.option(key, value));
        for segment in &self.segments {
            lines.segment(segment);
        }
        lines.0
    }
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn segment(&mut self, segment: &Segment) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        // Writing to a `String` does not fail.
        let _ = writeln!(self.0, "[[{}]]", segment.kind().key());
        segment.options().entries().for_each(|(key, value)| self.option(key, value));
        self.ends(segment.ends());
        for (host, faults) in segment.from_entries() {
            // As above.
            let _ = writeln!(self.0, "\n[{}.from.{}]", segment.kind().key(), key(host));
            faults.option_entries().for_each(|(key, value)| self.option(key, value));
        }
    }

    fn option(&mut self, key: &str, value: OptionValue<'_>) {
        match value {
            OptionValue::Text(text) => self.value(key, &quoted(text)),
            OptionValue::Integer(number) => self.value(key, &number.to_string()),
            OptionValue::Integers(numbers) => {
                self.list(key, &numbers.iter().map(ToString::to_string).collect::<Vec<_>>());
            }
            OptionValue::Outage(outage) => {
                let texts = outage.option_entries().map(|(key, text)| (key, quoted(text)));
                self.value(key, &table(texts));
            }
            OptionValue::Rules(rules) => {
                let rule = |rule: &Rule| table(rule.option_entries().map(written));
                self.list(key, &rules.iter().map(rule).collect::<Vec<_>>());
            }
            OptionValue::Flag => self.value(key, "true"),
            OptionValue::Texts([only]) => self.value(key, &quoted(only)),
            OptionValue::Texts(texts) => self.texts(key, texts),
        }
    }

    fn ends(&mut self, ends: &[Endpoint]) {
        let mut seen = HashSet::new();
        if !ends.is_empty()
            && ends.iter().all(|end| !end.addrs.is_empty() && seen.insert(end.host()))
        {
            let entries: Vec<String> = ends.iter().map(entry).collect();
            let table = format!("{{ {} }}", entries.join(", "));
            if fits("hosts", &table) {
                return self.value("hosts", &table);
            }
        }
        let item = |end: &Endpoint| match end.addrs() {
            [] => quoted(end.host()),
            _ => format!("{{ {} }}", entry(end)),
        };
        self.list("hosts", &ends.iter().map(item).collect::<Vec<_>>());
    }

    /// Writes an array, unless it is empty.
    fn texts(&mut self, key: &str, texts: &[String]) {
        if !texts.is_empty() {
            self.list(key, &texts.iter().map(|text| quoted(text)).collect::<Vec<_>>());
        }
    }

    fn list(&mut self, key: &str, items: &[String]) {
        let short = array(items);
        if fits(key, &short) {
            self.value(key, &short);
        } else {
            self.value(key, &format!("[\n    {},\n]", items.join(",\n    ")));
        }
    }

    fn value(&mut self, key: &str, value: &str) {
        // As above.
        let _ = writeln!(self.0, "{key} = {value}");
    }
}

fn fits(key: &str, value: &str) -> bool {
    key.len() + " = ".len() + value.chars().count() <= WIDTH
}

fn array(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}

/// Returns an inline table.
fn table(entries: impl Iterator<Item = (&'static str, String)>) -> String {
    let entries: Vec<String> = entries.map(|(key, value)| format!("{key} = {value}")).collect();
    if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
}

/// Returns the value of an option of a rule.
fn written((key, value): (&'static str, OptionValue<'_>)) -> (&'static str, String) {
    let value = match value {
        OptionValue::Text(text) => quoted(text),
        OptionValue::Integer(number) => number.to_string(),
        OptionValue::Integers(numbers) => {
            array(&numbers.iter().map(ToString::to_string).collect::<Vec<_>>())
        }
        other => unreachable!("no option of a rule is {other:?}"),
    };
    (key, value)
}

/// Returns a host with its addresses, as an entry of a table.
fn entry(end: &Endpoint) -> String {
    let addrs: Vec<String> = end.addrs.iter().map(|addr| quoted(addr)).collect();
    let addrs = match &addrs[..] {
        [only] => only.clone(),
        addrs => array(addrs),
    };
    format!("{} = {addrs}", key(&end.host))
}

/// Returns a key, in quotes if it needs them.
fn key(text: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !text.is_empty() && text.chars().all(is_bare) { text.to_owned() } else { quoted(text) }
}

/// Returns a basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                // As above.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
