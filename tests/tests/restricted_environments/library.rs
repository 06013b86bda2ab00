//! A library that is loaded before the test's program.

use std::process::Command;

use nsfixture_tests::print_line;
use tempfile::TempDir;

use super::restricted::Restricted;

/// A library that was compiled from C.
pub(crate) struct Library(TempDir);

impl Library {
    /// Compiles a library, unless there is no compiler here.
    ///
    /// # Panics
    /// Panics if the source is no program.
    #[track_caller]
    pub(crate) fn compile(source: &str) -> Option<Self> {
        let directory = tempfile::tempdir().expect("a directory can be made");
        let (file, library) = (directory.path().join("source.c"), directory.path().join("it.so"));
        std::fs::write(&file, source).expect("a file can be written");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-pthread", "-o"]).args([&library, &file]);
        match compiler.status() {
            Ok(status) => assert!(status.success(), "it is a program"),
            Err(error) => {
                print_line(&format!("nothing is tested with a library: no `cc`: {error}"));
                return None;
            }
        }
        Some(Self(directory))
    }

    /// Returns an environment that is not restricted, but in which the library is loaded.
    pub(crate) fn preloaded(&self) -> Restricted {
        let library = self.0.path().join("it.so");
        let script = format!("cp {} /mnt/it.so && chmod 755 /mnt/it.so", library.display());
        let below = "env LD_PRELOAD=/mnt/it.so".to_owned();
        Restricted { below, ..Restricted::new(script) }
    }
}
