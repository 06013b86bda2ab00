//! What was asked for on the command line.

const USAGE: &str = "usage: cargo bench -p nsfixture --bench setup -- [--quick] [--rounds N]";

pub(crate) struct Options {
    /// How often each network is set up by itself.
    pub(crate) rounds: usize,
    /// How many series each way of making networks gets.
    pub(crate) series: usize,
    /// How many pairs a series has.
    pub(crate) series_length: usize,
}

impl Options {
    const FULL: Self = Self { rounds: 200, series: 3, series_length: 1000 };
    /// Shows that everything works; its figures mean little.
    const QUICK: Self = Self { rounds: 10, series: 1, series_length: 20 };

    /// Reads the arguments; `None` if there is nothing to do.
    pub(crate) fn from_args(args: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let args: Vec<String> = args.collect();
        if args.iter().any(|arg| arg == "--list") {
            return Ok(None);
        }
        // `cargo bench` says so; `cargo test --all-targets` does not, and passes what tests take.
        if !args.iter().any(|arg| arg == "--bench") {
            return Ok(Some(Self::QUICK));
        }
        let quick = args.iter().any(|arg| arg == "--quick");
        let mut options = if quick { Self::QUICK } else { Self::FULL };
        let mut args = args.iter().map(String::as_str);
        while let Some(arg) = args.next() {
            match arg {
                "--bench" | "--quick" => {}
                "--rounds" => {
                    let rounds = args.next().and_then(|n| n.parse().ok()).filter(|&n| n > 0);
                    options.rounds = rounds.ok_or(USAGE)?;
                }
                other => return Err(format!("unknown argument {other:?}\n{USAGE}")),
            }
        }
        Ok(Some(options))
    }
}
