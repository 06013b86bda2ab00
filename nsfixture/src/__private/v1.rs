//! Items for expansions of `#[ns_test]` alone. All of them may change.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
pub use std::process::ExitCode;
use std::process::Termination;
use std::time::Duration;

pub use nsfixture_macros::{__around as around, __test as test};
use nsfixture_plan::Topology;
use tokio::runtime::Builder;

use crate::Error;
use crate::capture_mode::CaptureMode;
use crate::driver::Driver;
use crate::error::or_panic;
use crate::kernel::faults::FaultInjector;
use crate::net::Net;
use crate::node::Node;
use crate::run;
use crate::spec::{self, Source, TestSpec};
use crate::state::shut_down_runtime;

/// A test to run.
pub struct Test {
    spec: TestSpec,
    flavor: Flavor,
}

/// The flavors of the body's tokio runtime.
#[derive(Clone, Copy)]
enum Flavor {
    CurrentThread,
    /// With this many workers, or one for each CPU.
    MultiThread(Option<usize>),
}

impl Flavor {
    fn builder(self) -> Builder {
        match self {
            Self::CurrentThread => Builder::new_current_thread(),
            Self::MultiThread(workers) => {
                let mut builder = Builder::new_multi_thread();
                workers.map(|workers| builder.worker_threads(workers));
                builder
            }
        }
    }
}

/// The source of the body's arguments.
pub struct Fixture {
    net: Net,
}

impl Fixture {
    /// Returns the host that a parameter names.
    #[must_use]
    pub fn node(&self, parameter: &str) -> Node {
        let is_host = |name: &str| self.net.get_node(name).is_ok();
        self.net.node(spec::host_of(parameter, is_host).unwrap_or(parameter))
    }

    /// Returns the network.
    pub fn net(&self) -> Net {
        self.net.clone()
    }
}

impl Test {
    /// Creates a test with this topology.
    #[must_use]
    pub fn new(topology: Topology) -> Self {
        Self::of(Source::Attribute(topology))
    }

    /// Creates a test whose topology is an expression, evaluated when the test runs.
    #[must_use]
    pub fn made_by(topology: fn() -> Topology) -> Self {
        Self::of(Source::Expression(topology))
    }

    /// Creates a test whose topology is in a file with this content.
    #[must_use]
    pub fn from_file(text: &'static str) -> Self {
        Self::of(Source::File(text))
    }

    fn of(source: Source) -> Self {
        let spec = TestSpec {
            name: String::new(),
            path: String::new(),
            source,
            run_in: None,
            required_hosts: &[],
            timeout: None,
            unobserved_panics_fail: true,
            expected_panic: None,
            traces: Vec::new(),
            can_fail: false,
            seed: None,
            capture: None,
            replay: None,
        };
        Self { spec, flavor: Flavor::CurrentThread }
    }

    /// Adds the text of a trace that the file names.
    #[must_use]
    pub fn trace(mut self, path: &'static str, text: &'static str) -> Self {
        self.spec.traces.push((path, text));
        self
    }

    /// Lets every cable be impaired, whatever the topology says.
    #[must_use]
    pub fn faults(mut self) -> Self {
        self.spec.can_fail = true;
        self
    }

