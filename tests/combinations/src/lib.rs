//! How bodies say that they have run, and where.

use std::env;
use std::fmt::Display;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The variable that names the file in which bodies say so.
pub const LOG: &str = "NSFIXTURE_COMBINATIONS_LOG";

/// A test among other attributes, and what is to become of it.
pub struct Combination {
    /// The module in which it stands.
    pub name: &'static str,
    /// How often its body is to run.
    pub bodies: usize,
    /// How many tests libtest is to count.
    pub tests: usize,
    /// As it is written.
    pub source: &'static str,
}

/// Tests with what is to become of them, each in a module of its own.
#[macro_export]
macro_rules! combinations {
    ($($name:ident: $bodies:literal bodies, $tests:literal tests { $($source:tt)* })*) => {
        $(mod $name {
            use super::*;
            $($source)*
        })*

        pub(crate) const ALL: &[$crate::Combination] = &[$($crate::Combination {
            name: stringify!($name),
            bodies: $bodies,
            tests: $tests,
            source: stringify!($($source)*),
        }),*];
    };
}

/// Says that a body has run, with the values that it has got.
#[macro_export]
macro_rules! ran {
    ($($value:expr),*) => {
        $crate::say_ran(module_path!(), &[$(&$value),*])
    };
}

/// The namespaces in which bodies have run: while they are kept, no other one gets their numbers.
static KEPT: Mutex<Vec<File>> = Mutex::new(Vec::new());

/// One line: the module, the network namespace of the thread, the values.
///
/// # Panics
/// If nobody can read the line.
pub fn say_ran(module: &str, values: &[&dyn Display]) {
    let Some(path) = env::var_os(LOG) else { return };
    let namespace = fs::read_link("/proc/thread-self/ns/net").expect("the namespace's number");
    let kept = File::open("/proc/thread-self/ns/net").expect("the namespace");
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).push(kept);
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    let line = format!("{module}\t{}\t{}\n", namespace.display(), values.join(","));
    let mut log = OpenOptions::new().append(true).open(path).expect("the log");
    // In one go, for others write, too.
    log.write_all(line.as_bytes()).expect("the log can be written");
}

/// A test up to its body, in the macro that it is in, if it is in one.
pub fn head(source: &str) -> String {
    let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
    let attribute = source.find("#[").unwrap_or_default();
    let around = source[..attribute].split_once('!').map(|(name, _)| format!("{name}! {{ "));
    let (begin, end) = around.map_or((String::new(), ""), |begin| (begin, " .. }"));
    let mut depth = 0;
    let is_body = |(at, char): (usize, char)| {
        match char {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    };
    let test = &source[attribute..];
    let body = test.char_indices().find_map(is_body).unwrap_or(test.len());
    format!("{begin}{}{end}", test[..body].trim_end()).replace('|', "\\|")
}

/// Compares a table with the one in the library's documentation, `known`, or writes that if
/// `NSFIXTURE_BLESS` is set.
///
/// # Panics
/// If they differ.
#[track_caller]
pub fn bless_or_compare(table: &str, name: &str, known: &str) {
    if env::var_os("NSFIXTURE_BLESS").is_some() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../nsfixture/docs");
        fs::write(docs.join(name), table).expect("the table is writable");
        return;
    }
    assert_eq!(table, known, "{name}: if this is meant, run again with NSFIXTURE_BLESS=1");
}
