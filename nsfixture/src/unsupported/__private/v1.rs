//! Items for expansions of `#[ns_test]` alone.

pub use std::process::ExitCode;
use std::process::Termination;

pub use nsfixture_macros::{__around as around, __test as test};
use nsfixture_plan::Topology;

use crate::outcome;
use crate::unsupported::availability::reason;
use crate::unsupported::{Error, Net, Node};

pub struct Test {
    expected_panic: Option<&'static str>,
}

pub struct Fixture(Net);

impl Fixture {
    #[must_use]
    pub fn node(&self, name: &str) -> Node {
        self.0.node(name)
    }

    pub fn net(&self) -> Net {
        self.0.clone()
    }
}

impl Test {
    #[must_use]
    pub fn new(_: Topology) -> Self {
        Self { expected_panic: None }
    }

    #[must_use]
    pub fn made_by(_: fn() -> Topology) -> Self {
        Self::new(Topology::new())
    }

    #[must_use]
    pub fn run_in(self, _: &'static str) -> Self {
        self
    }

    #[must_use]
    pub fn from_file(_: &'static str) -> Self {
        Self::new(Topology::new())
    }

    #[must_use]
    pub fn trace(self, _: &'static str, _: &'static str) -> Self {
        self
    }

    #[must_use]
    pub fn faults(self) -> Self {
        self
    }

    #[must_use]
    pub fn seed(self, _: u64) -> Self {
        self
    }

    #[must_use]
    pub fn expects(self, _: &'static [&'static str]) -> Self {
        self
    }

    #[must_use]
    pub fn timeout_millis(self, _: u64) -> Self {
        self
    }

    #[must_use]
    pub fn flavor_multi_thread(self, _: Option<usize>) -> Self {
        self
    }

    #[must_use]
    pub fn replay(self, _: &'static str, _: &'static str) -> Self {
        self
    }

    #[must_use]
    pub fn capture(self, _: &str) -> Self {
        self
    }

    #[must_use]
    pub fn allow_unobserved_panics(self) -> Self {
        self
    }

    #[must_use]
    pub fn should_panic(mut self, expected: &'static str) -> Self {
        self.expected_panic = Some(expected);
        self
    }

    #[track_caller]
    pub fn run<R: Termination>(
        self,
        path: &str,
        _: impl FnOnce(&Fixture) -> R + Send + 'static,
    ) -> ExitCode {
        let name = path.split_once("::").map_or(path, |(_, name)| name);
        outcome::skip(name, reason(), self.expected_panic)
    }

    #[track_caller]
    pub fn run_async<R: Termination>(
        self,
        path: &str,
        _: impl AsyncFnOnce(&Fixture) -> R + Send + 'static,
    ) -> ExitCode {
        self.run(path, |_| ())
    }
}

/// # Panics
/// Always: no body is to run.
pub fn current_fixture() -> Fixture {
    panic!("the test body ran outside its network: {}", reason().reason())
}

pub fn up_failing_at(topology: &Topology, _: usize) -> (Result<Net, Error>, bool) {
    (Net::up(topology), false)
}