    /// Sets the seed, in place of that of the topology.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.spec.seed = Some(seed);
        self
    }

    /// Sets the host in which the body runs.
    #[must_use]
    pub fn run_in(mut self, node: &'static str) -> Self {
        self.spec.run_in = Some(node);
        self
    }

    /// Sets the parameters that must name hosts.
    #[must_use]
    pub fn expects(mut self, parameters: &'static [&'static str]) -> Self {
        self.spec.required_hosts = parameters;
        self
    }

    /// Sets how long the body may take.
    #[must_use]
    pub fn timeout_millis(mut self, timeout: u64) -> Self {
        self.spec.timeout = Some(Duration::from_millis(timeout));
        self
    }

    /// Sets what happens to packets by chance: the text of the file with this path.
    #[must_use]
    pub fn replay(mut self, path: &'static str, text: &'static str) -> Self {
        self.spec.replay = Some((path, text));
        self
    }

    /// Runs the body on a runtime with this many workers, or one for each CPU.
    #[must_use]
    pub fn flavor_multi_thread(mut self, workers: Option<usize>) -> Self {
        self.flavor = Flavor::MultiThread(workers);
        self
    }

    /// Sets what is recorded of the packets: `off`, `headers` or `full`.
    #[must_use]
    pub fn capture(mut self, word: &str) -> Self {
        self.spec.capture = CaptureMode::parse(word);
        self
    }

    /// Lets unobserved panics pass.
    #[must_use]
    pub fn allow_unobserved_panics(mut self) -> Self {
        self.spec.unobserved_panics_fail = false;
        self
    }

    /// The harness expects the body to panic with a message that contains this one.
    #[must_use]
    pub fn should_panic(mut self, expected: &'static str) -> Self {
        self.spec.expected_panic = Some(expected);
        self
    }

    /// Sets the name that libtest and nextest print.
    fn named(mut self, path: &str) -> Self {
        path.split_once("::").map_or(path, |(_, name)| name).clone_into(&mut self.spec.name);
        path.clone_into(&mut self.spec.path);
        self
    }

    /// Runs a synchronous body. The test's path begins with the crate's name.
    ///
    /// As little as possible is compiled for each test: the rest is behind the box.
    #[track_caller]
    pub fn run<R: Termination>(
        self,
        path: &str,
        body: impl FnOnce(&Fixture) -> R + Send + 'static,
    ) -> ExitCode {
        self.run_boxed(path, Box::new(move |fixture, _| run::report_of(body(fixture))))
    }

    /// Runs an asynchronous body on its own runtime, all of whose threads are in the host.
    #[track_caller]
    pub fn run_async<R: Termination>(
        self,
        path: &str,
        body: impl AsyncFnOnce(&Fixture) -> R + Send + 'static,
    ) -> ExitCode {
        let body: Body = Box::new(move |fixture, block_on| {
            let mut returned = None;
            block_on(pin!(async { returned = Some(body(fixture).await) }));
            returned.map_or(ExitCode::FAILURE, run::report_of)
        });
        self.run_boxed(path, body)
    }

    #[track_caller]
    fn run_boxed(self, path: &str, body: Body) -> ExitCode {
        let flavor = self.flavor;
        let in_node = move |net: &Net, node: &Node, driver: &Driver| {
            let fixture = Fixture { net: net.clone() };
            body(&fixture, &|future| {
                let runtime = or_panic(node.build(flavor.builder()));
                let returned = catch_unwind(AssertUnwindSafe(|| runtime.block_on(future)));
                if runtime.metrics().num_alive_tasks() > 0 {
                    runtime.block_on(driver.until_idle());
                }
                shut_down_runtime(runtime);
                returned.unwrap_or_else(|panic| resume_unwind(panic));
            })
        };
        run::run(&self.named(path).spec, Box::new(in_node))
    }
}

/// A body. An asynchronous one runs its future with the function that it is given.
type Body = Box<dyn FnOnce(&Fixture, &BlockOn<'_>) -> ExitCode + Send>;

/// Runs a future to completion, on the test's own runtime.
type BlockOn<'d> = dyn Fn(Pin<&mut dyn Future<Output = ()>>) + 'd;

/// Returns the fixture of the calling thread, for a body that another attribute calls.
///
/// # Panics
/// Panics if the calling thread is in no network, because the body must not run then.
pub fn current_fixture() -> Fixture {
    match Net::current() {
        Some(net) => Fixture { net },
        None => panic!(
            "the test body ran outside its network: move the attribute below `#[ns_test]` above it"
        ),
    }
}

/// Creates a network whose set-up fails at the operation `at`, counted from 0. Returns true if it got to
/// that one. For this project's tests.
pub fn up_failing_at(topology: &Topology, at: usize) -> (Result<Net, Error>, bool) {
    let faults = FaultInjector::failing_at(at);
    let net = Net::up_with(topology, &faults, None, None);
    (net, faults.has_failed())
}
