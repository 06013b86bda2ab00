//! What a failed test leaves to find out why: what its network looked like, and its packets.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use crate::artifacts::File;
use crate::kernel::capture::{Position, Recorded};
use crate::net::Net;
use crate::packets::{self, Point, Record, Row};
use crate::state::Network;
use crate::trace_files;

/// The most rows of the diagram on a page, and the most lines of that in a file.
const MAX_ROWS: usize = 5_000;
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
        let recorded = network.recorded(Position::default());
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

    /// Returns the last packets as the rows of a diagram.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let mut rows = packets::fold_rows(packets::rows(&self.recorded.records, &self.points));
        rows.drain(..rows.len().saturating_sub(MAX_ROWS));
        rows
    }

    /// Returns the hosts and the LANs, in their order in a diagram.
    pub(crate) fn columns(&self) -> Vec<Arc<str>> {
        hosts(&self.points)
    }

    /// Returns the last packets.
    pub(crate) fn records(&self) -> &[Record] {
        &self.recorded.records
    }

    /// Returns why packets are missing.
    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Returns how long after the first packet a time is, given since the Unix epoch; zero if it is before that.
    pub(crate) fn since_first(&self, time: Duration) -> Option<Duration> {
        Some(time.saturating_sub(self.records().first()?.time))
    }

    fn diagram(&self, max: usize, failure: Option<Duration>) -> Vec<String> {
        let rows = packets::rows(&self.recorded.records, &self.points);
        packets::diagram(rows, &hosts(&self.points), max, failure)
    }

    /// Returns the files with the packets and the network.
    pub(crate) fn files(&self, net: &Net) -> Vec<File> {
        let mut topology = net.topology().clone().seed(net.network().seed);
        // The file is in another directory than those of the traces.
        topology.read_traces(&mut trace_files::read);
        let topology = topology.to_toml();
        let mut files = Vec::new();
        let mut add = |path: &str, content: Vec<u8>| {
            files.push(File { path: path.to_owned(), content });
        };
        if !self.recorded.records.is_empty() {
            let records = &self.recorded.records;
            let each_once = packets::each_once(records, &self.points);
            add("packets.pcapng", packets::pcapng_file(each_once, &self.points, &topology));
            let failure = net.network().failure_time().and_then(|time| self.since_first(time));
            add("packets.txt", self.text(failure));
            for host in hosts(&self.points).iter().take(MAX_FILES) {
                let file = packets::pcapng_of_host(records, &self.points, host, &topology);
                if let Some(file) = file {
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

    fn text(&self, failure: Option<Duration>) -> Vec<u8> {
        let mut text = String::new();
        for line in self.diagram(MAX_LINES_IN_FILE, failure).iter().chain(&self.notes) {
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
