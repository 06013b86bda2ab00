//! What the attribute specifies for a test.

use std::borrow::Cow;
use std::panic;
use std::time::Duration;

use nsfixture_plan::{Plan, Topology};

use crate::capture_mode::CaptureMode;
use crate::error::{Error, Kind};
use crate::panics::message_of;

/// A test as specified by the attribute.
pub(crate) struct TestSpec {
    /// The name of the test, as the harness prints it.
    pub(crate) name: String,
    /// Its path, which begins with the name of its crate.
    pub(crate) path: String,
    pub(crate) source: Source,
    /// The host in which the body runs; the first one unless set.
    pub(crate) run_in: Option<&'static str>,
    /// The parameters that must name hosts, where the attribute could not check that.
    pub(crate) required_hosts: &'static [&'static str],
    pub(crate) timeout: Option<Duration>,
    pub(crate) unobserved_panics_fail: bool,
    /// A part of the message with which the body is expected to panic, if it is.
    pub(crate) expected_panic: Option<&'static str>,
    /// The texts of the traces that the file names, with their paths.
    pub(crate) traces: Vec<(&'static str, &'static str)>,
    /// Whether every cable can be impaired, if the topology does not say so.
    pub(crate) can_fail: bool,
    /// The seed in place of the topology's.
    pub(crate) seed: Option<u64>,
    /// What is recorded of its packets, if the test sets it.
    pub(crate) capture: Option<CaptureMode>,
    /// The text of the fates that happen again, with the path of its file.
    pub(crate) replay: Option<(&'static str, &'static str)>,
}

/// The source of the topology.
pub(crate) enum Source {
    /// The attribute, which has checked it.
    Attribute(Topology),
    /// An expression, evaluated when the test runs.
    Expression(fn() -> Topology),
    /// The content of a file, which the attribute has checked.
    File(&'static str),
}

impl TestSpec {
    /// Returns the topology, with the options of the network that the attribute sets for the source.
    ///
    /// # Errors
    /// Returns why there is none.
    pub(crate) fn topology(&self) -> Result<Cow<'_, Topology>, String> {
        let mut topology = self.sourced()?;
        if self.can_fail {
            topology = Cow::Owned(topology.into_owned().faults());
        }
        if let Some(seed) = self.seed {
            topology = Cow::Owned(topology.into_owned().seed(seed));
        }
        Ok(topology)
    }

    fn sourced(&self) -> Result<Cow<'_, Topology>, String> {
        match &self.source {
            Source::Attribute(topology) => Ok(Cow::Borrowed(topology)),
            Source::File(text) => {
                match Topology::from_toml_with(text, &mut |path| self.trace(path)) {
                    Ok(topology) => Ok(Cow::Owned(topology)),
                    Err(problems) => Err(Error::from(problems).to_string()),
                }
            }
            // This panic does not count as one of the body, which may be expected.
            Source::Expression(make) => {
                panic::catch_unwind(make).map(Cow::Owned).map_err(|panic| {
                    format!("the `topology` expression panicked: {}", message_of(&*panic))
                })
            }
        }
    }

    /// Returns the text of a trace that the file names.
    fn trace(&self, path: &str) -> Result<String, String> {
        let known = self.traces.iter().find(|(known, _)| *known == path);
        known
            .map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| "unknown to the attribute".to_owned())
    }

    /// Returns the host in which the body runs.
    ///
    /// # Errors
    /// Returns the hosts that the test names and the topology does not have, and what is wrong with the
    /// topology.
    pub(crate) fn body_host<'t>(&self, topology: &'t Topology) -> Result<&'t str, String> {
        let find = |name: &str| topology.hosts().find(|host| *host == name);
        let is_missing = |name: &&str| host_of(name, |host| find(host).is_some()).is_none();
        let body_host = self.run_in.map_or_else(|| topology.hosts().next(), find);
        let run_in = self.run_in.filter(|_| body_host.is_none());
        let missing =
            run_in.into_iter().chain(self.required_hosts.iter().copied().filter(is_missing));
        let mut faults: Vec<String> = missing.map(|name| unknown_host(name, topology)).collect();
        match body_host {
            Some(host) if faults.is_empty() => Ok(host),
            _ => {
                let problems = Plan::new(topology).err();
                faults.extend(problems.map(|problems| Error::from(problems).to_string()));
                Err(faults.join("; "))
            }
        }
    }
}

fn unknown_host(name: &str, topology: &Topology) -> String {
    let hosts: Vec<&str> = topology.hosts().collect();
    Error::from(Kind::unknown_name("host", name, &hosts, None)).to_string()
}

