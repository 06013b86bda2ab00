//! Files with the fates of tests.

use std::fmt::Display;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::path::Path;
use std::{fs, io};

use nsfixture_plan::Fates;

use crate::net::Net;
use crate::output::print_line;
use crate::spec::TestSpec;
use crate::variables;

/// The longest name of a test that is the name of a file: with what follows it, at most 255 bytes (`NAME_MAX`).
const LONGEST: usize = 200;

/// Returns the fates that are to happen again in a test, if a file of them is set.
///
/// # Errors
/// Returns why the file cannot be read, or what is wrong with it.
pub(crate) fn replayed() -> Result<Option<Fates>, String> {
    let Some(path) = variables::replayed() else { return Ok(None) };
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
    let path = directory.join(file_name(&spec.path));
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

/// Returns the name of the file for a test: its path with dots. It has no separator, and does not begin with a dot.
fn file_name(test: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let name = test.replace("::", ".");
    let name: String =
        name.chars().map(|c| if is_plain(c) || c == '.' { c } else { '_' }).collect();
    let name = name.trim_start_matches('.');
    if name.len() <= LONGEST && !name.is_empty() {
        return format!("{name}.fates");
    }
    // Tests whose long names differ only at the end have different files.
    let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(test);
    let end = (0..=LONGEST.min(name.len())).rev().find(|&end| name.is_char_boundary(end));
    format!("{}-{hash:016x}.fates", &name[..end.unwrap_or(0)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_safe() {
        assert_eq!(file_name("krate::module::test"), "krate.module.test.fates");
        assert_eq!(file_name("../etc/passwd"), "_etc_passwd.fates");
        assert_eq!(file_name("a b\n::c/r#d"), "a_b_.c_r_d.fates");
        assert_eq!(file_name("").len(), "-0123456789abcdef.fates".len());
        let [one, other] = ["x", "y"].map(|end| file_name(&format!("{}{end}", "ä".repeat(300))));
        assert!(one.len() <= 255 && one != other);
    }
}
