//! Wrong topologies: the builder and the file report the same problems, with the same messages.
//!
//! Each has a topology in `cases`, a file `wrong/NAME.toml`, and the messages about that file in
//! `wrong/NAME.txt`. `NSFIXTURE_BLESS=1` writes the last one; read it.
#![forbid(unsafe_code)]

mod cases;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use nsfixture::{Error, Net, Topology};
use nsfixture_plan::Plan;

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("wrong")
}

/// Checks the messages about a file, and that the builder reports the same problems.
fn check(name: &str, topology: &Topology) {
    let text = fs::read_to_string(directory().join(format!("{name}.toml"))).expect(name);
    let problems = Topology::from_toml(&text).expect_err(name);

    let path = directory().join(format!("{name}.txt"));
    let found = format!("{problems}\n");
    if env::var_os("NSFIXTURE_BLESS").is_some() {
        fs::write(&path, &found).expect("it is writable");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, expected, "{name}: if this is intended, run again with NSFIXTURE_BLESS=1");

    // The order is that of the parts of a topology there, and that of the text here.
    let in_plan = Plan::new(topology).expect_err(name);
    let mut of_builder: Vec<String> = in_plan.iter().map(ToString::to_string).collect();
    let mut of_file: Vec<&str> = problems.iter().map(nsfixture::FileProblem::message).collect();
    of_builder.sort();
    of_file.sort_unstable();
    assert_eq!(of_builder, of_file, "{name}");

    let error = Net::up(topology).expect_err(name);
    assert!(error.is_topology(), "{name}: {error}");
    assert_eq!(error.to_string(), format!("invalid topology: {in_plan}"), "{name}");
}

#[test]
fn the_builder_and_the_file_report_the_same() {
    for (name, topology) in cases::all() {
        check(name, &topology);
    }
}

/// The file that a topology is written to has the same problems.
#[test]
fn problems_survive_toml() {
    for (name, topology) in cases::all() {
        let problems = Topology::from_toml(&topology.to_toml()).expect_err(name);
        let mut written: Vec<&str> = problems.iter().map(nsfixture::FileProblem::message).collect();
        let in_plan = Plan::new(&topology).expect_err(name);
        let mut expected: Vec<String> = in_plan.iter().map(ToString::to_string).collect();
        written.sort_unstable();
        expected.sort();
        assert_eq!(written, expected, "{name}");
    }
}

#[test]
fn every_file_has_a_case() {
    let named: BTreeSet<String> = cases::all().iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(named.len(), cases::all().len(), "duplicate name");
    assert!(named.len() >= 40, "{} cases", named.len());
    for extension in ["toml", "txt"] {
        let files: BTreeSet<String> = fs::read_dir(directory())
            .expect("the files are there")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|found| found == extension))
            .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
            .collect();
        assert_eq!(files, named, "the files with `.{extension}`");
    }
}

#[test]
fn mistakes_in_a_file_are_topology_errors() {
    fn up(text: &str) -> Result<Net, Error> {
        Net::up(&Topology::from_toml(text)?)
    }
    let error = up("[[link]]\nhosts = ['a', 'a']\nmut = 5\n").expect_err("it is wrong");
    assert!(error.is_topology() && !error.is_unavailable(), "{error}");
    assert_eq!(
        error.to_string(),
        "invalid topology file:\n\
         line 3, column 1: unknown key `mut` in a link: did you mean `mtu`?"
    );
}
