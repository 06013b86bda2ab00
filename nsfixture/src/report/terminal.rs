//! The report as lines for a terminal.

use super::data::Report;
use crate::packets;
use crate::report_level::ReportLevel;
use crate::services;

/// A line, without what every line of this crate begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// A sentence.
    Text(String),
    /// What was odd in the network.
    Finding(String),
    /// A part of a picture, whose columns matter.
    Drawn(String),
}

/// The most lines of a short report, without the line about the failure and that about the files.
const SHORT: usize = 38;

/// The most packets of a full one.
const FULL_PACKETS: usize = 200;

/// A part of the report.
struct Part<'r> {
    /// The lines that it has in a short report, if all parts have many.
    share: usize,
    /// The number of its lines, or what is enough for all of them.
    len: usize,
    /// Returns its lines, no more than a number.
    lines: Box<dyn Fn(usize) -> Vec<Line> + 'r>,
}

/// Returns the lines of a report.
pub(crate) fn lines(report: &Report, level: ReportLevel) -> Vec<Line> {
    let parts = [
        part(10, &report.findings, Line::Finding),
        picture(report, level),
        packets_part(report),
        part(4, &report.faults, Line::Text),
        services_part(report),
        part(2, &report.outlived, Line::Text),
    ];
    let most = match level {
        ReportLevel::None => return Vec::new(),
        ReportLevel::Full => parts.iter().map(|part| part.len).collect(),
        ReportLevel::Short => allot(&parts),
    };
    parts.iter().zip(most).flat_map(|(part, most)| (part.lines)(most)).collect()
}

/// Divides the lines of a short report: each part has its share, and what is left is for the first ones that have more.
fn allot(parts: &[Part<'_>]) -> Vec<usize> {
    let mut most: Vec<usize> = parts.iter().map(|part| part.len.min(part.share)).collect();
    let mut left = SHORT.saturating_sub(most.iter().sum());
    for (most, part) in most.iter_mut().zip(parts) {
        let more = (part.len - *most).min(left);
        *most += more;
        left -= more;
    }
    most
}

/// Returns a part of lines, the first of which matter most.
fn part(share: usize, all: &[String], line: fn(String) -> Line) -> Part<'_> {
    let lines = move |most: usize| {
        if all.len() <= most {
            return all.iter().cloned().map(line).collect();
        }
        let shown = most.saturating_sub(1);
        let more = format!("and {} more lines in the report", all.len() - shown);
        let shown = all[..shown].iter().cloned().map(line);
        shown.chain((most > 0).then_some(Line::Text(more))).collect()
    };
    Part { share, len: all.len(), lines: Box::new(lines) }
}

/// Returns the picture of the network, if there is room for all of it.
fn picture(report: &Report, level: ReportLevel) -> Part<'_> {
    /// The most lines of it in a short report.
    const MAX: usize = 8;
    let picture = || report.picture.lines().filter(|line| !line.is_empty());
    let count = picture().count();
    let is_shown = level == ReportLevel::Full || count <= MAX;
    let lines =
        move |_| picture().filter(|_| is_shown).map(|line| Line::Drawn(line.to_owned())).collect();
    let len = if is_shown { count } else { 0 };
    Part { share: len, len, lines: Box::new(lines) }
}

fn packets_part(report: &Report) -> Part<'_> {
    const TITLE: &str = "the last packets:";
    let notes = &report.missing_packets;
    let lines = |most: usize| {
        let room = most.saturating_sub(notes.len() + 1);
        let drawn =
            packets::diagram(report.packets.clone(), &report.columns, room, report.failed_after);
        let title = (!drawn.is_empty()).then(|| Line::Text(TITLE.to_owned()));
        let notes = notes.iter().map(|note| Line::Text(note.clone()));
        title
            .into_iter()
            .chain(drawn.into_iter().map(Line::Drawn))
            .chain(notes)
            .take(most)
            .collect()
    };
    // The title, the names of the hosts, the number of those before, and the failure.
    let rows = match report.packets.len() {
        0 => 0,
        count => count.min(FULL_PACKETS) + 4,
    };
    Part { share: 9, len: rows + notes.len(), lines: Box::new(lines) }
}

fn services_part(report: &Report) -> Part<'_> {
    let all = &report.services;
    let len = services::describe_all(all, usize::MAX).len();
    let lines = move |most: usize| {
        // The title, and a line for each service.
        let heads = (all.len() + 1).min(most);
        let each = (most - heads).checked_div(all.len()).unwrap_or(0);
        let lines = services::describe_all(all, if most >= len { usize::MAX } else { each });
        lines.into_iter().take(most).map(Line::Text).collect()
    };
    Part { share: 5, len, lines: Box::new(lines) }
}