/// Returns the host that a parameter names. An underscore before the name marks an unused handle.
pub(crate) fn host_of(parameter: &str, is_host: impl Fn(&str) -> bool) -> Option<&str> {
    let stripped = parameter.strip_prefix('_');
    [Some(parameter), stripped].into_iter().flatten().find(|name| is_host(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(
        source: Source,
        run_in: Option<&'static str>,
        required_hosts: &'static [&'static str],
    ) -> TestSpec {
        let (name, timeout, expected_panic) = ("t".to_owned(), None, None);
        TestSpec {
            name,
            path: String::new(),
            source,
            run_in,
            required_hosts,
            timeout,
            unobserved_panics_fail: true,
            expected_panic,
            traces: vec![("some.up", "1\n")],
            can_fail: false,
            seed: None,
            capture: None,
            replay: None,
        }
    }

    #[track_caller]
    fn check(
        topology: &Topology,
        run_in: Option<&'static str>,
        required_hosts: &'static [&'static str],
        expected: Result<&str, &str>,
    ) {
        let spec = spec(Source::Attribute(topology.clone()), run_in, required_hosts);
        let found = spec.body_host(topology);
        assert_eq!(found.as_ref().copied().map_err(String::as_str), expected);
    }

    #[test]
    fn finds_the_host_of_the_body() {
        let pair = Topology::new().link(("client", "server"));
        check(&pair, None, &["server", "_client"], Ok("client"));
        check(&pair, Some("server"), &[], Ok("server"));
        check(&Topology::new().host("_a").host("a"), None, &["_a"], Ok("_a"));
    }

    #[test]
    fn takes_the_topology_from_anywhere() {
        let pair = || Topology::new().link(("a", "b"));
        let text = "[[link]]\nhosts = [\"a\", \"b\"]\n";
        for source in [Source::Attribute(pair()), Source::Expression(pair), Source::File(text)] {
            assert_eq!(spec(source, None, &[]).topology().as_deref(), Ok(&pair()));
        }
        let error = |source| spec(source, None, &[]).topology().expect_err("a mistake");
        assert_eq!(
            error(Source::Expression(|| panic!("the text"))),
            "the `topology` expression panicked: the text"
        );
        assert!(error(Source::File("host")).starts_with("invalid topology file:\nline 1, "));
    }

    #[test]
    fn the_attribute_overrides_the_options_of_the_source() {
        let text = "seed = 1\n[[link]]\nhosts = [\"a\", \"b\"]\n";
        let with =
            TestSpec { can_fail: true, seed: Some(2), ..spec(Source::File(text), None, &[]) };
        let expected = Topology::new().link(("a", "b")).faults().seed(2);
        assert_eq!(with.topology().as_deref(), Ok(&expected));
        let expected = Topology::new().link(("a", "b")).seed(1);
        assert_eq!(spec(Source::File(text), None, &[]).topology().as_deref(), Ok(&expected));
    }

    #[test]
    fn a_file_has_the_traces_that_the_attribute_has_read() {
        let text = "[[link]]\nhosts = [\"a\", \"b\"]\ntrace = \"some.up\"\n";
        let spec = |text| spec(Source::File(text), None, &[]);
        let with = spec(text);
        let plan = Plan::new(&with.topology().expect("valid")).expect("valid");
        let wire = plan.cables[0].wire.as_ref().expect("it can be impaired");
        assert_eq!(wire.impairments[0].trace.as_ref().map(nsfixture_plan::Schedule::len), Some(1));
        let other = "[[link]]\nhosts = [\"a\", \"b\"]\ntrace = \"other.up\"\n";
        let error = spec(other).topology().expect_err("it is unknown");
        assert!(
            error.contains("line 3, column 9: cannot read trace \"other.up\": unknown"),
            "{error}"
        );
    }

    #[test]
    fn reports_everything_that_is_missing() {
        let pair = Topology::new().link(("client", "server"));
        check(
            &pair,
            Some("sever"),
            &["client", "_c"],
            Err("no host named `sever` in this network: did you mean `server`? (hosts: client, \
                 server); no host named `_c` in this network (hosts: client, server)"),
        );
        let problem = |topology: &Topology| {
            Error::from(Plan::new(topology).expect_err("it is invalid")).to_string()
        };
        let empty = Topology::new();
        check(&empty, None, &[], Err(&problem(&empty)));
        let looped = Topology::new().link(("a", "a"));
        let missing = "no host named `b` in this network (hosts: a)";
        check(&looped, None, &["b"], Err(&format!("{missing}; {}", problem(&looped))));
    }
}
