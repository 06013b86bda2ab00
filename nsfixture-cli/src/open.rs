//! `nsfixture open`: the report of the test that has failed last.

use std::env;
use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::SystemTime;

use crate::output;

/// The page in the directory of a failed test.
const PAGE: &str = "report.html";

/// Print the path of the latest report of a failed test, and open it in a browser
///
/// Reports are looked for in DIR, or where tests write them: in NSFIXTURE_ARTIFACTS, and in the directory
/// `nsfixture` of Cargo's target directory, which is CARGO_TARGET_DIR, or `target` in this directory or
/// one above it. On a terminal, `xdg-open` shows it, if it is installed.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The directory with the directories of failed tests, or one of them
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
    /// Only print the path
    #[arg(short, long)]
    print: bool,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let bases = match &args.directory {
        Some(directory) => vec![directory.clone()],
        None => bases(),
    };
    let pages = bases.iter().flat_map(|base| pages(base));
    let Some((_, page)) = pages.max() else {
        let looked: Vec<String> = bases.iter().map(|base| base.display().to_string()).collect();
        let looked = if looked.is_empty() {
            "no target directory is here or above; name the directory".to_owned()
        } else {
            format!("looked in {}", looked.join(", "))
        };
        return output::fail(output::WRONG, format_args!("no report was found: {looked}"));
    };
    let page = fs::canonicalize(&page).unwrap_or(page);
    if !args.print && io::stdout().is_terminal() {
        show(&page);
    }
    output::print(format!("{}\n", page.display()).as_bytes())
}

/// Shows a page. Its path is printed whatever comes of it.
fn show(page: &Path) {
    let mut command = Command::new("xdg-open");
    command.arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _not_installed = command.spawn();
}

/// Returns where tests write reports, as far as that is known here.
fn bases() -> Vec<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(artifacts) = set("NSFIXTURE_ARTIFACTS") {
        return vec![artifacts];
    }
    let target = set("CARGO_TARGET_DIR").or_else(|| {
        let here = env::current_dir().ok()?;
        here.ancestors().map(|above| above.join("target")).find(|target| target.is_dir())
    });
    let Some(target) = target else { return Vec::new() };
    // With `--target` there is one below, in directories that Cargo did not create.
    let below = directories(&target).into_iter().map(|below| below.join("nsfixture"));
    let below = below.filter(|base| base.is_dir());
    [target.join("nsfixture")].into_iter().chain(below).collect()
}

/// Returns the pages in a directory, and in those below it, each with its time.
fn pages(base: &Path) -> Vec<(SystemTime, PathBuf)> {
    let with_time = |directory: PathBuf| {
        let page = directory.join(PAGE);
        Some((fs::metadata(&page).and_then(|of| of.modified()).ok()?, page))
    };
    let is_complete = |path: &PathBuf| {
        path.file_name().is_none_or(|name| !name.to_string_lossy().starts_with('.'))
    };
    let below = directories(base).into_iter().filter(is_complete);
    [base.to_owned()].into_iter().chain(below).filter_map(with_time).collect()
}

fn directories(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}
