//! What is reported of a test that has failed: lines on the terminal, and files.

use std::fmt::Display;
use std::io::{self, IsTerminal as _};
use std::panic::{self, AssertUnwindSafe, Location};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;
use std::{env, fs};

use nsfixture_plan::NodePlan;

use crate::artifacts::{self, File, REPORT};
use crate::evidence::Evidence;
use crate::host_state::{Firewall, HostState};
use crate::net::Net;
use crate::outlived;
use crate::output::print_line;
use crate::report::{self, Failure, HostReport, Line, Report, TestReport, Traffic};
use crate::spec::TestSpec;
use crate::variables;

/// The page.
const PAGE: &str = "report.html";

/// The environment variables of Cargo that tests read when they run.
const OF_CARGO: [&str; 2] = ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME"];

/// The last line about a test, which is printed when this is dropped.
pub(crate) struct LastLine(String);

impl Drop for LastLine {
    fn drop(&mut self) {
        eprintln!("nsfixture: {}", self.0);
    }
}

/// Prints what is known of a test that has failed, writes it to files, and returns the line that says where they are.
///
/// Whatever happens meanwhile, the test fails by its own failure.
pub(crate) fn report(
    spec: &TestSpec,
    net: &Net,
    failure: Failure,
    evidence: &Evidence,
    place: &Location<'_>,
) -> Option<LastLine> {
    let act = || {
        let report = gather(spec, net, failure, evidence, place);
        print(&report);
        let mut files = evidence.files(net);
        let mut add = |path: &str, text: String| {
            files.push(File { path: path.to_owned(), content: text.into_bytes() });
        };
        add(PAGE, report::page(&report));
        add(REPORT, report::json(&report));
        write(&spec.path, &files)
    };
    // The hook has printed the panic.
    panic::catch_unwind(AssertUnwindSafe(act)).ok().flatten()
}

/// Whether it was said that there are no reports.
static IS_SAID: AtomicBool = AtomicBool::new(false);

fn write(test: &str, files: &[File]) -> Option<LastLine> {
    match artifacts::write(test, files) {
        Ok(Some(directory)) => {
            Some(LastLine(format!("report: {}", directory.join(PAGE).display())))
        }
        // It holds for every test of this process.
        Ok(None) => (!IS_SAID.swap(true, Ordering::Relaxed)).then(|| {
            LastLine(
                "no report was written, because the test binary is not in Cargo's target directory; set NSFIXTURE_ARTIFACTS"
                    .to_owned(),
            )
        }),
        Err((directory, error)) => {
            let directory = directory.display();
            print_line(&format!("note: cannot write a report to `{directory}`: {error}"));
            None
        }
    }
}

/// Prints the lines for a terminal.
fn print(report: &Report) {
    let is_coloured = io::stderr().is_terminal()
        && io::stdout().is_terminal()
        && env::var_os("NO_COLOR").is_none_or(|no| no.is_empty());
    for line in report::lines(report, variables::report_level()) {
        match line {
            Line::Finding(text) if is_coloured => eprintln!("nsfixture: \x1b[1m{text}\x1b[0m"),
            Line::Text(text) | Line::Finding(text) => eprintln!("nsfixture: {text}"),
            Line::Drawn(text) if is_coloured => eprintln!("\x1b[36m{text}\x1b[0m"),
            Line::Drawn(text) => eprintln!("{text}"),
        }
    }
}

fn gather(
    spec: &TestSpec,
    net: &Net,
    failure: Failure,
    evidence: &Evidence,
    place: &Location<'_>,
) -> Report {
    let network = net.network();
    let states = network.host_states();
    Report {
        test: test(spec, net, place),
        failure,
        findings: network.diagnose(&states, evidence.records()),
        picture: net.to_string(),
        #[cfg(feature = "svg")]
        svg: network.plan.to_svg(),
        columns: evidence.columns(),
        packets: evidence.rows(),
        failed_after: network.failure_time().and_then(|time| evidence.since_first(time)),
        missing_packets: evidence.notes().to_vec(),
        hosts: network
            .plan
            .nodes
            .iter()
            .enumerate()
            .map(|(nth, node)| host(node, nth, &states))
            .collect(),
        faults: network.fault_report(),
        traffic: traffic(net),
        services: network.service_reports(),
        outlived: outlived::of_others(&spec.name),
        seed: network.seed,
    }
}

fn test(spec: &TestSpec, net: &Net, place: &Location<'_>) -> TestReport {
    let text =
        |path: io::Result<PathBuf>| path.map(|path| path.display().to_string()).unwrap_or_default();
    let variables =
        OF_CARGO.iter().filter_map(|&name| Some((name.to_owned(), env::var(name).ok()?)));
    let time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    TestReport {
        name: spec.name.clone(),
        path: spec.path.clone(),
        place: place.to_string(),
        host: spec.body_host(net.topology()).unwrap_or_default().to_owned(),
        program: text(env::current_exe().and_then(fs::canonicalize)),
        directory: text(env::current_dir()),
        variables: variables.collect(),
        attempt: env::var("NEXTEST_ATTEMPT").ok().and_then(|attempt| attempt.parse().ok()),
        time: time.map_or(0, |time| time.as_secs()),
    }
}

/// Returns what is known of a host: its addresses and routes are those of the plan.
fn host(node: &NodePlan, nth: usize, states: &[HostState]) -> HostReport {
    let state = states.iter().find(|state| state.host == nth);
    let address = |name: &dyn Display, address: &dyn Display| format!("{name} {address}");
    let addresses = node.interfaces.iter().flat_map(|interface| {
        interface.addrs.iter().map(move |addr| address(&interface.name, addr))
    });
    let routes = node.routes.iter().map(|route| {
        format!("{route} dev {} src {}", node.interfaces[route.interface].name, route.source)
    });
    HostReport {
        name: node.name.to_string(),
        is_router: node.forwards,
        addresses: addresses.collect(),
        routes: routes.collect(),
        firewall: state
            .and_then(|state| state.firewall.as_ref())
            .map(Firewall::lines)
            .unwrap_or_default(),
        counters: state
            .into_iter()
            .flat_map(|state| state.counters.counted())
            .map(|(name, count)| (name.to_owned(), count))
            .collect(),
        sockets: state
            .into_iter()
            .flat_map(|state| &state.sockets)
            .map(ToString::to_string)
            .collect(),
    }
}

fn traffic(net: &Net) -> Vec<Traffic> {
    let of = |(cable, from, counters): (String, String, crate::FaultCounters)| {
        let counted = counters.entries().filter(|(_, count)| *count > 0);
        let counters = counted.map(|(name, count)| (name.to_owned(), count)).collect();
        Traffic { cable, from, counters }
    };
    net.network().traffic().into_iter().map(of).collect()
}
