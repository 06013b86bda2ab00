//! Runs this binary, checks what ran and where, and makes a table of it, which is in the library's
//! documentation. `NSFIXTURE_BLESS=1` writes that.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::process::Command;
use std::{env, fs};

use nsfixture_combinations::{Combination, LOG, bless_or_compare, head};

const ALL: [(&str, &[Combination]); 5] = [
    ("plain", crate::plain::ALL),
    ("tokio", crate::tokio::ALL),
    ("rstest", crate::rstest::ALL),
    ("test_case", crate::test_case::ALL),
    ("others", crate::others::ALL),
];

/// What was seen of a combination.
#[derive(Default)]
struct Seen {
    bodies: Vec<(String, String)>,
    counted: usize,
}

#[test]
fn each_body_runs_in_its_network_as_often_as_it_is_counted() {
    if let Some(reason) = nsfixture::unavailable() {
        assert!(env::var_os("NSFIXTURE_REQUIRE").is_none(), "{reason}");
        eprintln!("skipped: {reason}");
        return;
    }
    let seen = run();
    let outside = fs::read_link("/proc/thread-self/ns/net").expect("the number");
    let mut table = String::from("| test | bodies | networks | counted |\n|---|---|---|---|\n");
    let mut combinations = 0;
    for (group, combination) in
        ALL.iter().flat_map(|(group, all)| all.iter().map(move |c| (group, c)))
    {
        let path = format!("{group}::{}", combination.name);
        let none = Seen::default();
        let seen = seen.get(&path).unwrap_or(&none);
        let bodies: HashSet<_> = seen.bodies.iter().map(|(_, values)| values).collect();
        let networks: HashSet<_> = seen.bodies.iter().map(|(network, _)| network).collect();
        assert_eq!(seen.bodies.len(), combination.bodies, "the bodies of {path}");
        assert_eq!(bodies.len(), combination.bodies, "{path}: one has run twice");
        assert_eq!(networks.len(), combination.tests, "the networks of {path}");
        assert!(!networks.contains(&outside.display().to_string()), "{path}: one ran outside");
        assert_eq!(seen.counted, combination.tests, "libtest's count of {path}");
        let row = (head(combination.source), bodies.len(), networks.len(), seen.counted);
        writeln!(table, "| `{}` | {} | {} | {} |", row.0, row.1, row.2, row.3).expect("memory");
        combinations += 1;
    }
    assert!(combinations >= 60, "only {combinations} combinations");
    let known = include_str!("../../../../nsfixture/docs/combinations.md");
    bless_or_compare(&table, "combinations.md", known);
}

/// Runs all combinations, and nothing else, each in a module of its name.
fn run() -> HashMap<String, Seen> {
    let log = tempfile::NamedTempFile::new().expect("a file");
    let output = Command::new(env::current_exe().expect("this binary"))
        .args(["--skip", "table::", "--format", "pretty"])
        .env(LOG, log.path())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let mut all: HashMap<String, Seen> = HashMap::new();
    for line in fs::read_to_string(log.path()).expect("the log").lines() {
        let (module, rest) = line.split_once('\t').expect("a module");
        let (network, values) = rest.split_once('\t').expect("a namespace");
        let path = module.split_once("::").map_or(module, |(_, path)| path);
        let seen = all.entry(first_two(path)).or_default();
        seen.bodies.push((network.to_owned(), values.to_owned()));
    }
    for line in said.lines() {
        if let Some((path, "ok")) = line.strip_prefix("test ").and_then(|l| l.split_once(" ... ")) {
            all.entry(first_two(path)).or_default().counted += 1;
        }
    }
    all
}

fn first_two(path: &str) -> String {
    path.split("::").take(2).collect::<Vec<_>>().join("::")
}
