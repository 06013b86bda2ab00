//! What expansions of `#[ns_test]` call. None of it is for anybody else, and all of it may change.

use std::pin::{Pin, pin};
pub use std::process::ExitCode;
use std::process::Termination;
use std::time::Duration;

pub use nsfixture_macros::{__around as around, __test as test};
use nsfixture_plan::Topology;
use tokio::runtime::Builder;

use crate::Error;
use crate::kernel::faults::FaultInjector;
use crate::net::Net;
use crate::node::Node;
use crate::run;
use crate::spec::{self, Source, TestSpec};
use crate::state::shut_down_runtime;

/// A test that is about to run.
pub struct Test {
    spec: TestSpec,
    flavor: Flavor,
}

/// The kinds of tokio runtime that a body can ask for.
#[derive(Clone, Copy)]
enum Flavor {
    CurrentThread,
    /// With this many workers, or as many as there are processors.
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

/// Where the body gets its arguments.
pub struct Context {
    net: Net,
}

impl Context {
    /// The handle of the node that a parameter names.
    #[must_use]
    pub fn node(&self, parameter: &str) -> Node {
        let is_host = |name: &str| self.net.get_node(name).is_ok();
        self.net.node(spec::host_of(parameter, is_host).unwrap_or(parameter))
    }

    /// The handle of the network.
    pub fn net(&self) -> Net {
        self.net.clone()
    }
}

impl Test {
    /// A test in the network `topology`.
    #[must_use]
    pub fn new(topology: Topology) -> Self {
        Self::of(Source::Attribute(topology))
    }

    /// The same, of a topology that is made when the test runs.
    #[must_use]
    pub fn made_by(topology: fn() -> Topology) -> Self {
        Self::of(Source::Expression(topology))
    }

    /// The same, of a topology in a file with this text.
    #[must_use]
    pub fn from_file(text: &'static str) -> Self {
        Self::of(Source::File(text))
    }

    fn of(source: Source) -> Self {
        let spec = TestSpec {
            name: String::new(),
            source,
            run_in: None,
            required_hosts: &[],
            timeout: None,
            unobserved_panics_fail: true,
            expected_panic: None,
        };
        Self { spec, flavor: Flavor::CurrentThread }
    }

    /// The node in which the body runs.
    #[must_use]
    pub fn run_in(mut self, node: &'static str) -> Self {
        self.spec.run_in = Some(node);
        self
    }

    /// The parameters that are to be found among the hosts before the network is made.
    #[must_use]
    pub fn expects(mut self, parameters: &'static [&'static str]) -> Self {
        self.spec.required_hosts = parameters;
        self
    }

    /// How long the body may take.
    #[must_use]
    pub fn timeout_millis(mut self, timeout: u64) -> Self {
        self.spec.timeout = Some(Duration::from_millis(timeout));
        self
    }

    /// A runtime with several workers for the body, as many as there are processors or this many.
    #[must_use]
    pub fn flavor_multi_thread(mut self, workers: Option<usize>) -> Self {
        self.flavor = Flavor::MultiThread(workers);
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

    /// As libtest and nextest print it.
    fn named(mut self, path: &str) -> Self {
        path.split_once("::").map_or(path, |(_, name)| name).clone_into(&mut self.spec.name);
        self
    }

    /// Runs a synchronous body. The test's path begins with the crate's name.
    ///
    /// As little as possible is compiled for each test: the rest is behind the box.
    #[track_caller]
    pub fn run<R: Termination>(
        self,
        path: &str,
        body: impl FnOnce(&Context) -> R + Send + 'static,
    ) -> ExitCode {
        self.run_boxed(path, Box::new(move |context, _| run::report_of(body(context))))
    }

    /// Runs an asynchronous body on a runtime of its own, whose every thread is in the node.
    #[track_caller]
    pub fn run_async<R: Termination>(
        self,
        path: &str,
        body: impl AsyncFnOnce(&Context) -> R + Send + 'static,
    ) -> ExitCode {
        let body: Body = Box::new(move |context, drive| {
            let mut returned = None;
            drive(pin!(async { returned = Some(body(context).await) }));
            returned.map_or(ExitCode::FAILURE, run::report_of)
        });
        self.run_boxed(path, body)
    }

    #[track_caller]
    fn run_boxed(self, path: &str, body: Body) -> ExitCode {
        let flavor = self.flavor;
        let in_node = move |net: &Net, node: &Node| {
            let context = Context { net: net.clone() };
            body(&context, &|future| {
                let runtime = match node.build(flavor.builder()) {
                    Ok(runtime) => runtime,
                    Err(error) => panic!("{error}"),
                };
                runtime.block_on(async {
                    future.await;
                    let_tasks_begin().await;
                });
                shut_down_runtime(runtime);
            })
        };
        run::run(&self.named(path).spec, Box::new(in_node))
    }
}

/// A body, with what drives its future if it has one.
type Body = Box<dyn FnOnce(&Context, &Drive<'_>) -> ExitCode + Send>;

/// Drives a future to its end, on a runtime of its own.
type Drive<'d> = dyn Fn(Pin<&mut dyn Future<Output = ()>>) + 'd;

/// Where a body gets its arguments that others call, inside of what `run` runs.
///
/// # Panics
/// If the calling thread is in no network: then the body is not to run.
pub fn here() -> Context {
    match Net::current() {
        Some(net) => Context { net },
        None => panic!(
            "the test body ran outside its network: move the attribute below `#[ns_test]` above it"
        ),
    }
}

/// Gives every task that waits for its turn on this thread one, so that what is about to fail in
/// one of them does.
async fn let_tasks_begin() {
    let metrics = tokio::runtime::Handle::current().metrics();
    for _ in 0..metrics.num_alive_tasks() {
        tokio::task::yield_now().await;
    }
}

/// A network whose set-up fails at the operation `at`, counted from 0, and whether it came to that
/// one; for this project's tests.
pub fn up_failing_at(topology: &Topology, at: usize) -> (Result<Net, Error>, bool) {
    let faults = FaultInjector::failing_at(at);
    let net = Net::up_with(topology, &faults, None);
    (net, faults.has_failed())
}
