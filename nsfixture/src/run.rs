//! The whole story of a test.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::process::{ExitCode, Termination};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use crate::access::access;
use crate::kernel::attempt::Gate;
use crate::net::{Ending, Net};
use crate::node::Node;
use crate::report;
use crate::story::Story;
use crate::watch::{self, Role};

/// What became of the body.
enum Verdict {
    /// It returned this.
    Returned(ExitCode),
    /// It panicked with this.
    Panicked(Box<dyn Any + Send>),
    /// It did not end in time.
    TimedOut(Duration),
    /// It did not run, or not to its end, for this reason.
    Lost(String),
}

/// What runs in the node.
pub(crate) type Body = Box<dyn FnOnce(&Net, &Node) -> ExitCode + Send>;

/// Runs a test's body in its network, or skips it.
///
/// # Panics
/// If the test fails in any other way than by what its body returns.
pub(crate) fn run(story: &Story, body: Body) -> ExitCode {
    if let Err(blocker) = access() {
        return report::skip(&story.name, blocker, story.expected_panic);
    }
    let (net, node) = match up(story) {
        Ok(up) => up,
        Err(why) => {
            let why = format!("the network of `{}` could not be made: {why}", story.name);
            return report::fail(&why, story.expected_panic);
        }
    };
    let verdict = watch_over(story, net.clone(), node.clone(), body);
    let mut strays = if story.stray_panics_fail { net.inner().settle() } else { Vec::new() };
    let timed_out = matches!(verdict, Verdict::TimedOut(_));
    let ending = if timed_out { Ending::Stuck } else { Ending::AfterBody };
    // A panic while it goes down must not hide what came before.
    let down = panic::catch_unwind(AssertUnwindSafe(|| net.inner().down(ending)));
    if story.stray_panics_fail {
        // What has panicked when its task was dropped.
        strays.extend(net.inner().watch.take_strays());
    }
    if let Verdict::Panicked(payload) = &verdict {
        // The body may have joined a thread and gone on with its panic: that is heard of.
        let resumed = strays.iter().position(|stray| stray.is_panic_with(&**payload));
        resumed.map(|at| strays.remove(at));
    }

    let mut faults: Vec<String> = strays.iter().map(ToString::to_string).collect();
    match down {
        Ok(Ok(())) => {}
        Ok(Err(error)) => faults.push(format!("the network could not be taken down: {error}")),
        Err(panic) => {
            let text = watch::message_of(&*panic).unwrap_or("(no text)");
            faults.push(format!("a panic while the network was taken down: {text}"));
        }
    }
    conclude(story, verdict, &node, &faults)
}

/// Makes the network, and gives the node in which the body runs.
fn up(story: &Story) -> Result<(Net, Node), String> {
    let topology = story.topology()?;
    let place = story.place(&topology)?;
    let net = Net::up_for(&topology, &Gate::default(), Some(place));
    net.map(|net| (net.clone(), net.node(place))).map_err(|error| error.to_string())
}

/// The verdict as the harness takes it. What went wrong beside the body is added to it, never
/// put in its place; and where a panic of the body is expected, nothing else passes for it.
fn conclude(story: &Story, verdict: Verdict, node: &Node, faults: &[String]) -> ExitCode {
    let in_node = format!("in node `{}`", node.name());
    match verdict {
        Verdict::Returned(code) => {
            if code != ExitCode::SUCCESS {
                eprintln!("nsfixture: the body returned a failure {in_node}");
            }
            if faults.is_empty() {
                return code;
            }
            report::fail(&faults.join("\n"), story.expected_panic)
        }
        Verdict::Panicked(payload) => {
            // The hook has printed the text, but not through which nodes the panic came.
            let text = watch::message_of(&*payload).unwrap_or("(no text)");
            eprintln!("nsfixture: the body panicked {in_node}: {text}");
            add(faults);
            if story.expected_panic.is_some() && !faults.is_empty() {
                return ExitCode::SUCCESS; // which is a failure
            }
            panic::resume_unwind(payload);
        }
        Verdict::Lost(why) => {
            add(faults);
            report::fail(&format!("the body was lost {in_node}: {why}"), story.expected_panic)
        }
        Verdict::TimedOut(after) => {
            add(faults);
            let why = format!("the test did not end within its timeout of {after:?} {in_node}");
            report::fail(&why, story.expected_panic)
        }
    }
}

/// Adds to what the body itself has shown.
fn add(faults: &[String]) {
    for fault in faults {
        eprintln!("nsfixture: besides, {fault}");
    }
}

/// Runs the body on the thread of the node and waits for it.
fn watch_over(story: &Story, net: Net, node: Node, body: Body) -> Verdict {
    let (tell, told) = mpsc::sync_channel(1);
    let (inner, place) = (Arc::clone(net.inner()), node.clone());
    let job = move || {
        node.settle_in(Role::Heard);
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| body(&net, &node)));
        // The handles go first: whoever is told takes the network down.
        drop((net, node));
        // After a timeout nobody listens any more.
        drop(tell.send(outcome));
    };
    if let Err(error) = place.assign(&inner, Box::new(job)) {
        return Verdict::Lost(error.to_string());
    }
    let told = match story.timeout {
        None => told.recv().map_err(|_| RecvTimeoutError::Disconnected),
        Some(timeout) => told.recv_timeout(timeout),
    };
    let outcome = match (told, story.timeout) {
        (Ok(outcome), _) => outcome,
        (Err(RecvTimeoutError::Timeout), Some(after)) => return Verdict::TimedOut(after),
        (Err(_), _) => return Verdict::Lost("the thread of the body ended before it".to_owned()),
    };
    match outcome {
        Ok(code) => Verdict::Returned(code),
        Err(payload) => Verdict::Panicked(payload),
    }
}

/// What a body returned, as the harness takes it; an `Err` is printed on the way.
pub(crate) fn report_of(returned: impl Termination) -> ExitCode {
    returned.report()
}
