//! The page with the figures.

use std::fmt::Write as _;
use std::fs;

use crate::Extent;

/// One line of the table.
pub(super) struct Row {
    pub(super) asked: String,
    pub(super) what: &'static str,
    pub(super) measured: String,
}

impl Row {
    pub(super) fn new(asked: &str, what: &'static str, measured: String) -> Self {
        Self { asked: asked.to_owned(), what, measured }
    }
}

/// Returns the page, with a second column if there are figures of a busy machine.
pub(super) fn page(extent: Extent, idle: &[Row], busy: Option<&[Row]>) -> String {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    // Without what a distribution appends.
    let version: String = kernel.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut page = format!(
        "# Figures\n\n\
        What was asked for and what the hosts measured, on Linux {version} with {cores} cores. Shares have a 99 %\n\
        confidence interval. A packet that is early reorders, in the words of RFC 4737, all those of its burst that it\n\
        overtakes. `cargo run --release --example fault_figures -- --full --busy --write` in a clone\n\
        measures again.\n\n",
    );
    if extent == Extent::Quick {
        page.push_str("These figures are from a quick run without `--full`, and mean little.\n\n");
    }
    let (head, line) = if busy.is_some() { (" every core busy |", "---|") } else { ("", "") };
    let _ = writeln!(page, "| asked | measured | idle |{head}\n|---|---|---|{line}");
    for (nth, Row { asked, what, measured }) in idle.iter().enumerate() {
        let _ = write!(page, "| `{asked}` | {what} | {measured} |");
        if let Some(busy) = busy {
            let _ = write!(page, " {} |", busy[nth].measured);
        }
        page.push('\n');
    }
    page
}
