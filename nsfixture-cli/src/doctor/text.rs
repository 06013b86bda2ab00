//! The report for a terminal.

use std::fmt::Write as _;

use super::report::{Group, Outlook, Report, Row, Verdict};

/// The maximum line width of explanations.
const WIDTH: usize = 96;

/// Renders the report, with or without colours. Where stdout is no terminal, the reason of a skip stays
/// on one line, for `grep`.
pub(super) fn of(report: &Report, colours: bool, is_terminal: bool) -> String {
    let mut out = Out { text: String::new(), colours };
    let _ = writeln!(out.text, "nsfixture {} on {}\n", env!("CARGO_PKG_VERSION"), report.kernel);
    let mut printed = Vec::new();
    let width = if is_terminal { WIDTH } else { usize::MAX };
    match &report.outlook {
        Outlook::Runs(way) => out.line(&[(GREEN, "#[ns_test] runs here"), ("", ", "), ("", way)]),
        Outlook::Skips { reason, fix } => {
            out.line(&[(RED, "#[ns_test] is skipped here")]);
            out.entry("reason", reason, width);
            out.entry("fix", fix, width);
            printed.extend([reason.clone(), fix.clone()]);
        }
        Outlook::Fails(error) => {
            out.line(&[(RED, "#[ns_test] fails here")]);
            out.entry("error", error, width);
        }
    }
    let is_idle = |group: &&Group| {
        group.rows.iter().all(|row| row.verdict == Verdict::NotTried && row.why.is_none())
    };
    let (idle, tried): (Vec<&Group>, Vec<&Group>) = report.groups.iter().partition(is_idle);
    for group in tried {
        out.group(group, &mut printed);
    }
    if !idle.is_empty() {
        let names: Vec<&str> = idle.iter().map(|group| group.name).collect();
        let line = format!("not tried (no network available): {}", names.join(", "));
        out.text.push('\n');
        for line in wrapped(&line, WIDTH) {
            out.line(&[("", &line)]);
        }
    }
    out.text
}

const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const BOLD: &str = "1";

struct Out {
    text: String,
    colours: bool,
}

impl Out {
    /// A line of pieces, each in its colour.
    fn line(&mut self, pieces: &[(&str, &str)]) {
        for &(colour, piece) in pieces {
            if self.colours && !colour.is_empty() {
                let _ = write!(self.text, "\x1b[{colour}m{piece}\x1b[0m");
            } else {
                self.text.push_str(piece);
            }
        }
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }

    /// Something with a name of its own, whose further lines stand below its first.
    fn entry(&mut self, name: &str, text: &str, width: usize) {
        for (nth, line) in wrapped(text, width.saturating_sub(11)).iter().enumerate() {
            let name = if nth == 0 { name } else { "" };
            self.line(&[("", &format!("  {name:<8} {line}"))]);
        }
    }

    fn group(&mut self, group: &Group, printed: &mut Vec<String>) {
        self.text.push('\n');
        let working = group.rows.iter().filter(|row| row.verdict == Verdict::Works).count();
        let count = if group.is_of_kernel && working < group.rows.len() {
            format!(" ({working} of {} work)", group.rows.len())
        } else {
            String::new()
        };
        self.line(&[(BOLD, group.name), ("", &count)]);
        let names = group.rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
        for row in &group.rows {
            self.row(row, names, printed);
        }
    }

