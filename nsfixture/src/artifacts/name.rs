//! Names of files for tests.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

/// The file that every directory of a failed test has.
pub(crate) const REPORT: &str = "report.json";

/// The longest name of a test that is the name of a file: with what follows it, at most 255 bytes (`NAME_MAX`).
const LONGEST: usize = 200;

/// Returns a name of a file for a test: its path with dots. It has no separator, and does not begin with a dot.
pub(crate) fn of_test(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let name = path.replace("::", ".");
    let name: String =
        name.chars().map(|c| if is_plain(c) || c == '.' { c } else { '_' }).collect();
    let name = name.trim_start_matches('.');
    if name.len() <= LONGEST && !name.is_empty() {
        return name.to_owned();
    }
    // Tests whose long names differ only at the end have different files.
    let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(path);
    let end = (0..=LONGEST.min(name.len())).rev().find(|&end| name.is_char_boundary(end));
    format!("{}-{hash:016x}", &name[..end.unwrap_or(0)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_safe() {
        assert_eq!(of_test("krate::module::test"), "krate.module.test");
        assert_eq!(of_test("../etc/passwd"), "_etc_passwd");
        assert_eq!(of_test("a b\n::c/r#d"), "a_b_.c_r_d");
        assert_eq!(of_test("").len(), "-0123456789abcdef".len());
        let [one, other] = ["x", "y"].map(|end| of_test(&format!("{}{end}", "ä".repeat(300))));
        assert!(one.len() <= 250 && one != other);
    }
}
