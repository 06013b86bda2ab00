//! From the text of a file to a topology that is right.

use toml::de::{DeTable, DeValue};

use super::draft::Draft;
use super::keys::{self, Key};
use super::mistakes::Mistakes;
use super::problems::FileProblems;
use super::segment::{self, SegmentText};
use super::value::{self, Value};
use super::words;
use crate::topology::{SegmentKind, Topology};

impl Topology {
    /// Reads a topology from the text of a [TOML](https://toml.io) file, and checks it: a
    /// topology that this returns is right.
    ///
    /// ```
    /// # extern crate nsfixture_plan as nsfixture;
    /// use nsfixture::{Lan, Link, Topology};
    ///
    /// let text = r#"
    ///     hosts = ["printer"]
    ///     routers = ["gw"]
    ///
    ///     [[lan]]
    ///     name = "office"
    ///     subnet = "10.1.0.0/24"
    ///     mtu = 1400
    ///     hosts = ["a", { b = "10.1.0.9/24" }, { gw = "10.1.0.1/24" }]
    ///
    ///     [[link]]
    ///     hosts = { gw = ["10.9.0.1/30", "fd09::1/64"], isp = "10.9.0.2/30" }
    /// "#;
    /// let office = Lan::new(["a"]).host(("b", "10.1.0.9/24")).host(("gw", "10.1.0.1/24"));
    /// let expected = Topology::new()
    ///     .host("printer")
    ///     .lan(office.name("office").subnet("10.1.0.0/24").mtu(1400))
    ///     .link(Link::new(("gw", ["10.9.0.1/30", "fd09::1/64"]), ("isp", "10.9.0.2/30")))
    ///     .router("gw");
    /// assert_eq!(Topology::from_toml(text)?, expected);
    /// # Ok::<(), nsfixture_plan::FileProblems>(())
    /// ```
    ///
    /// # The file
    ///
    /// | at the top | |
    /// |---|---|
    /// | `hosts` | hosts that no link or LAN names, or those that are to come first; a string or an array of strings |
    /// | `routers` | the hosts that forward packets; a string or an array of strings |
    /// | `[[lan]]` | a LAN, once for each |
    /// | `[[link]]` | a cable between two hosts, once for each |
    ///
    /// Hosts have the order in which they are named, those of `hosts` at the top before all others.
    /// The order of LANs and links, which may alternate, is that of a host's interfaces: it is
    /// joined by `eth0` to the first that names it.
    ///
    /// | in a LAN or a link | |
    /// |---|---|
    /// | `hosts` | who is joined to it; a link joins two |
    /// | `subnet` | what they get their addresses from: `"10.1.0.0/24"`, or an array with one of each family |
    /// | `mtu` | the largest packet in bytes, 1500 unless given |
    /// | `name` | its name |
    ///
    /// A host in `hosts` is a string, or, with its address, an entry of a table; several hosts are
    /// an array of these, or a table with several entries. Several addresses of one host are an
    /// array. All of these are the same but for the addresses:
    ///
    /// ```
    /// # let with = |hosts: &str| {
    /// #     let text = format!("[[lan]]\n{hosts}\n");
    /// #     let topology = nsfixture_plan::Topology::from_toml(&text).expect(hosts);
    /// #     assert_eq!(topology.hosts().collect::<Vec<_>>(), ["a", "b"]);
    /// # };
    /// # for text in [
    /// #     r#"
    /// hosts = ["a", "b"]
    /// #     "#,
    /// #     r#"
    /// hosts = ["a", { b = "10.1.0.9/24" }]
    /// #     "#,
    /// #     r#"
    /// hosts = { a = [], b = ["10.1.0.9/24", "fd01::9/64"] }
    /// #     "#,
    /// # ] { with(text); }
    /// ```
    ///
    /// What is not given is chosen as it is for [`Link`](crate::Link) and [`Lan`](crate::Lan).
    ///
    /// # Errors
    /// Everything that is wrong with the file, each with its line and column: what is no TOML, what
    /// no such file has, and what is wrong with the topology, in the words of
    /// [`Problem`](crate::Problem).
    ///
    /// ```
    /// # extern crate nsfixture_plan as nsfixture;
    /// use nsfixture::Topology;
    ///
    /// let text = "[[link]]\nnmae = \"wire\"\nhosts = [\"a\", { b = \"10.0.0.1\" }]\n";
    /// assert_eq!(
    ///     Topology::from_toml(text).unwrap_err().to_string(),
    ///     "line 2, column 1: `nmae` is no key of a link: did you mean `name`? its keys are `name`, \
    ///      `subnet`, `mtu` and `hosts`\n\
    ///      line 3, column 21: \"10.0.0.1\" cannot be a host's address: the length of the prefix is \
    ///      missing: write `10.0.0.1/24`"
    /// );
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, FileProblems> {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut mistakes = Mistakes::of_syntax(text, &errors);
        let draft = read(document.get_ref(), &mut mistakes);
        draft.check(&mut mistakes);
        match mistakes.into_problems(text) {
            Some(problems) => Err(problems),
            None => Ok(draft.into_topology()),
        }
    }
}

fn read(document: &DeTable, mistakes: &mut Mistakes) -> Draft {
    let mut draft = Draft::default();
    if mistakes.is_torn() {
        draft.leave_open();
    }
    let mut segments = Vec::new();
    for (name, value) in value::entries(document) {
        let Some(key) = keys::find(&keys::TOP, name.get_ref()) else {
            mistakes.at(&name.span(), words::unknown_key(name.get_ref(), "a topology", &keys::TOP));
            draft.leave_open();
            continue;
        };
        let before = mistakes.count();
        match key.name {
            "hosts" => {
                for host in value::texts(key, value, mistakes) {
                    draft.host(host);
                }
                if mistakes.count() > before {
                    draft.leave_open();
                }
            }
            "routers" => {
                for router in value::texts(key, value, mistakes) {
                    draft.router(router);
                }
            }
            "lan" => segments.extend(all(SegmentKind::Lan, key, value, mistakes)),
            "link" => segments.extend(all(SegmentKind::Link, key, value, mistakes)),
            other => unreachable!("`{other}` is a key without a meaning"),
        }
    }
    segments.sort_by_key(|segment| segment.span.start);
    for segment in segments {
        draft.segment(segment, mistakes);
    }
    draft
}

/// Every `[[lan]]`, or every `[[link]]`.
fn all(kind: SegmentKind, key: Key, value: &Value, mistakes: &mut Mistakes) -> Vec<SegmentText> {
    if let DeValue::Table(_) = value.get_ref() {
        // A `[lan]`: what is in it is read nevertheless.
        value::wrong_kind(key, "an array of tables", value, mistakes);
    }
    value::each(value).iter().map(|item| segment::read(kind, key, item, mistakes)).collect()
}