    fn row(&mut self, row: &Row, names: usize, printed: &mut Vec<String>) {
        let colour = match row.verdict {
            Verdict::Works | Verdict::Allows => GREEN,
            Verdict::Missing | Verdict::NotTried => YELLOW,
            Verdict::Blocks | Verdict::Refused | Verdict::Failed => RED,
        };
        let word = row.verdict.word();
        let indent = 2 + 9 + 2 + names + 2;
        let mut rest = format!("{:names$}  {}", row.name, row.what);
        let is_new = |text: &&String| !printed.contains(text);
        let (why, fix) = (row.why.as_ref().filter(is_new), row.fix.as_ref().filter(is_new));
        let mut details = Vec::new();
        let is_beside = match row.verdict {
            // The verdict says that it is missing.
            Verdict::Missing => true,
            Verdict::Blocks => why.is_none(),
            _ => false,
        };
        match (why, fix) {
            (_, Some(fix)) if is_beside => {
                let joined = format!("{rest}: {fix}");
                if 13 + joined.len() <= WIDTH {
                    rest = joined;
                } else {
                    details.push(fix.clone());
                    printed.push(fix.clone());
                }
            }
            (_, None) if is_beside && row.fix.is_some() => {}
            (why, fix) => {
                details.extend(why.cloned());
                details.extend(fix.map(|fix| format!("fix: {fix}")));
            }
        }
        self.line(&[("", "  "), (colour, word), ("", &" ".repeat(11 - word.len())), ("", &rest)]);
        for line in details.iter().flat_map(|detail| wrapped(detail, WIDTH - indent)) {
            self.line(&[("", &" ".repeat(indent)), ("", &line)]);
        }
    }
}

/// Wraps text at a width, or after one word. Text in backticks is one word, because it is to be
/// copied, unless it takes more than a line.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words(text, width) {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn words(text: &str, width: usize) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut is_quoted = false;
        let end = rest.find(|c: char| {
            is_quoted ^= c == '`';
            (c == ' ' && !is_quoted) || c == '\n'
        });
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        if word.len() > width {
            words.extend(word.split(' '));
        } else if !word.is_empty() {
            words.push(word);
        }
        rest = after.get(1..).unwrap_or_default();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, lines: &[&str]) {
        assert_eq!(wrapped(text, width), lines);
    }

    #[test]
    fn what_is_to_be_copied_stays_in_one_line() {
        check("one two three", 20, &["one two three"]);
        check("one two three", 9, &["one two", "three"]);
        check(
            "allow it with `sysctl a=1`, or not",
            16,
            &["allow it with", "`sysctl a=1`, or", "not"],
        );
        check("`a b c` d", 5, &["`a b", "c` d"]);
        check("one two three", usize::MAX, &["one two three"]);
    }

    fn report(outlook: Outlook) -> Report {
        let row = |name: &str, verdict, fix: Option<&str>| Row {
            name: name.to_owned(),
            verdict,
            what: "a thing".to_owned(),
            why: fix.map(|_| "no such device".to_owned()),
            fix: fix.map(str::to_owned),
        };
        let rows = vec![
            row("veth", Verdict::Works, None),
            row("dummy", Verdict::Missing, Some("`modprobe dummy`")),
            row("tun", Verdict::Refused, Some("`chmod`")),
        ];
        let groups = vec![Group { is_of_kernel: true, name: "links", rows }];
        Report { kernel: "Linux 6".to_owned(), outlook, groups }
    }

    #[test]
    fn columns_are_straight() {
        let text = of(&report(Outlook::Runs("rootless")), false, true);
        let (_, text) = text.split_once("\n\n").expect("a head");
        let expected = "#[ns_test] runs here, rootless\n\
                        \n\
                        links (1 of 3 work)\n  \
                          works      veth   a thing\n  \
                          missing    dummy  a thing: `modprobe dummy`\n  \
                          refused    tun    a thing\n                    \
                                            no such device\n                    \
                                            fix: `chmod`\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn colours_change_nothing_else() {
        let skips = Outlook::Skips { reason: "it is so".to_owned(), fix: "mend it".to_owned() };
        let plain = of(&report(skips.clone()), false, true);
        let mut coloured = of(&report(skips), true, true);
        for code in [RED, GREEN, YELLOW, BOLD, "0"] {
            assert!(coloured.contains(&format!("\x1b[{code}m")), "{coloured}");
            coloured = coloured.replace(&format!("\x1b[{code}m"), "");
        }
        assert_eq!(coloured, plain);
    }
}
