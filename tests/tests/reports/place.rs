//! Where the files are.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::{command, own, printed, run};

/// Copies this program, without its tests' data.
fn copy(to: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    // Not by this process: a child that another thread starts meanwhile would keep the file open for writing for a moment,
    // and it could not be run (ETXTBSY).
    let copied = Command::new("cp").arg(own()).arg(to).status().unwrap();
    assert!(copied.success(), "{copied}");
}

#[test]
fn in_the_target_directory() {
    if nsfixture_tests::is_skipped("reports in a target directory") {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("target");
    fs::create_dir_all(target.join("debug/.fingerprint")).unwrap();
    let program = target.join("debug/deps/reports-0");
    copy(&program);
    let printed = printed(command(&program, "by_a_panic").current_dir(place.path()));
    let page = target.join("nsfixture/reports.failing.by_a_panic-1/report.html");
    assert!(printed.contains(&format!("nsfixture: report: {}\n", page.display())), "{printed}");
    assert!(page.is_file());
}

#[test]
fn nowhere_else_unless_asked_for() {
    if nsfixture_tests::is_skipped("no reports elsewhere") {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let program = place.path().join("deps/reports-0");
    copy(&program);
    let here = place.path().join("here");
    fs::create_dir(&here).unwrap();
    let printed = printed(command(&program, "by_a_panic").current_dir(&here));
    let why = "no report was written, because the test binary is not in Cargo's target directory";
    assert!(printed.contains(why), "{printed}");
    for directory in [place.path(), &here] {
        let names: Vec<_> =
            fs::read_dir(directory).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(names.iter().all(|name| name == "deps" || name == "here"), "{names:?}");
    }
}

#[test]
fn what_cannot_be_written_changes_no_outcome() {
    if nsfixture_tests::is_skipped("reports that cannot be written") {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    let printed = run("by_a_panic", file.join("below"));
    assert!(printed.contains("nsfixture: note: cannot write a report to `"), "{printed}");
    assert!(printed.contains("0 passed; 1 failed"), "{printed}");
    let printed = run("by_nothing", file.join("below"));
    assert!(printed.contains("1 passed; 0 failed"), "{printed}");
}
