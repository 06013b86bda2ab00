//! The directory of a test that has failed: what the library writes there.

use std::fs;
use std::path::{Path, PathBuf};

use nsfixture::Fates;
use serde_json::Value;

/// The report, as the library writes it.
const REPORT: &str = "report.json";
/// The topology.
pub(crate) const NETWORK: &str = "network.toml";
/// What has happened to packets by chance; it is not there where nothing could.
const FATES: &str = "packets.fates";

/// The directory of a test that has failed.
pub(crate) struct Report {
    pub(crate) directory: PathBuf,
    json: Value,
}

impl Report {
    /// Reads the report in a directory, or next to a file of one.
    ///
    /// # Errors
    /// Returns why it cannot be read.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let directory = if path.is_file() { path.parent().unwrap_or(path) } else { path };
        let directory = fs::canonicalize(if directory.as_os_str().is_empty() {
            Path::new(".")
        } else {
            directory
        })
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        let file = directory.join(REPORT);
        let text = fs::read_to_string(&file).map_err(|error| {
            format!(
                "{} cannot be read: {error}; expected the directory of a failed test",
                file.display()
            )
        })?;
        let json: Value = serde_json::from_str(&text)
            .map_err(|error| format!("{} is not a report: {error}", file.display()))?;
        Ok(Self { directory, json })
    }

    /// Returns a string in the part about the test, or nothing.
    pub(crate) fn of_test(&self, key: &str) -> &str {
        self.json["test"][key].as_str().unwrap_or_default()
    }

    /// Returns the environment variables that the test had from Cargo.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.json["test"]["variables"].as_object().into_iter().flatten();
        all.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }

    /// Returns the file with what has happened to packets by chance, if there is one.
    pub(crate) fn fates_file(&self) -> Option<PathBuf> {
        Some(self.directory.join(FATES)).filter(|file| file.exists())
    }

    /// Reads what has happened to packets by chance.
    ///
    /// # Errors
    /// Returns why it cannot be read.
    pub(crate) fn fates(&self) -> Result<Option<Fates>, String> {
        let Some(file) = self.fates_file() else { return Ok(None) };
        let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let text = fs::read_to_string(&file).map_err(|error| wrong(&error))?;
        text.parse().map(Some).map_err(|error| wrong(&error))
    }
}
