//! What the attribute says of a test.

use std::borrow::Cow;
use std::panic;
use std::time::Duration;

use nsfixture_plan::{Plan, Topology};

use crate::error::{Error, Kind};
use crate::watch;

pub(crate) struct Story {
    /// As the harness names it.
    pub(crate) name: String,
    pub(crate) source: Source,
    /// The host in which the body runs: the first one, unless it is named.
    pub(crate) run_in: Option<&'static str>,
    /// The parameters of which nobody has checked that they name hosts.
    pub(crate) expects: &'static [&'static str],
    pub(crate) timeout: Option<Duration>,
    pub(crate) stray_panics_fail: bool,
    /// What the body is to panic with, if it is to: a part of the text.
    pub(crate) expected_panic: Option<&'static str>,
}

/// Where the topology comes from.
pub(crate) enum Source {
    /// The attribute, which has checked it.
    Attribute(Topology),
    /// An expression, of which nothing is known before.
    Expression(fn() -> Topology),
    /// The text of a file, which the attribute has checked.
    File(&'static str),
}

impl Story {
    /// The topology.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn topology(&self) -> Result<Cow<'_, Topology>, String> {
        match &self.source {
            Source::Attribute(topology) => Ok(Cow::Borrowed(topology)),
            Source::File(text) => match Topology::from_toml(text) {
                Ok(topology) => Ok(Cow::Owned(topology)),
                Err(problems) => Err(Error::from(problems).to_string()),
            },
            // The panic is no part of the body, which may be expected to panic.
            Source::Expression(make) => {
                panic::catch_unwind(make).map(Cow::Owned).map_err(|panic| {
                    let text = watch::message_of(&*panic).unwrap_or("(no text)");
                    format!("the expression of `topology` panicked: {text}")
                })
            }
        }
    }

    /// The host in which the body runs.
    ///
    /// # Errors
    /// Which hosts the test names that the topology does not have, and what is wrong with it.
    pub(crate) fn place<'t>(&self, topology: &'t Topology) -> Result<&'t str, String> {
        let find = |name: &str| topology.hosts().find(|host| *host == name);
        let is_lost = |name: &&str| host_of(name, |host| find(host).is_some()).is_none();
        let place = self.run_in.map_or_else(|| topology.hosts().next(), find);
        let run_in = self.run_in.filter(|_| place.is_none());
        let lost = run_in.into_iter().chain(self.expects.iter().copied().filter(is_lost));
        let mut faults: Vec<String> = lost
            .map(|name| Error::from(Kind::no_such_node(name, topology.hosts())).to_string())
            .collect();
        match place {
            Some(place) if faults.is_empty() => Ok(place),
            _ => {
                let problems = Plan::new(topology).err();
                faults.extend(problems.map(|problems| Error::from(problems).to_string()));
                Err(faults.join("; "))
            }
        }
    }
}

/// The host that a parameter names. An underscore before the name tells of a handle that is not
/// used.
pub(crate) fn host_of(parameter: &str, is_host: impl Fn(&str) -> bool) -> Option<&str> {
    let stripped = parameter.strip_prefix('_');
    [Some(parameter), stripped].into_iter().flatten().find(|name| is_host(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(
        source: Source,
        run_in: Option<&'static str>,
        expects: &'static [&'static str],
    ) -> Story {
        let (name, timeout, expected_panic) = ("t".to_owned(), None, None);
        Story { name, source, run_in, expects, timeout, stray_panics_fail: true, expected_panic }
    }

    #[track_caller]
    fn check(
        topology: &Topology,
        run_in: Option<&'static str>,
        expects: &'static [&'static str],
        expected: Result<&str, &str>,
    ) {
        let story = story(Source::Attribute(topology.clone()), run_in, expects);
        let found = story.place(topology);
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
            assert_eq!(story(source, None, &[]).topology().as_deref(), Ok(&pair()));
        }
        let error = |source| story(source, None, &[]).topology().expect_err("a mistake");
        assert_eq!(
            error(Source::Expression(|| panic!("the text"))),
            "the expression of `topology` panicked: the text"
        );
        assert!(error(Source::File("host")).starts_with("the topology's file is wrong:\nline 1, "));
    }

    #[test]
    fn tells_all_that_is_lost() {
        let pair = Topology::new().link(("client", "server"));
        let hosts = "(its hosts: `client`, `server`)";
        check(
            &pair,
            Some("sever"),
            &["client", "_c"],
            Err(&format!(
                "`sever` is no host of this network: did you mean `server`? {hosts}; \
                 `_c` is no host of this network {hosts}"
            )),
        );
        check(
            &Topology::new(),
            None,
            &[],
            Err(
                "the topology is wrong: the topology has no hosts: name one, in a link, in a lan or by itself",
            ),
        );
        check(
            &Topology::new().link(("a", "a")),
            None,
            &["b"],
            Err(
                "`b` is no host of this network (its hosts: `a`); the topology is wrong: both ends \
                 of the link are at `a`: a link joins two hosts",
            ),
        );
    }
}
