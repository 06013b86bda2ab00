//! How a test runs, from its specification to its outcome.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::process::{ExitCode, Termination};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use crate::access::access;
use crate::kernel::faults::FaultInjector;
use crate::net::Net;
use crate::node::Node;
use crate::outcome;
use crate::panics::{Role, message_of};
use crate::spec::TestSpec;
use crate::state::Ending;

/// How the body ended.
enum BodyOutcome {
    /// It returned this.
    Returned(ExitCode),
    /// It panicked with this.
    Panicked(Box<dyn Any + Send>),
    /// It did not end in time.
    TimedOut(Duration),
    /// It did not run, or not to its end.
    NotRun(String),
}

/// A body that runs in a host.
pub(crate) type Body = Box<dyn FnOnce(&Net, &Node) -> ExitCode + Send>;

/// Runs a test's body in its network, or skips it.
///
/// # Panics
/// Panics, at the caller's location, if the test fails in any other way than by what its body returns.
#[track_caller]
pub(crate) fn run(spec: &TestSpec, body: Body) -> ExitCode {
    if let Err(unavailable) = access() {
        return outcome::skip(&spec.name, unavailable, spec.expected_panic);
    }
    let (net, node) = match up(spec) {
        Ok(up) => up,
        Err(why) => {
            let why = format!("could not set up the network for `{}`: {why}", spec.name);
            return outcome::fail(&why, spec.expected_panic);
        }
    };
    let body = run_body(spec, net.clone(), node.clone(), body);
    let faults = take_down(spec, &net, &body);
    report_outcome(spec, body, &node, &faults)
}

/// Creates the network, and returns the host in which the body runs.
fn up(spec: &TestSpec) -> Result<(Net, Node), String> {
    let topology = spec.topology()?;
    let host = spec.body_host(&topology)?;
    let net = Net::up_with(&topology, &FaultInjector::default(), Some(host));
    net.map(|net| (net.clone(), net.node(host))).map_err(|error| error.to_string())
}

/// Takes the network down, and returns everything that went wrong outside of the body.
fn take_down(spec: &TestSpec, net: &Net, body: &BodyOutcome) -> Vec<String> {
    let network = net.network();
    let mut unobserved =
        if spec.unobserved_panics_fail { network.wait_until_idle() } else { Vec::new() };
    let timed_out = matches!(body, BodyOutcome::TimedOut(_));
    let ending = if timed_out { Ending::Stuck } else { Ending::AfterBody };
    // A panic during teardown must not hide what came before.
    let down = panic::catch_unwind(AssertUnwindSafe(|| network.down(ending)));
    if spec.unobserved_panics_fail {
        // Tasks may panic when they are dropped.
        unobserved.extend(network.panics.take_unobserved());
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
    faults
}

/// Reports the outcome to the harness. What went wrong outside of the body is added to it and never
/// replaces it. Where a panic of the body is expected, nothing else passes for it.
#[track_caller]
fn report_outcome(spec: &TestSpec, body: BodyOutcome, node: &Node, faults: &[String]) -> ExitCode {
    let in_host = format!("in host `{}`", node.name());
    match body {
        BodyOutcome::Returned(code) => {
            if code != ExitCode::SUCCESS {
                eprintln!("nsfixture: the test body returned an error {in_host}");
            }
            if faults.is_empty() {
                return code;
            }
            outcome::fail(&faults.join("\n"), spec.expected_panic)
        }
        BodyOutcome::Panicked(payload) => {
            // The hook has printed the message, but not the hosts that the panic passed through.
            eprintln!("nsfixture: the test body panicked {in_host}: {}", message_of(&*payload));
            print_faults(faults);
            if spec.expected_panic.is_some() && !faults.is_empty() {
                return ExitCode::SUCCESS; // which is a failure
            }
            panic::resume_unwind(payload);
        }
        BodyOutcome::NotRun(why) => {
            print_faults(faults);
            let why = format!("the test body did not run to completion {in_host}: {why}");
            outcome::fail(&why, spec.expected_panic)
        }
        BodyOutcome::TimedOut(after) => {
            print_faults(faults);
            let why = format!("the test timed out after {after:?} {in_host}");
            outcome::fail(&why, spec.expected_panic)
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
    let host = node.clone();
    let job = move || {
        node.adopt_this_thread(Role::Observed);
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| body(&net, &node)));
        // The handles are dropped first, because the receiver takes the network down.
        drop((net, node));
        // After a timeout nobody receives it any more.
        drop(sender.send(outcome));
    };
    if let Err(error) = host.run_on_host_thread(Box::new(job)) {
        return BodyOutcome::NotRun(error.to_string());
    }
    let result = match spec.timeout {
        None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
        Some(timeout) => receiver.recv_timeout(timeout),
    };
    match (result, spec.timeout) {
        (Ok(Ok(code)), _) => BodyOutcome::Returned(code),
        (Ok(Err(payload)), _) => BodyOutcome::Panicked(payload),
        (Err(RecvTimeoutError::Timeout), Some(after)) => BodyOutcome::TimedOut(after),
        (Err(_), _) => BodyOutcome::NotRun("its thread exited early".to_owned()),
    }
}

/// Converts what a body returned, and prints an `Err`.
pub(crate) fn report_of(returned: impl Termination) -> ExitCode {
    returned.report()
}
