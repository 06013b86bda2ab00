//! `nsfixture replay` and `open`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::called::{Outcome, call, nothing_to_test};

const NETWORK: &str =
    "seed = 1\n\n[[link]]\nname = \"wire\"\nhosts = [\"a\", \"b\"]\nloss = \"50%\"\n";

const FATES: &str = "nsfixture fates 1\nseed 42\ncable wire from a mtu 1500 draws loss\n\
                     cable wire from b mtu 1500 draws loss\nend 0\n";

/// The directory of a failed test, whose program is a script.
struct Failed {
    root: TempDir,
    directory: PathBuf,
}

impl Failed {
    fn new(with_fates: bool) -> Self {
        let root = tempfile::tempdir().expect("a directory");
        let program = root.path().join("program");
        let script = "#!/bin/sh\necho \"$@\"\necho \"$NSFIXTURE_REPLAY $CARGO_MANIFEST_DIR\"\npwd\nexit 101\n";
        fs::write(&program, script).expect("it can be written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("its owner may");
        let directory = root.path().join("krate.t-1");
        fs::create_dir(&directory).expect("a directory");
        let report = format!(
            r#"{{"test":{{"name":"some::t","host":"b","program":"{}","directory":"{}",
            "variables":{{"CARGO_MANIFEST_DIR":"/krate"}}}}}}"#,
            program.display(),
            root.path().display()
        );
        let write = |name: &str, text: &str| {
            fs::write(directory.join(name), text).expect("it can be written");
        };
        write("report.json", &report);
        write("report.html", "");
        write("network.toml", NETWORK);
        if with_fates {
            write("packets.fates", FATES);
        }
        Self { root, directory }
    }

    fn path(&self) -> &str {
        self.directory.to_str().expect("a path that is text")
    }
}

#[test]
fn a_test_runs_again() {
    for (with_fates, file) in [(true, ""), (false, "/report.html")] {
        let failed = Failed::new(with_fates);
        let Outcome { status, stdout, stderr } =
            call(&["replay", &(failed.path().to_owned() + file)]);
        let fates =
            if with_fates { failed.path().to_owned() + "/packets.fates" } else { String::new() };
        let here = failed.root.path().display();
        let expected =
            format!("--exact some::t --nocapture --include-ignored\n{fates} /krate\n{here}\n");
        assert_eq!((status, stdout), (101, expected), "{stderr}");
    }
}

#[test]
fn a_program_runs_in_the_network() {
    if nothing_to_test() {
        return;
    }
    let failed = Failed::new(true);
    let name = "cat /proc/sys/kernel/hostname; exit 3";
    let check = |arguments: &[&str], status: i32, stdout: &str| {
        let outcome = call(&[&["replay", failed.path()], arguments].concat());
        assert_eq!((outcome.status, &*outcome.stdout), (status, stdout), "{outcome:?}");
    };
    check(&["--", "sh", "-c", name], 3, "b\n");
    check(&["--in", "a", "--", "sh", "-c", name], 3, "a\n");
    fs::write(failed.directory.join("packets.fates"), FATES.replace("from b", "from c"))
        .expect("written");
    let outcome = call(&["replay", failed.path(), "--", "true"]);
    assert_eq!(outcome.status, 125, "{outcome:?}");
    assert!(outcome.stderr.contains("`wire`"), "{outcome:?}");
}

#[test]
fn reports_what_is_missing() {
    let failed = Failed::new(true);
    let check = |status: i32, path: &str, expected: &str| {
        let outcome = call(&["replay", path]);
        assert_eq!(outcome.status, status, "{outcome:?}");
        assert!(outcome.stderr.contains(expected), "{expected}: {outcome:?}");
    };
    check(125, "/nothing", "/nothing cannot be read: No such file");
    check(
        125,
        "/",
        "/report.json cannot be read: No such file or directory (os error 2); expected the directory of a failed test",
    );
    fs::remove_file(failed.root.path().join("program")).expect("it was there");
    check(125, failed.path(), "packets.fates cargo test -- --exact some::t`");
    fs::write(failed.directory.join("report.json"), "{").expect("written");
    check(125, failed.path(), "report.json is not a report: ");
    let outcome = call(&["replay", failed.path(), "--in", "a"]);
    assert!(outcome.status == 125 && outcome.stderr.contains("COMMAND"), "{outcome:?}");
}

#[test]
fn the_latest_report_is_found() {
    let failed = Failed::new(true);
    let base = failed.root.path();
    let page = |directory: &Path| format!("{}\n", directory.join("report.html").display());
    let text = base.to_str().expect("text");
    assert_eq!(call(&["open", text]).stdout, page(&failed.directory));
    assert_eq!(call(&["open", "--print", failed.path()]).stdout, page(&failed.directory));
    // It is newer, or as old and later in the alphabet; the other one is not complete.
    for name in ["krate.t-2", ".unfinished-1-1"] {
        let later = base.join(name);
        fs::create_dir(&later).expect("a directory");
        fs::write(later.join("report.html"), "").expect("written");
    }
    assert_eq!(call(&["open", text]).stdout, page(&base.join("krate.t-2")));
    let none = tempfile::tempdir().expect("a directory");
    let outcome = call(&["open", none.path().to_str().expect("text")]);
    assert_eq!(outcome.status, 1, "{outcome:?}");
    assert!(outcome.stderr.contains("no report was found: looked in "), "{outcome:?}");
}
