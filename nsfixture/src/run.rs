//! How a test runs, from its specification to its outcome.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe, Location};
use std::process::{ExitCode, Termination};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::access::{access, presumed};
use crate::driver::{Driver, Progress};
use crate::evidence::Evidence;
use crate::failed;
use crate::fates_file;
use crate::kernel::faults::FaultInjector;
use crate::kernel::threads::Foreign;
use crate::net::Net;
use crate::node::Node;
use crate::outcome;
use crate::outlived;
use crate::output::print_line;
use crate::panics::{self, Role, message_of};
use crate::pause;
use crate::report::Failure;
use crate::spec::TestSpec;
use crate::state::{Ending, OfTest};
use crate::unavailable::Unavailable;
use crate::unfinished;
use crate::variables;

/// How the body ended.
enum BodyOutcome {
    /// It returned this.
    Returned(ExitCode),
    /// It panicked with this.
    Panicked(Box<dyn Any + Send>),
    /// It did not end in time.
    TimedOut(Limit),
    /// It did not run, or not to its end.
    NotRun(String),
}

/// How long a body may take.
#[derive(Clone, Copy)]
struct Limit {
    after: Duration,
    /// The setting, if it is not the test's own.
    by: &'static str,
}

impl Limit {
    fn of(spec: &TestSpec) -> Option<Self> {
        let own = spec.timeout.map(|after| Self { after, by: "" });
        own.or_else(|| Some(Self { after: variables::timeout()?, by: " (NSFIXTURE_TIMEOUT)" }))
    }
}

/// A body that runs in a host.
pub(crate) type Body = Box<dyn FnOnce(&Net, &Node, &Driver) -> ExitCode + Send>;

/// Runs a test's body in its network, or skips it.
///
/// # Panics
/// Panics, at the caller's location, if the test fails in any other way than by what its body returns.
#[track_caller]
pub(crate) fn run(spec: &TestSpec, body: Body) -> ExitCode {
    variables::check();
    let _unfinished = unfinished::begin(&spec.name);
    // Otherwise set-up finds out.
    if presumed().is_none()
        && let Err(unavailable) = access()
    {
        return outcome::skip(&spec.name, unavailable, spec.expected_panic);
    }
    let (net, node) = match up(spec) {
        Ok(up) => up,
        Err(UpError::Unavailable(unavailable)) => {
            return outcome::skip(&spec.name, &unavailable, spec.expected_panic);
        }
        Err(UpError::Failed(why)) => {
            let why = format!("could not set up the network for `{}`: {why}", spec.name);
            return outcome::fail(&why, spec.expected_panic);
        }
    };
    let place = Location::caller();
    let body = run_body(spec, net.clone(), node.clone(), body);
    let has_failed = !is_expected(spec, &body);
    if has_failed {
        pause::pause(spec, &net, Limit::of(spec).map(|limit| limit.after));
    }
    let evidence = has_failed.then(|| Evidence::gather(net.network()));
    let faults = take_down(spec, &net, &body);
    outlived::add(&spec.name, &net.network().take_leftovers());
    if spec.unobserved_panics_fail && !panics::ensure_hook() {
        print_line(&format!(
            "note: the panic hook was replaced while `{}` ran: panics of its threads and tasks may have \
             gone unseen; call the hook that was there before, or set `unobserved_panics = \"allow\"`",
            spec.name
        ));
    }
    // Printed when it is dropped, after the panic with which the test fails.
    let _last_line = (has_failed || !faults.is_empty()).then(|| {
        let evidence = evidence.unwrap_or_else(|| Evidence::gather(net.network()));
        let failure = failure(&body, &node, &net, &faults);
        let last_line = failed::report(spec, &net, failure, &evidence, place);
        fates_file::write(spec, &net);
        last_line
    });
    report_outcome(spec, body, &node, &faults)
}

/// Returns true if the body has ended as it should: if it has returned, or panicked where that is expected.
fn is_expected(spec: &TestSpec, body: &BodyOutcome) -> bool {
    match (body, spec.expected_panic) {
        (BodyOutcome::Returned(code), None) => *code == ExitCode::SUCCESS,
        (BodyOutcome::Panicked(payload), Some(part)) => message_of(&**payload).contains(part),
        _ => false,
    }
}

/// Returns how a test has failed, for its report.
fn failure(body: &BodyOutcome, node: &Node, net: &Net, faults: &[String]) -> Failure {
    let message = match body {
        BodyOutcome::Panicked(payload) => Some(message_of(&**payload).to_owned()),
        _ => None,
    };
    let place = message.as_deref().and_then(|text| net.network().panics.place_of_observed(text));
    Failure { what: describe(body, node), message, place, also: faults.to_vec() }
}

/// Describes how the body ended.
fn describe(body: &BodyOutcome, node: &Node) -> String {
    let in_host = format!("in host `{}`", node.name());
    match body {
        BodyOutcome::Returned(ExitCode::SUCCESS) => format!("the test body returned {in_host}"),
        BodyOutcome::Returned(_) => format!("the test body returned an error {in_host}"),
        BodyOutcome::Panicked(_) => format!("the test body panicked {in_host}"),
        BodyOutcome::NotRun(why) => {
            format!("the test body did not run to completion {in_host}: {why}")
        }
        BodyOutcome::TimedOut(Limit { after, by }) => {
            format!("the test timed out after {after:?} {in_host}{by}")
        }
    }
}

/// Why there is no network for a test.
enum UpError {
    /// This machine allows networks, but not this one.
    Unavailable(Unavailable),
    Failed(String),
}

