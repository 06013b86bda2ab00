//! Topologies as TOML files.

use std::fs;
use std::path::Path;

use nsfixture::Topology;
use nsfixture_plan::{FileProblems, Plan};
use nsfixture_tests::fuzz;

use crate::mutation::Corpus;

/// Relative to this package: right files, wrong ones, and those that once failed.
const DIRECTORIES: [&str; 4] = ["topologies", "../examples/topologies", "wrong", "fuzz/files"];

const WORDS: [&str; 61] = [
    "hosts = [\"a\", \"b\"]\n",
    "hosts = { a = \"10.0.0.1/24\", b = [] }\n",
    "routers = [\"a\"]\n",
    "[[lan]]\n",
    "[[link]]\n",
    "[lan]\n",
    "[lan.hosts]\n",
    "[[lan.hosts]]\n",
    "[[lan]]\nhosts = [\"x\"]\n",
    "lan = [{ hosts = [\"y\"] }]\n",
    "lan.hosts = \"a\"\n",
    "name = \"office\"\n",
    "name = '''\n'''\n",
    "subnet = \"10.1.0.0/24\"\n",
    "subnet = [\"10.1.0.0/30\", \"fd00::/64\"]\n",
    "mtu = 1400\n",
    "mtu = 99999999999999999999\n",
    "mtu = 0x500\n",
    "mtu = 1_400\n",
    "mtu = 1e3\n",
    "mtu = nan\n",
    "faults = true\n",
    "seed = 42\n",
    "delay = \"20ms\"\n",
    "rtt = \"40ms\"\njitter = \"5ms\"\n",
    "loss = \"1%\"\nburst = 5\n",
    "loss = 5\n",
    "drop = [2, 3, 7]\n",
    "drop_every = 18446744073709551615\n",
    "outage = { after = \"2s\", lasts = \"500ms\" }\n",
    "[link.outage]\nevery = \"5s\"\n",
    "rule = [{ protocol = \"udp\", port = 53, loss = \"10%\" }, { host = \"a\", drop = [1] }]\n",
    "[[link.rule]]\nprotocol = \"tcp\"\nflags = \"syn\"\nshorter_than = 100\n",
    "[[link.from.a.rule]]\nicmp = \"echo-request\"\nlonger_than = 4294967296\n",
    "rate = \"10mbit\"\nqueue = \"64kib\"\n",
    "condition = \"3g\"\n",
    "[link.from.a]\n",
    "[lan.from.\"\"]\n",
    "from.a = { loss = \"100%\" }\n",
    "\"99999999999999999999.9999h\"",
    "\"0.0001%\"",
    "\"50packets\"",
    "\"10.0.0.1/24\"",
    "\"fd00::1/64\"",
    "\"::ffff:10.0.0.1/96\"",
    "\"0.0.0.0/0\"",
    "\"10.0.0.255/24\"",
    "\"localhost\"",
    "\"\\u0000\"",
    "\"\\U0010ffff\"",
    "\"\\ud800\"",
    "\"\"\"\\\n   \"\"\"",
    "2020-01-01T00:00:00Z",
    "true",
    "-1",
    "{",
    "}",
    "[",
    "]",
    "\r\n",
    "# \u{202e}\n",
];

fn corpus() -> Corpus {
    let mut texts = vec![String::new()];
    for directory in DIRECTORIES {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
        let mut paths: Vec<_> = fs::read_dir(&directory)
            .unwrap_or_else(|error| panic!("{}: {error}", directory.display()))
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
            .collect();
        // The order of a directory is no seed's.
        paths.sort();
        texts.extend(paths.iter().map(|path| fs::read_to_string(path).expect("text")));
    }
    assert!(texts.len() > 50, "only {} files are in the corpus", texts.len());
    Corpus { texts, words: &WORDS, longest: 4_000 }
}

#[test]
fn of_the_corpus() {
    for text in corpus().texts {
        judge(&text);
    }
}

#[test]
fn changed_at_random() {
    let corpus = corpus();
    fuzz::run("topology files", 2_000, |random| corpus.text(random), |text| judge(text));
}

fn judge(text: &str) {
    match Topology::from_toml(text) {
        Ok(topology) => is_whole(&topology),
        Err(problems) => are_told(text, &problems),
    }
}

/// What is read can be made, drawn, and written so that it is read as the same.
fn is_whole(topology: &Topology) {
    let plan = Plan::new(topology).expect("what is read is right");
    assert!(!plan.to_text().is_empty() && !plan.to_mermaid().is_empty());
    let written = topology.to_toml();
    let read = Topology::from_toml(&written);
    assert_eq!(read.as_ref(), Ok(topology), "it is written as\n{written}");
    assert_eq!(topology.to_toml(), written, "it is written otherwise the next time");
}

/// There is a problem, each is at a place in the text, in their order there, and says something in
/// one line.
fn are_told(text: &str, problems: &FileProblems) {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut last = (1, 1);
    for problem in problems {
        let (line, column) = (problem.line(), problem.column());
        assert!((1..=lines.len()).contains(&line), "there is no such line: {problem}");
        let characters = lines[line - 1].chars().count();
        assert!((1..=characters + 1).contains(&column), "there is no such column: {problem}");
        assert!(last <= (line, column), "out of order: {problems}");
        assert!(!problem.message().trim().is_empty(), "no message: {problem:?}");
        assert!(!problem.message().contains(char::is_control), "more than a line: {problem:?}");
        last = (line, column);
    }
    assert!(problems.iter().next().is_some(), "there is no topology and no problem");
}
