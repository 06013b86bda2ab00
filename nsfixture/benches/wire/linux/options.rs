//! What was asked for on the command line.

use std::time::Duration;

const USAGE: &str = "usage: cargo bench -p nsfixture --bench wire -- [--quick]";

pub(crate) struct Options {
    /// How often everything is measured.
    pub(crate) rounds: usize,
    /// How many pairs are set up.
    pub(crate) pairs: usize,
    /// How many echoes are sent.
    pub(crate) echoes: usize,
    /// How long a bulk transfer takes.
    pub(crate) bulk: Duration,
    /// How many links the larger networks have.
    pub(crate) links: Vec<usize>,
}

impl Options {
    fn full() -> Self {
        let bulk = Duration::from_secs(2);
        Self { rounds: 5, pairs: 50, echoes: 5000, bulk, links: vec![1, 10, 25, 50] }
    }

    /// Shows that everything works; its figures mean little.
    fn quick() -> Self {
        let bulk = Duration::from_millis(100);
        Self { rounds: 1, pairs: 3, echoes: 100, bulk, links: vec![1, 5] }
    }

    /// Reads the arguments; `None` if there is nothing to do.
    pub(crate) fn from_args(args: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let args: Vec<String> = args.collect();
        if args.iter().any(|arg| arg == "--list") {
            return Ok(None);
        }
        // `cargo bench` passes it; `cargo test --all-targets` does not, and passes the arguments of tests.
        if !args.iter().any(|arg| arg == "--bench") {
            return Ok(Some(Self::quick()));
        }
        match args.iter().find(|arg| !["--bench", "--quick"].contains(&arg.as_str())) {
            Some(other) => Err(format!("unknown argument {other:?}\n{USAGE}")),
            None if args.iter().any(|arg| arg == "--quick") => Ok(Some(Self::quick())),
            None => Ok(Some(Self::full())),
        }
    }
}
