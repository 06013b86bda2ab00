//! How bodies say that they have run, and where.

use std::env;
use std::fmt::Display;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
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
