//! From the text of a file to a topology.

use toml::de::DeTable;

use super::entries::entries;
use super::problems::FileProblems;
use super::syntax::{Span, Syntax};
use crate::describe::{Description, FILE, read_document};
use crate::topology::{ReadFile, Topology};

impl Topology {
    /// Reads and checks a topology in the text of a [TOML](https://toml.io) file.
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
    /// # Format
    ///
    /// | at the top | |
    /// |---|---|
    /// | `hosts` | hosts that no link or LAN names, or that are to come first; a string or an array of strings |
    /// | `routers` | the hosts that forward packets; a string or an array of strings |
    /// | `family` | `"ipv4"` or `"ipv6"`: the default of all links and LANs |
    /// | `faults` | `true`: every cable can be impaired at run time |
    /// | `seed` | the seed of what happens to packets by chance, an integer |
    /// | `order` | the order of LANs and links, such as `["lan", "link", "lan"]`, if it is not that of the text |
    /// | `[[lan]]` | a LAN, once for each |
    /// | `[[link]]` | a cable between two hosts, once for each |
    /// | `[[fault]]` | a fault that begins and ends by itself, once for each |
    ///
    /// Hosts are ordered as they are first named, those of `hosts` at the top before all others.
    /// LANs and links, which may alternate, are ordered as in the text. Their order is that of a
    /// host's interfaces: `eth0` is the host's interface on the first one that names it.
    ///
    /// | in a LAN or a link | |
    /// |---|---|
    /// | `hosts` | the hosts; a link joins exactly two |
    /// | `subnet` | the subnet of the addresses: `"10.1.0.0/24"`, or an array with one of each family |
    /// | `family` | `"ipv4"` or `"ipv6"`, if hosts get addresses of one family only |
    /// | `mtu` | the MTU in bytes, 1500 by default |
    /// | `name` | the name; a link without one is called after its ends, `client-server`, a LAN `lan1`, `lan2`, ... |
    ///
    /// | `faults` | `true`: its cables can be impaired at run time |
    /// | `condition`, `delay`, `rtt`, `jitter`, `distribution`, `reorder`, `loss`, `burst`, `drop`, `drop_every`, `outage`, `flap`, `blackhole_above`, `path_mtu`, `duplicate`, `corrupt`, `rate`, `trace`, `queue`, `aqm`, `rule` | what happens to packets, with the values of the methods of [`Faults`](crate::Faults); `drop` is an integer or an array of integers, and `outage` and `flap` are tables: `outage = { after = "2s", lasts = "500ms", every = "5s" }`; `rule` is an array of tables, `rule = [{ protocol = "udp", port = 53, loss = "10%" }]` or `[[link.rule]]`, with the keys and values of the methods of [`Rule`](crate::Rule) |
    /// | `from` | a table of hosts, each with a table of the same keys for the packets that it sends: `[link.from.a]`, `from.a.loss = "1%"` |
    ///
    /// | in a fault | |
    /// |---|---|
    /// | `after`, `lasts`, `every` | when it begins, `"1s"`, at once by default; how long it lasts, until the end by default; its period |
    /// | `partition` | the groups of hosts that cannot reach each other: `[["a"], ["b", "c"]]` |
    /// | `oneway` | two hosts: packets from the first to the second are lost, `["a", "b"]` |
    /// | `isolate` | the host that is cut off from all others |
    /// | `ring` | four hosts or more, of which each reaches only those next to it |
    /// | `link` | the link or the LAN that has other faults meanwhile: `loss`, ..., `from`, as above |
    ///
    /// A fault has exactly one of the last five: [`Fault`](crate::Fault).
    ///
    /// In `hosts`, a host is a string or, with its address, an entry of a table. Several hosts are an
    /// array of these, or a table with several entries. Several addresses of one host are an array.
    /// These differ only in the addresses:
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
    /// A `[link.from.a]` belongs to the last `[[link]]` before it, and follows its other keys:
    ///
    /// ```
    /// # extern crate nsfixture_plan as nsfixture;
    /// use nsfixture::{Faults, Link, Topology};
    ///
    /// let text = r#"
    ///     seed = 42
    ///
    ///     [[link]]
    ///     hosts = ["a", "b"]
    ///     rate = "100mbit"
    ///     drop = [2, 3, 7]
    ///
    ///     [link.from.a]
    ///     rate = "10mbit"
    ///     loss = "2%"
    /// "#;
    /// let link = Link::new("a", "b").rate("100mbit").drop([2, 3, 7]);
    /// let expected = link.from("a", Faults::new().rate("10mbit").loss("2%"));
    /// assert_eq!(Topology::from_toml(text)?, Topology::new().link(expected).seed(42));
    /// # Ok::<(), nsfixture_plan::FileProblems>(())
    /// ```
    ///
    /// Defaults are those described at [`Link`](crate::Link) and [`Lan`](crate::Lan).
    ///
    /// # Errors
    /// Returns every mistake in the file with its line and column: invalid TOML, unknown keys and
    /// values of the wrong kind, and every [`Problem`](crate::Problem) of the topology.
    ///
    /// ```
    /// # extern crate nsfixture_plan as nsfixture;
    /// use nsfixture::Topology;
    ///
    /// let text = "[[link]]\nnmae = \"wire\"\nhosts = [\"a\", { b = \"10.0.0.1\" }]\n";
    /// assert_eq!(
    ///     Topology::from_toml(text).unwrap_err().to_string(),
    ///     "line 2, column 1: unknown key `nmae` in a link: did you mean `name`?\n\
    ///      line 3, column 21: \"10.0.0.1\" is not a valid host address: missing prefix length: \
    ///      write `10.0.0.1/24`"
    /// );
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, FileProblems> {
        Self::read_toml(text, None)
    }

    /// Like [`from_toml`](Self::from_toml), reads the files of traces, too.
    ///
    /// # Errors
    /// In addition, returns what is wrong with these.
    #[doc(hidden)]
    pub fn from_toml_with(text: &str, read: ReadFile<'_>) -> Result<Self, FileProblems> {
        Self::read_toml(text, Some(read))
    }

    fn read_toml(text: &str, read: Option<ReadFile<'_>>) -> Result<Self, FileProblems> {
        let (document, errors) = DeTable::parse_recoverable(text);
        let syntax = Syntax::new(text, &errors);
        let mut description = Description::new(&FILE, Span::default());
        if !syntax.is_right() {
            description.mark_unreliable();
        }
        read_document(&entries(document.get_ref()), |span| span.start, &mut description);
        if let Some(read) = read {
            description.read_traces(read);
        }
        description.check();
        match syntax.problems(text, description.take_mistakes()) {
            Some(problems) => Err(problems),
            None => Ok(description.into_topology()),
        }
    }
}
