//! The diagram as text.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use super::fold::fold_rows;
use super::row::Row;

/// The most columns of text that hosts take; with more of them, rows name them.
const MAX_WIDTH: usize = 60;

/// The least width of a host's column.
const MIN_COLUMN: usize = 10;

/// Returns the last rows as lines, no more than `max`, the names of the hosts on top. `hosts` has their order, and
/// `failure` is when the test failed, counted as the times of the rows are.
pub(crate) fn diagram(
    rows: Vec<Row>,
    hosts: &[Arc<str>],
    max: usize,
    failure: Option<Duration>,
) -> Vec<String> {
    let rows = fold_rows(rows);
    let others = 2 + usize::from(failure.is_some());
    let shown = max.saturating_sub(others).min(rows.len());
    let left_out = rows.len() - shown;
    let rows = &rows[left_out..];
    if rows.is_empty() {
        return Vec::new();
    }
    let takes_part = |host: &&Arc<str>| {
        rows.iter().any(|row| row.to == **host || row.from.as_ref() == Some(*host))
    };
    let hosts: Vec<&Arc<str>> = hosts.iter().filter(takes_part).collect();
    let longest = hosts.iter().map(|host| host.chars().count()).max().unwrap_or(0);
    let column = (longest + 2).max(MIN_COLUMN);
    let mut lines = Vec::with_capacity(rows.len() + 2);
    if left_out > 0 {
        lines.push(format!("... {left_out} before"));
    }
    let is_drawn = column * hosts.len() <= MAX_WIDTH;
    if is_drawn {
        lines.push(head(&hosts, column));
    }
    let line = |row: &Row| if is_drawn { drawn(row, &hosts, column) } else { named(row) };
    // What follows is what the end of the test has caused.
    let before = failure.map_or(rows.len(), |at| rows.partition_point(|row| row.time < at));
    lines.extend(rows[..before].iter().map(line));
    lines.extend(failure.map(|at| format!("{}-- the test failed --", time(at))));
    lines.extend(rows[before..].iter().map(line));
    lines
}

/// Returns a time in milliseconds, in a column of its own.
fn time(time: Duration) -> String {
    format!("{:>11.3} ms  ", time.as_secs_f64() * 1_000.0)
}

/// Returns a row that names its hosts.
fn named(row: &Row) -> String {
    let from = row.from.as_deref().unwrap_or("?");
    let arrow = if row.lost.is_some() { "→x" } else { "→" };
    format!("{}{from} {arrow} {}  {}", time(row.time), row.to, meaning(row))
}

fn meaning(row: &Row) -> String {
    match row.lost {
        Some(why) => format!("{}: {why}", row.text),
        None => row.text.clone(),
    }
}

/// Returns the names of the hosts, each above the middle of its column.
fn head(hosts: &[&Arc<str>], column: usize) -> String {
    let mut line = " ".repeat(16);
    for host in hosts {
        let _infallible = write!(line, "{host:^column$}");
    }
    line.truncate(line.trim_end().len());
    line
}

/// Returns a row with an arrow between the columns of its hosts.
fn drawn(row: &Row, hosts: &[&Arc<str>], column: usize) -> String {
    let middle = |place: usize| place * column + (column - 1) / 2;
    let place = |name: &Arc<str>| hosts.iter().position(|host| *host == name);
    let mut cells = vec![' '; column * hosts.len()];
    for place in 0..hosts.len() {
        cells[middle(place)] = '│';
    }
    let to = place(&row.to).map(middle);
    let from = row.from.as_ref().and_then(place).map(middle);
    match (from, to) {
        (Some(from), Some(to)) if from < to => {
            let end = if row.lost.is_some() { usize::midpoint(from, to) } else { to - 1 };
            cells[from + 1..end].fill('─');
            cells[end] = if row.lost.is_some() { 'x' } else { '▶' };
        }
        (Some(from), Some(to)) if from > to => {
            let end = if row.lost.is_some() { usize::midpoint(from, to) } else { to + 1 };
            cells[end + 1..from].fill('─');
            cells[end] = if row.lost.is_some() { 'x' } else { '◀' };
        }
        // Nobody knows where it came from.
        (_, Some(to)) => {
            for (cell, mark) in cells[..to].iter_mut().rev().zip(['▶', '?']) {
                *cell = mark;
            }
        }
        (_, None) => {}
    }
    let cells: String = cells.into_iter().collect();
    format!("{}{cells} {}", time(row.time), meaning(row))
}
