//! Many packets of a kind in one row.

use std::sync::Arc;

use super::row::{Row, Run};

/// From this number on, rows of one connection that follow each other become one.
const MIN: usize = 4;

/// Returns the rows, with those in one that are data and acknowledgments of one connection.
pub(crate) fn fold_rows(rows: Vec<Row>) -> Vec<Row> {
    let mut folded = Vec::with_capacity(rows.len());
    let mut open: Vec<Row> = Vec::new();
    for row in rows {
        let is_next = open.last().is_some_and(|last| continues(last, &row));
        if !is_next {
            close(&mut open, &mut folded);
        }
        open.push(row);
    }
    close(&mut open, &mut folded);
    folded
}

/// Returns whether a row can be one with the one before.
fn continues(before: &Row, row: &Row) -> bool {
    let ends = |row: &Row| row.run.map(|run| run.ends);
    ends(row).is_some() && ends(row) == ends(before)
}

/// Ends a run. Where routers pass it on, it becomes a row for each hop.
fn close(open: &mut Vec<Row>, folded: &mut Vec<Row>) {
    if open.len() < MIN {
        folded.append(open);
        return;
    }
    let mut hops: Vec<Vec<Row>> = Vec::new();
    for row in open.drain(..) {
        match hops.iter_mut().find(|hop| hop.first().is_some_and(|first| is_same_hop(first, &row)))
        {
            Some(hop) => hop.push(row),
            None => hops.push(vec![row]),
        }
    }
    folded.extend(hops.iter().filter_map(|hop| one(hop)));
}

/// Returns whether two rows are between the same hosts.
fn is_same_hop(a: &Row, b: &Row) -> bool {
    let ends = |row: &Row| [row.from.clone(), Some(Arc::clone(&row.to))];
    let [from, to] = ends(b);
    ends(a) == [from.clone(), to.clone()] || ends(a) == [to, from]
}

/// Returns the row that rows between two hosts become. Its direction is that of the data.
fn one(rows: &[Row]) -> Option<Row> {
    let (first, last) = (rows.first()?, rows.last()?);
    if rows.len() == 1 {
        return Some(first.clone());
    }
    let runs = || rows.iter().filter_map(|row| row.run);
    let packets = runs().map(|run| run.packets).sum();
    let bytes = runs().map(|run| run.bytes).sum();
    let most = rows.iter().max_by_key(|row| row.run.map_or(0, |run| run.bytes))?;
    let ports = most.text.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    let text = format!(
        "{ports} {packets} × data and ACK, {} in {}",
        amount(bytes),
        duration(last.time.saturating_sub(first.time))
    );
    let run = most.run.map(|run| Run { packets, bytes, ..run });
    Some(Row { time: first.time, text, run, ..most.clone() })
}

/// Returns a number of bytes as people read it.
fn amount(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

fn duration(time: std::time::Duration) -> String {
    let micros = time.as_micros();
    match micros {
        0..10_000 => format!("{micros} us"),
        10_000..10_000_000 => format!("{} ms", micros / 1_000),
        _ => format!("{} s", micros / 1_000_000),
    }
}
