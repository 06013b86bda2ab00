//! Files with the fates of tests.

use std::fmt::Display;
use std::path::Path;
use std::{fs, io};

use nsfixture_plan::Fates;

use crate::artifacts;
use crate::net::Net;
use crate::output::print_line;
use crate::spec::TestSpec;
use crate::variables;

/// Returns the fates that are to happen again in a test: those of the file that is set, or of that which its attribute names.
///
/// # Errors
/// Returns why the file cannot be read, or what is wrong with it.
pub(crate) fn replayed(spec: &TestSpec) -> Result<Option<Fates>, String> {
    let Some(path) = variables::replayed() else {
        let Some((path, text)) = spec.replay else { return Ok(None) };
        return text.parse().map(Some).map_err(|error| format!("`{path}`: {error}"));
    };
    let name = variables::REPLAY;
    let wrong = |why: &dyn Display| format!("{name} is `{}`: {why}", path.display());
    let text = fs::read_to_string(&path).map_err(|error| wrong(&error))?;
    text.parse().map(Some).map_err(|error| wrong(&error))
}

/// Writes the fates of a test that has failed, if a directory for them is set and packets could have fates. Prints the
/// name of the file.
pub(crate) fn write(spec: &TestSpec, net: &Net) {
    let Some(directory) = variables::fates_directory() else { return };
    let fates = match net.fates() {
        Ok(fates) if fates.directions().is_empty() => return,
        Ok(fates) => fates,
        Err(error) => return print_line(&format!("note: the fates are lost: {error}")),
    };
    let path = directory.join(format!("{}.fates", artifacts::of_test(&spec.path)));
    if let Err(error) = write_to(&directory, &path, &fates) {
        print_line(&format!("note: cannot write the fates to `{}`: {error}", path.display()));
        return;
    }
    let path = path.canonicalize().unwrap_or(path);
    eprintln!(
        "nsfixture: {} fates are in `{path}`; NSFIXTURE_REPLAY={path} replays them",
        fates.len(),
        path = path.display()
    );
    if fates.missing() > 0 {
        let missing = fates.missing();
        print_line(&format!("note: there were too many fates: {missing} more are not in the file"));
    }
}

fn write_to(directory: &Path, path: &Path, fates: &Fates) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    fs::write(path, fates.to_string())
}
