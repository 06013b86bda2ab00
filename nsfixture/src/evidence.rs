//! What a failed test leaves to find out why: what its network looked like, and its packets.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::artifacts::{self, File};
use crate::kernel::capture::Recorded;
use crate::net::Net;
use crate::output::print_line;
use crate::packets::{self, Point, Record};
use crate::spec::TestSpec;
use crate::state::Network;

/// The most lines of the diagram on the terminal, and in a file.
const MAX_LINES: usize = 20;
const MAX_LINES_IN_FILE: usize = 10_000;

/// The most hosts that have files of their own.
const MAX_FILES: usize = 64;

/// What was found when a test had failed.
pub(crate) struct Evidence {
    recorded: Recorded,
    points: Vec<Point>,
    /// Why packets are missing.
    notes: Vec<String>,
}

impl Evidence {
    /// Gathers what there is. The network should be up.
    pub(crate) fn gather(network: &Network) -> Self {
        let recorded = network.recorded(0);
        let mut notes = Vec::new();
        if recorded.missed > 0 {
            let missed = recorded.missed;
            notes.push(format!(
                "{missed} packets were more than the kernel keeps until they are read"
            ));
        }
        if let Some(why) = network.capture.refused() {
            notes.push(format!("packets could not be recorded: {why}"));
        }
        Self { recorded, points: network.points(), notes }
    }

    /// Prints the last packets.
    pub(crate) fn print(&self) {
        let diagram = self.diagram(MAX_LINES);
        if !diagram.is_empty() {
            eprintln!("nsfixture: the last packets:");
        }
        for line in diagram {
            eprintln!("{line}");
        }
        for note in &self.notes {
            eprintln!("nsfixture: {note}");
        }
    }

    /// Writes the files, and prints where they are.
    pub(crate) fn write(&self, spec: &TestSpec, net: &Net) {
        match artifacts::write(&spec.path, &self.files(net)) {
            Ok(None) => {}
            Ok(Some(directory)) => {
                eprintln!("nsfixture: packets, network and diagram: {}", directory.display());
            }
            Err((directory, error)) => {
                let directory = directory.display();
                print_line(&format!("note: cannot write to `{directory}`: {error}"));
            }
        }
    }

    fn diagram(&self, max: usize) -> Vec<String> {
        let rows = packets::rows(&self.recorded.records, &self.points);
        packets::text(rows, &hosts(&self.points), max)
    }

    fn files(&self, net: &Net) -> Vec<File> {
        let topology = net.topology().clone().seed(net.network().seed).to_toml();
        let mut files = Vec::new();
        let mut add = |path: &str, content: Vec<u8>| {
            files.push(File { path: path.to_owned(), content });
        };
        if !self.recorded.records.is_empty() {
            let records = &self.recorded.records;
            let each_once = packets::each_once(records, &self.points);
            add("packets.pcapng", packets::pcapng(each_once, &self.points, &topology));
            add("packets.txt", self.text());
            for host in hosts(&self.points).iter().take(MAX_FILES) {
                let is_of = |record: &&Record| {
                    self.points.get(record.at).is_some_and(|point| point.host == *host)
                };
                let mut own = records.iter().filter(is_of).peekable();
                if own.peek().is_some() {
                    let file = packets::pcapng(own, &self.points, &topology);
                    add(&format!("hosts/{host}.pcapng"), file);
                }
            }
        }
        if let Ok(fates) = net.fates()
            && !fates.directions().is_empty()
        {
            add("packets.fates", fates.to_string().into_bytes());
        }
        add("network.toml", topology.into_bytes());
        files
    }

    fn text(&self) -> Vec<u8> {
        let mut text = String::new();
        for line in self.diagram(MAX_LINES_IN_FILE).iter().chain(&self.notes) {
            let _infallible = writeln!(text, "{line}");
        }
        text.into_bytes()
    }
}

/// Returns the hosts, and the LANs, in the order of their points.
fn hosts(points: &[Point]) -> Vec<Arc<str>> {
    let mut hosts: Vec<Arc<str>> = points.iter().map(|point| Arc::clone(&point.host)).collect();
    hosts.dedup();
    hosts
}
