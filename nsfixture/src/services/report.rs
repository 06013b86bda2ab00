//! What services have done, for the report of a failed test.

use std::time::{Duration, Instant};

use super::running::Running;
use super::state::Exit;
use super::supervisor::Services;
use super::words::{describe_line, describe_status};
use crate::service_output::OutputLine;

/// The most services that are listed, and the most lines of each.
const MAX_SERVICES: usize = 20;
const MAX_LINES: usize = 20;

impl Services {
    /// Returns how each service has ended, and the last that it has printed. The network is down.
    pub(crate) fn report<'n>(&self, host_name: impl Fn(usize) -> &'n str) -> Vec<String> {
        let all = self.all();
        if all.is_empty() {
            return Vec::new();
        }
        let mut lines = vec!["services, with the time since the network was up:".to_owned()];
        for service in all.iter().take(MAX_SERVICES) {
            let (last, count) = service.last_lines(MAX_LINES);
            lines.push(format!(
                "service `{}` in host `{}` {}; {}",
                service.name,
                host_name(service.host),
                self.state(service),
                introduction(last.len(), count),
            ));
            lines.extend(last.iter().map(|line| self.line(line)));
        }
        if let Some(more @ 1..) = all.len().checked_sub(MAX_SERVICES) {
            lines.push(format!("and {more} more services"));
        }
        lines
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
        format!("  {} {}", seconds(self.begin, line.time()), describe_line(line))
    }
}

fn introduction(shown: usize, count: u64) -> String {
    match (shown as u64, count) {
        (_, 0) => "it printed nothing".to_owned(),
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
