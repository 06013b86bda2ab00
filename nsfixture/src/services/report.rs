//! What services have done, for the report of a failed test.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::running::Running;
use super::state::Exit;
use super::supervisor::Services;
use super::words::{describe_line, describe_status};
use crate::service_output::OutputLine;

/// The most services that are listed, and the most lines of each.
const MAX_SERVICES: usize = 20;
const MAX_LINES: usize = 20;

/// The most lines of a service that are kept for a page.
const MAX_KEPT: usize = 500;

/// A program in a host, and what it has printed.
pub(crate) struct ServiceReport {
    pub(crate) name: String,
    pub(crate) host: String,
    /// What has become of it: "exited at 0.123s (exit status: 1)".
    pub(crate) state: String,
    /// The last that it has printed, each line with its time.
    pub(crate) lines: Vec<String>,
    /// The number of all lines.
    pub(crate) count: u64,
}

impl Services {
    /// Returns how each service has ended, and the last that it has printed, for a test that has failed. The network is down.
    pub(crate) fn reports<'n>(&self, host_name: impl Fn(usize) -> &'n str) -> Vec<ServiceReport> {
        let report = |service: &Arc<Running>| {
            let (lines, count) = service.last_lines(MAX_KEPT);
            ServiceReport {
                name: service.name.clone(),
                host: host_name(service.host).to_owned(),
                state: self.state(service),
                lines: lines.iter().map(|line| self.line(line)).collect(),
                count,
            }
        };
        self.all().iter().map(report).collect()
    }

    fn state(&self, service: &Running) -> String {
        match service.exit() {
            Some(Exit { status, at }) if !service.was_killed() => {
                let after = seconds(self.begin, at);
                let status = describe_status(status);
                format!("exited at {after} ({status}), which alone fails no test")
            }
            _ => "was running until the network went down".to_owned(),
        }
    }

    fn line(&self, line: &OutputLine) -> String {
        format!("{} {}", seconds(self.begin, line.time()), describe_line(line))
    }
}

/// Returns the reports as lines for a terminal, of each service no more than `max`.
pub(crate) fn describe_all(services: &[ServiceReport], max: usize) -> Vec<String> {
    if services.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["services, with the time since the network was up:".to_owned()];
    for service in services.iter().take(MAX_SERVICES) {
        let ServiceReport { name, host, state, .. } = service;
        let shown = &service.lines[service.lines.len().saturating_sub(max.min(MAX_LINES))..];
        let introduction = introduction(shown.len(), service.count);
        lines.push(format!("service `{name}` in host `{host}` {state}; {introduction}"));
        lines.extend(shown.iter().map(|line| format!("  {line}")));
    }
    if let Some(more @ 1..) = services.len().checked_sub(MAX_SERVICES) {
        lines.push(format!("and {more} more services"));
    }
    lines
}

fn introduction(shown: usize, count: u64) -> String {
    match (shown as u64, count) {
        (_, 0) => "it printed nothing".to_owned(),
        (0, count) => format!("it printed {count} lines"),
        (shown, count) if shown == count => "it printed:".to_owned(),
        (shown, count) => {
            format!("the last {shown} of the {count} lines that it printed:")
        }
    }
}

fn seconds(begin: Instant, at: Instant) -> String {
    let after: Duration = at.saturating_duration_since(begin);
    format!("{:.3}s", after.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted() {
        assert_eq!(introduction(0, 0), "it printed nothing");
        assert_eq!(introduction(2, 2), "it printed:");
        assert_eq!(introduction(20, 321), "the last 20 of the 321 lines that it printed:");
    }
}
