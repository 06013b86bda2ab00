//! What is printed.

use crate::program::{command, lines, own, printed};

/// Returns the lines about a test, with this `NSFIXTURE_REPORT`.
#[track_caller]
fn lines_of(test: &str, level: &str) -> Vec<String> {
    let base = tempfile::tempdir().unwrap();
    let mut command = command(&own(), test);
    command.env("NSFIXTURE_ARTIFACTS", base.path()).env("NSFIXTURE_REPORT", level);
    let printed = printed(&mut command);
    assert!(!printed.contains('\u{1b}'), "it is no terminal: {printed}");
    lines(&printed).into_iter().map(str::to_owned).collect()
}

#[track_caller]
fn has(lines: &[String], text: &str) -> bool {
    lines.iter().any(|line| line.contains(text))
}

#[test]
fn as_much_as_is_asked_for() {
    if nsfixture_tests::is_skipped("lengths of reports") {
        return;
    }
    for level in ["", "short"] {
        let short = lines_of("with_a_service", level);
        assert!(short.len() <= 40, "{}: {short:#?}", short.len());
        assert!(has(&short, "out| ready") && has(&short, "service `sh` in host `a`"), "{short:#?}");
        assert!(short.last().unwrap().starts_with("nsfixture: report: "), "{short:#?}");
    }
    let short = lines_of("by_a_panic", "short");
    assert!(has(&short, "a eth0 10.0.0.1/24"), "the picture: {short:#?}");
    let full = lines_of("by_a_panic", "full");
    assert!(
        has(&full, "lost by chance") && has(&full, "the seed of the faults is 42"),
        "{full:#?}"
    );
    let none = lines_of("by_a_panic", "none");
    let [what, place] = &none[..] else { panic!("{none:#?}") };
    assert!(what.starts_with("nsfixture: the test body panicked in host `a`: "), "{none:#?}");
    assert!(place.starts_with("nsfixture: report: "), "{none:#?}");
}

#[test]
fn another_length_is_an_error() {
    if nsfixture_tests::is_skipped("other lengths of reports") {
        return;
    }
    let mut command = command(&own(), "by_nothing");
    let printed = printed(command.env("NSFIXTURE_REPORT", "long").env("NSFIXTURE_PAUSE", "60s"));
    for expected in [
        "note: NSFIXTURE_REPORT is \"long\", which has no effect: expected `short`, `full` or `none`",
        "note: NSFIXTURE_PAUSE is \"60s\", which has no effect: expected 1 or 0",
    ] {
        assert!(printed.contains(expected), "{printed}");
    }
}
