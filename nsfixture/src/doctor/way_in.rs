//! The way into a network, stage by stage, as it was tried in a child.

use std::time::{Duration, Instant};

use nsfixture_plan::Topology;

use super::{Group, Row, Verdict};
use crate::access::{self, ProbeResult};
use crate::error::{Error, Kind};
use crate::kernel::bare::probe_report::Denial;
use crate::kernel::bare::stage::{STAGES, Stage};
use crate::kernel::entry::constructor;
use crate::kernel::entry::outcome::EntryOutcome;
use crate::net::Net;
use crate::node::Ping;
use crate::unavailable::Unavailable;

/// How long a network took to come up, and its first ping.
pub(super) struct Took {
    up: Duration,
    ping: Duration,
}

/// How long the ping may take: a machine that is very busy is no other machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Makes a network, as a test does: two hosts, a cable, and a ping across it.
pub(super) fn network() -> Result<Took, Error> {
    if let Err(unavailable) = &access::probe_result().decision {
        return Err(Kind::Unavailable(unavailable.clone()).into());
    }
    let begin = Instant::now();
    let net = Net::up(&Topology::new().link(("here", "there")))?;
    let up = begin.elapsed();
    let ping = net.node("here").ping(Ping::to("there").timeout(PATIENCE))?;
    net.down()?;
    Ok(Took { up, ping })
}

/// What the way in is called.
pub(super) fn name() -> &'static str {
    match constructor::outcome() {
        EntryOutcome::Capabilities => "with the capabilities that are there",
        _ => "rootless, in a user namespace of its own",
    }
}

pub(super) fn group(inquiry: &ProbeResult, network: Result<Took, Error>) -> Group {
    let mut rows = Vec::new();
    let capabilities = "CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_SYS_CHROOT";
    let refused = refused().map(|(stage, _)| stage);
    match constructor::outcome() {
        EntryOutcome::Capabilities => {
            rows.push(Row::new("capabilities", Verdict::Works, capabilities));
            rows.extend(stages(&[], refused, inquiry.decision.as_ref().err()));
            rows.push(beside(inquiry));
        }
        found => {
            let environment = &inquiry.environment;
            let why = access::no_capabilities(environment);
            let row = Row::new("capabilities", Verdict::Missing, capabilities).because(why);
            let stuck = inquiry.decision.is_err();
            rows.push(if stuck { row.fixed_by(access::capabilities(environment)) } else { row });
            let begin = [Stage::UserNamespace, Stage::IdMap];
            match found {
                EntryOutcome::Disabled => {
                    let row = Row::new("user namespace", Verdict::NotTried, of(begin[0]).1);
                    rows.push(row.because("NSFIXTURE_USERNS is `never`").fixed_by("unset it"));
                }
                _ => rows.extend(stages(&begin, refused, inquiry.decision.as_ref().err())),
            }
        }
    }
    rows.push(whole(inquiry, network));
    Group { is_of_kernel: false, name: "way in", rows }
}

/// The stages from the first ones on: those before the refused one work, those after it are not
/// tried.
fn stages(begin: &[Stage], refused: Option<Stage>, blocker: Option<&Unavailable>) -> Vec<Row> {
    const REST: [Stage; 5] = [
        Stage::NetNamespace,
        Stage::NamespaceFile,
        Stage::MountNamespace,
        Stage::PrivateMounts,
        Stage::Loopback,
    ];
    let order = |stage: Stage| STAGES.iter().position(|&other| other == stage);
    let rows = STAGES.into_iter().filter(|stage| {
        // What nobody thinks of is told of where it is what fails.
        begin.contains(stage) || REST.contains(stage) || refused == Some(*stage)
    });
    let rows = rows.map(|stage| {
        let (name, what) = of(stage);
        match refused {
            Some(refused) if refused == stage => {
                let row = Row::new(name, Verdict::Refused, what);
                match blocker {
                    Some(Unavailable { reason, fix }) => row.because(reason).fixed_by(fix),
                    None => row,
                }
            }
            Some(refused) if order(refused) < order(stage) => {
                Row::new(name, Verdict::NotTried, what)
            }
            _ => Row::new(name, Verdict::Works, what),
        }
    });
    rows.collect()
}

fn of(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Fork => ("child", "forking one, to try it in"),
        Stage::Capabilities => ("capabilities", "making them effective"),
        Stage::UserNamespace => ("user namespace", "in which the process has all capabilities"),
        Stage::IdMap => ("id map", "the user's and the group's id, in it"),
        Stage::NetNamespace => ("network namespace", "for each host"),
        Stage::NamespaceFile => ("namespace file", "below /proc, to hold it by"),
        Stage::MountNamespace => ("mount namespace", "for each host's view"),
        Stage::PrivateMounts => ("private mounts", "that nobody else sees"),
        Stage::Loopback => ("loopback", "brought up"),
        Stage::View => ("view", "what each host sees"),
    }
}

/// The stage at which there was no going on, and how it was refused.
pub(super) fn refused() -> Option<(Stage, Denial)> {
    match constructor::outcome() {
        EntryOutcome::Capabilities => crate::kernel::bare::probe::run(false).denied,
        EntryOutcome::Entered(probe) | EntryOutcome::Denied(probe) => probe.denied,
        EntryOutcome::Failed(stage, errno) => Some((stage, Denial::Kernel(errno))),
        EntryOutcome::Disabled => None,
    }
}

/// The other way in, which others take on this machine.
fn beside(inquiry: &ProbeResult) -> Row {
    let what = "for users without capabilities";
    match crate::kernel::bare::probe::run(true).denied {
        None => Row::new("user namespace", Verdict::Works, what),
        Some((stage, how)) => {
            let Unavailable { reason, fix } =
                access::explain_rootless(stage, how, &inquiry.environment);
            Row::new("user namespace", Verdict::Refused, what).because(reason).fixed_by(fix)
        }
    }
}

fn whole(inquiry: &ProbeResult, network: Result<Took, Error>) -> Row {
    let name = "network";
    let what = "two hosts, a cable, a ping across it";
    match network {
        Ok(Took { up, ping }) => {
            Row::new(name, Verdict::Works, format!("{what}: up in {up:.1?}, ping {ping:.1?}"))
        }
        Err(_) if inquiry.decision.is_err() => Row::new(name, Verdict::NotTried, what),
        Err(error) => Row::new(name, Verdict::Failed, what).because(error.to_string()),
    }
}