/// Creates the network, and returns the host in which the body runs.
fn up(spec: &TestSpec) -> Result<(Net, Node), UpError> {
    let topology = spec.topology().map_err(UpError::Failed)?;
    let host = spec.body_host(&topology).map_err(UpError::Failed)?;
    let test = OfTest { name: &spec.name, body_in: host, capture: spec.capture };
    let replayed = fates_file::replayed(spec).map_err(UpError::Failed)?;
    let net = Net::up_with(&topology, &FaultInjector::default(), Some(test), replayed.as_ref());
    net.map(|net| (net.clone(), net.node(host))).map_err(|error| match error.unavailable() {
        Some(unavailable) => UpError::Unavailable(unavailable.clone()),
        None => UpError::Failed(error.to_string()),
    })
}

/// Takes the network down, and returns everything that went wrong outside of the body.
fn take_down(spec: &TestSpec, net: &Net, body: &BodyOutcome) -> Vec<String> {
    let network = net.network();
    if !matches!(body, BodyOutcome::Returned(ExitCode::SUCCESS)) {
        network.inspect();
    }
    let foreign = if spec.unobserved_panics_fail { Foreign::MustBeIdle } else { Foreign::MayRun };
    // Where panics are allowed, too: later they would fail other tests.
    let is_alone = network.wait_until_idle(foreign);
    let timed_out = matches!(body, BodyOutcome::TimedOut(_));
    let ending = if timed_out { Ending::Stuck } else { Ending::AfterBody };
    // A panic during teardown must not hide what came before.
    let down = panic::catch_unwind(AssertUnwindSafe(|| network.down(ending, is_alone)));
    // Tasks may panic when they are dropped.
    let mut unobserved = network.finish_panics();
    if !spec.unobserved_panics_fail {
        unobserved.clear();
    }
    if let BodyOutcome::Panicked(payload) = body {
        // The body may have joined a thread and resumed its panic, which is then observed.
        let resumed = unobserved.iter().position(|one| one.is_panic_with(&**payload));
        resumed.map(|at| unobserved.remove(at));
    }
    let mut faults: Vec<String> = unobserved.iter().map(ToString::to_string).collect();
    match down {
        Ok(Ok(())) => {}
        Ok(Err(error)) => faults.push(format!("network teardown failed: {error}")),
        Err(panic) => {
            faults.push(format!("network teardown panicked: {}", message_of(&*panic)));
        }
    }
    faults.extend(network.take_loss_by_overload());
    faults
}

/// Reports the outcome to the harness. What went wrong outside of the body is added to it and never
/// replaces it. Where a panic of the body is expected, nothing else passes for it.
#[track_caller]
fn report_outcome(spec: &TestSpec, body: BodyOutcome, node: &Node, faults: &[String]) -> ExitCode {
    let what = describe(&body, node);
    match body {
        BodyOutcome::Returned(code) => {
            if code != ExitCode::SUCCESS {
                eprintln!("nsfixture: {what}");
            }
            if faults.is_empty() {
                return code;
            }
            outcome::fail(&faults.join("\n"), spec.expected_panic)
        }
        BodyOutcome::Panicked(payload) => {
            // The hook has printed the message, but not the hosts that the panic passed through.
            eprintln!("nsfixture: {what}: {}", message_of(&*payload));
            print_faults(faults);
            if spec.expected_panic.is_some() && !faults.is_empty() {
                return ExitCode::SUCCESS; // which is a failure
            }
            panic::resume_unwind(payload);
        }
        BodyOutcome::NotRun(_) | BodyOutcome::TimedOut(_) => {
            print_faults(faults);
            outcome::fail(&what, spec.expected_panic)
        }
    }
}

/// Prints what went wrong in addition to the body.
fn print_faults(faults: &[String]) {
    for fault in faults {
        eprintln!("nsfixture: also: {fault}");
    }
}

/// Runs the body on the thread of its host and waits for it.
fn run_body(spec: &TestSpec, net: Net, node: Node, body: Body) -> BodyOutcome {
    let (sender, receiver) = mpsc::sync_channel(1);
    let (host, network) = (node.clone(), Arc::clone(net.network()));
    let job = move || {
        node.adopt_this_thread(Role::Observed);
        let driver = Driver::new(sender.clone());
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| body(&net, &node, &driver)));
        // The handles are dropped first, because the receiver takes the network down.
        drop((net, node));
        // After a timeout nobody receives it any more.
        drop(sender.send(Progress::Ended(outcome)));
    };
    if let Err(error) = host.run_on_host_thread(Box::new(job)) {
        return BodyOutcome::NotRun(error.to_string());
    }
    let limit = Limit::of(spec);
    let begin = Instant::now();
    loop {
        let progress = match &limit {
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(limit) => receiver.recv_timeout(limit.after.saturating_sub(begin.elapsed())),
        };
        return match (progress, limit) {
            (Ok(Progress::Drives(release)), _) => {
                if spec.unobserved_panics_fail {
                    network.wait_until_idle(Foreign::MustBeIdle);
                }
                release.send();
                continue;
            }
            (Ok(Progress::Ended(Ok(code))), _) => BodyOutcome::Returned(code),
            (Ok(Progress::Ended(Err(payload))), _) => BodyOutcome::Panicked(payload),
            (Err(RecvTimeoutError::Timeout), Some(limit)) => BodyOutcome::TimedOut(limit),
            (Err(_), _) => BodyOutcome::NotRun("its thread exited early".to_owned()),
        };
    }
}

/// Converts what a body returned, and prints an `Err`.
pub(crate) fn report_of(returned: impl Termination) -> ExitCode {
    returned.report()
}
