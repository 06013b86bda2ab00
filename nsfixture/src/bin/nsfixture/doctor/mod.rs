//! `nsfixture doctor`: what this machine allows, and why not.

mod json;
mod text;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use nsfixture::doctor::{Outlook, examine};

const AFTER_HELP: &str = "\
Each way in is tried in a child, and each feature of the kernel in a network of
its own, which is then thrown away. What would bring interfaces to the machine
when its module is loaded is tried only where it is loaded.

Exit status: 0 if tests with #[ns_test] run, 1 if they are skipped or fail, 2 if
the command is wrong.

Verdicts: `works` and `refused` were tried; `missing` is what this kernel or this
machine does not have; `allows` and `hinders` are settings; `failed` is anything
else; `not tried` says why not.

With --json, one object: `version`, `kernel`; `ns_test` (`runs`, `skips` or
`fails`); `way_in`, `unavailable` (the words with which a test is skipped),
`reason`, `fix` and `error`, each a text or null; and `groups`, each with a
`name` and `rows`, each of these with a `name` that no other has, a `verdict`,
`what`, and `why` and `fix`, which are texts or null. There may be further keys
in later versions.";

#[derive(clap::Args)]
#[command(after_long_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Print it as JSON, for scripts.
    #[arg(long)]
    json: bool,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    // As a test's process does.
    #[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
    nsfixture::cli::enter_as_current_user();
    let report = examine();
    let said = if args.json {
        json::of(&report)
    } else {
        let colours = has_colours();
        text::of(&report, colours, io::stdout().is_terminal())
    };
    match io::stdout().lock().write_all(said.as_bytes()) {
        // Whoever reads on has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("nsfixture: it cannot be written: {error}");
            return ExitCode::from(2);
        }
        _ => {}
    }
    match report.outlook {
        Outlook::Runs(_) => ExitCode::SUCCESS,
        Outlook::Skips { .. } | Outlook::Fails(_) => ExitCode::FAILURE,
    }
}

/// Colours are for a terminal that has some, unless somebody does not want them (no-color.org).
fn has_colours() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal()
        && !is_set("NO_COLOR")
        && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}
