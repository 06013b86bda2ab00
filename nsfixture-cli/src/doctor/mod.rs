//! `nsfixture doctor`: what this machine allows.

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
mod examine;
mod json;
mod report;
mod text;
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
mod unsupported;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
use examine::this_machine;
use report::Outlook;
#[cfg(any(not(target_os = "linux"), nsfixture_unsupported))]
use unsupported::this_machine;

const AFTER_HELP: &str = "\
Access is probed in a child process, and each kernel feature in a temporary
network. A feature whose module would create interfaces on the machine is probed
only if the module is already loaded.

Exit status: 0 if tests with #[ns_test] run, 1 if they are skipped or fail, 2 for a
usage error.

Verdicts: `works` and `refused` are results of a probe; `missing` means that this
kernel or this machine does not have it; `allows` and `blocks` are settings;
`failed` is any other result; `not tried` has a reason.

With --json, one object: `version`, `kernel`; `ns_test` (`runs`, `skips` or
`fails`); `access`, `unavailable` (the skip message), `reason`, `fix` and
`error`, each a string or null; and `groups`, each with a `name` and `rows`. Each
row has a unique `name`, a `verdict`, `what`, and `why` and `fix`, strings or
null. Later versions may add keys.";

/// Report what this machine allows, and how to fix the rest
#[derive(clap::Args)]
#[command(after_long_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Print JSON, for scripts
    #[arg(long)]
    json: bool,
}

pub(crate) fn main(args: &Args) -> ExitCode {
    let report = this_machine();
    let text = if args.json {
        json::of(&report)
    } else {
        let colours = has_colours();
        text::of(&report, colours, io::stdout().is_terminal())
    };
    match io::stdout().lock().write_all(text.as_bytes()) {
        // The reader has closed the pipe.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("nsfixture: cannot write to stdout: {error}");
            return ExitCode::from(2);
        }
        _ => {}
    }
    match report.outlook {
        Outlook::Runs(_) => ExitCode::SUCCESS,
        Outlook::Skips { .. } | Outlook::Fails(_) => ExitCode::FAILURE,
    }
}

/// Returns true if stdout is a terminal with colours, and they are not disabled (no-color.org).
fn has_colours() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal()
        && !is_set("NO_COLOR")
        && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}
