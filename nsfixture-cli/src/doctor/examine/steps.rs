//! The set-up of a network, stage by stage, as it was probed in a child.

use std::time::{Duration, Instant};

use nsfixture::__cli::{self, Denial, EntryOutcome, ProbeResult, STAGES, Stage, fix};
use nsfixture::{Error, Net, Ping, Topology, Unavailable};

use crate::doctor::report::{Group, Row, Verdict};

/// How long a network took to come up, and its first ping.
pub(super) struct Took {
    up: Duration,
    ping: Duration,
}

/// How long the ping may take, even on a very busy machine.
const PING_TIMEOUT: Duration = Duration::from_secs(30);

/// Creates a network of the hosts `here` and `there` as a test does, with a ping from one to the other.
pub(super) fn network(topology: &Topology) -> Result<Took, Error> {
    let begin = Instant::now();
    let net = Net::up(topology)?;
    let up = begin.elapsed();
    let ping = net.node("here").ping(Ping::to("there").timeout(PING_TIMEOUT))?;
    net.down()?;
    Ok(Took { up, ping })
}

/// Returns how the process gets its capabilities.
pub(super) fn name() -> &'static str {
    match __cli::outcome() {
        EntryOutcome::Capabilities => "with the process's capabilities",
        _ => "rootless, in a private user namespace",
    }
}

pub(super) fn group(result: &ProbeResult, network: Result<Took, Error>) -> Group {
    let mut rows = Vec::new();
    let capabilities = "CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_SYS_CHROOT";
    let refused = denied().map(|(stage, _)| stage);
    match __cli::outcome() {
        EntryOutcome::Capabilities => {
            rows.push(Row::new("capabilities", Verdict::Works, capabilities));
            rows.extend(stages(&[], refused, result.decision.as_ref().err()));
            rows.push(rootless(result));
        }
        found => {
            let environment = result.environment();
            let why = __cli::no_capabilities(environment);
            let row = Row::new("capabilities", Verdict::Missing, capabilities).because(why);
            let stuck = result.decision.is_err();
            rows.push(if stuck { row.fixed_by(fix::capabilities(environment)) } else { row });
            let begin = [Stage::UserNamespace, Stage::IdMap];
            match found {
                EntryOutcome::Disabled => {
                    let row = Row::new("user namespace", Verdict::NotTried, of(begin[0]).1);
                    rows.push(row.because("NSFIXTURE_USERNS is `never`").fixed_by("unset it"));
                }
                _ => rows.extend(stages(&begin, refused, result.decision.as_ref().err())),
            }
        }
    }
    rows.push(whole(result, network));
    Group { is_of_kernel: false, name: "access", rows }
}

/// Returns the stages from the first ones on: those before the denied one work, those after it are not
/// tried.
fn stages(begin: &[Stage], refused: Option<Stage>, unavailable: Option<&Unavailable>) -> Vec<Row> {
    const REST: [Stage; 5] = [
        Stage::NetNamespace,
        Stage::NamespaceFile,
        Stage::MountNamespace,
        Stage::PrivateMounts,
        Stage::Loopback,
    ];
    let order = |stage: Stage| STAGES.iter().position(|&other| other == stage);
    let rows = STAGES.into_iter().filter(|stage| {
        // Other stages are reported only if they fail.
        begin.contains(stage) || REST.contains(stage) || refused == Some(*stage)
    });
    let rows = rows.map(|stage| {
        let (name, what) = of(stage);
        match refused {
            Some(refused) if refused == stage => unavailable.map_or_else(
                || Row::new(name, Verdict::Refused, what),
                |unavailable| refusal(name, what, unavailable),
            ),
            Some(refused) if order(refused) < order(stage) => {
                Row::new(name, Verdict::NotTried, what)
            }
            _ => Row::new(name, Verdict::Works, what),
        }
    });
    rows.collect()
}

fn refusal(name: &str, what: &str, unavailable: &Unavailable) -> Row {
    let row = Row::new(name, Verdict::Refused, what);
    row.because(unavailable.reason()).fixed_by(unavailable.fix())
}

fn of(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Fork => ("child", "fork a probe process"),
        Stage::Capabilities => ("capabilities", "make them effective"),
        Stage::UserNamespace => ("user namespace", "with all capabilities"),
        Stage::IdMap => ("ID map", "the user's and the group's ID in it"),
        Stage::NetNamespace => ("network namespace", "for each host"),
        Stage::NamespaceFile => ("namespace file", "in /proc, to keep it open"),
        Stage::MountNamespace => ("mount namespace", "for each host's view"),
        Stage::SameRoot => ("root directory of hosts", "the same as the process's"),
        Stage::PrivateMounts => ("private mounts", "private mount propagation"),
        Stage::Loopback => ("loopback", "`lo` up"),
        Stage::View => ("view", "what each host sees"),
    }
}

/// Returns the stage that was denied, and how.
pub(super) fn denied() -> Option<(Stage, Denial)> {
    match __cli::outcome() {
        EntryOutcome::Capabilities => __cli::probe(false).denied,
        EntryOutcome::Entered(probe) | EntryOutcome::Denied(probe) => probe.denied,
        EntryOutcome::Failed(stage, errno) => Some((stage, Denial::Kernel(errno))),
        EntryOutcome::Disabled | EntryOutcome::Listing => None,
    }
}

/// Returns the row for users without capabilities on this machine.
fn rootless(result: &ProbeResult) -> Row {
    let what = "for users without capabilities";
    match __cli::probe(true).denied {
        None => Row::new("user namespace", Verdict::Works, what),
        Some((stage, how)) => refusal(
            "user namespace",
            what,
            &__cli::explain_rootless(stage, how, result.environment()),
        ),
    }
}

fn whole(result: &ProbeResult, network: Result<Took, Error>) -> Row {
    let name = "network";
    let what = "two hosts, a link, a ping across it";
    match network {
        Ok(Took { up, ping }) => {
            Row::new(name, Verdict::Works, format!("{what}: up in {up:.1?}, ping {ping:.1?}"))
        }
        Err(_) if result.decision.is_err() => Row::new(name, Verdict::NotTried, what),
        Err(error) => Row::new(name, Verdict::Failed, what).because(error.to_string()),
    }
}
