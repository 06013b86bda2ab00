//! The rooms of the library: each knows those below it and none above.

use std::collections::BTreeSet;
use std::path::Path;

use crate::graph::Graph;
use crate::sources::Sources;

/// The rooms of the library from the bottom up, as paths below `nsfixture/src`; a file belongs to the room with the longest
/// path. Rooms on one line may know each other, as long as no circle of files follows.
const ROOMS: &[&[&str]] = &[
    &[
        "capture_mode",
        "counters",
        "fault_counters",
        "host_state",
        "libc_atexit",
        "output",
        "report_level",
        "rule_counters",
        "trace_files",
        "service_output",
        "unavailable",
        "variables",
    ],
    &["artifacts", "error"],
    &["wire"],
    &["packets"],
    &["diagnosis"],
    &["kernel/bare"],
    &[
        "kernel/context",
        "kernel/faults",
        "kernel/entry",
        "kernel/guardian",
        "kernel/readiness",
        "kernel/threads",
    ],
    &[
        "kernel/netlink",
        "kernel/file_events",
        "kernel/holders",
        "kernel/icmp",
        "kernel/packet_socket",
        "kernel/program",
        "kernel/sock_diag",
        "kernel/terminal",
    ],
    &["kernel/capture", "kernel/sites"],
    &["kernel/inspect", "kernel/pump"],
    &["access", "registry"],
    &["apply", "panics", "services"],
    &["report"],
    // `unsupported` is what other systems have instead of the rooms from `access` up to here.
    &["state"],
    &["node"],
    &["cables"],
    &["net", "unsupported"],
    &["outcome", "skip_reason"],
    &["driver", "outlived", "spec", "unfinished"],
    &["evidence", "fates_file", "pause"],
    &["failed"],
    &["run"],
    &["__cli", "__private", "unsupported/__private"],
    &["lib", "guide", "prelude", "rtnetlink_0_24"],
];

/// Returns the room of a file, and how far up it is.
fn room<'a>(rooms: &[&[&'a str]], file: &Path) -> Option<(usize, &'a str)> {
    let module = file.with_extension("");
    rooms
        .iter()
        .enumerate()
        .flat_map(|(level, names)| names.iter().map(move |&name| (level, name)))
        .filter(|(_, name)| module.starts_with(name))
        .max_by_key(|(_, name)| name.len())
}

/// Describes the uses that point upward, re-exports among them.
pub(crate) fn upward(graph: &Graph, rooms: &[&[&str]]) -> BTreeSet<String> {
    let room_of = |file: usize| {
        let path = graph.file(file);
        room(rooms, path).unwrap_or_else(|| {
            panic!("{} is in no line of ROOMS: put it where it belongs", path.display())
        })
    };
    let mut found = BTreeSet::new();
    for edge in &graph.edges {
        let ((from, name), (to, other)) = (room_of(edge.from), room_of(edge.to));
        if to > from {
            let (path, line) = (graph.file(edge.from).display(), edge.line);
            let defined = graph.file(edge.to).display();
            found.insert(format!(
                "{path}:{line}: `{}` is in `{other}` ({defined}), which is above `{name}`",
                edge.text
            ));
        }
    }
    found
}

#[test]
fn arrows_point_downward() {
    let graphs = Graph::all(&Sources::of("nsfixture"));
    let found: BTreeSet<String> = graphs.iter().flat_map(|graph| upward(graph, ROOMS)).collect();
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_room_is_there() {
    let sources = Sources::of("nsfixture");
    for name in ROOMS.iter().copied().flatten() {
        let is_there = sources.iter().any(|(path, _)| {
            room(ROOMS, path).is_some_and(|(_, room_of_file)| room_of_file == *name)
        });
        assert!(is_there, "ROOMS has `{name}`, and no file belongs to it");
    }
}

/// The rooms that touch nothing.
const PURE_ROOMS: [&str; 4] = ["diagnosis", "host_state", "packets", "wire"];

/// The crates that they are made of, and the modules of the standard library that they leave alone.
const PURE: [&str; 3] = ["etherparse", "nsfixture_plan", "std"];
const IMPURE: [&str; 7] = ["env", "fs", "io", "net", "os", "process", "thread"];

#[test]
fn rooms_are_pure() {
    for graph in Graph::all(&Sources::of("nsfixture")) {
        for each in &graph.outside {
            let file = graph.file(each.from);
            if !PURE_ROOMS.iter().any(|room| file.with_extension("").starts_with(room)) {
                continue;
            }
            let path: Vec<&str> = each.path.split("::").collect();
            let is_pure = match path[..] {
                ["std", "time", name, ..] => name == "Duration",
                // Addresses are numbers.
                ["std", "net", name, ..] => name.starts_with("Ip") || name == "SocketAddr",
                ["std", module, ..] => !IMPURE.contains(&module),
                [krate, _, ..] => PURE.contains(&krate) || is_type(krate),
                // A name that is always there.
                _ => true,
            };
            let file = file.display();
            assert!(is_pure, "{file}:{}: `{}` is not pure", each.line, each.path);
        }
    }
}

/// Returns whether a path that begins with this name is to something of a type: `u64::MAX`, `Vec::new`.
fn is_type(name: &str) -> bool {
    let is_number = |kind| {
        let bits = name.strip_prefix(kind).map(|bits| bits == "size" || bits.parse::<u8>().is_ok());
        bits.unwrap_or(false)
    };
    let is_word = ["bool", "char", "str"].contains(&name);
    is_word || name.starts_with(char::is_uppercase) || ['f', 'i', 'u'].into_iter().any(is_number)
}
