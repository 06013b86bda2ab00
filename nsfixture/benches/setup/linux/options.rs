//! What was asked for on the command line.

const USAGE: &str = "usage: cargo bench -p nsfixture --bench setup -- \
                     [--quick] [--processes] [--suites] [--stars HOSTS,...] [--rounds N]";

pub(crate) struct Options {
    /// How often each network of one or two hosts is set up by itself; `None` if none is.
    pub(crate) rounds: Option<usize>,
    /// How many series each way of making networks gets.
    pub(crate) series: usize,
    /// How many pairs a series has.
    pub(crate) series_length: usize,
    /// How often each process with one test is started; `None` if none is.
    pub(crate) processes: Option<usize>,
    /// How often each suite of tests is run, and how many tests it has; `None` if none is.
    pub(crate) suites: Option<(usize, usize)>,
    /// How many hosts the stars have, and how often each is set up.
    pub(crate) stars: Vec<(usize, usize)>,
}

impl Options {
    fn full() -> Self {
        let stars = vec![(10, 20), (50, 20), (200, 10), (1000, 5)];
        let suites = Some((10, 100));
        Self {
            rounds: Some(200),
            series: 3,
            series_length: 1000,
            processes: Some(100),
            suites,
            stars,
        }
    }

    /// Shows that everything works; its figures mean little.
    fn quick() -> Self {
        let (suites, stars) = (Some((1, 10)), vec![(10, 3), (50, 3)]);
        Self { rounds: Some(10), series: 1, series_length: 20, processes: Some(3), suites, stars }
    }

    /// Reads the arguments; `None` if there is nothing to do.
    pub(crate) fn from_args(args: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let args: Vec<String> = args.collect();
        if args.iter().any(|arg| arg == "--list") {
            return Ok(None);
        }
        // `cargo bench` passes it; `cargo test --all-targets` does not, and passes the arguments of tests.
        if !args.iter().any(|arg| arg == "--bench") {
            return Ok(Some(Self::quick()));
        }
        let quick = args.iter().any(|arg| arg == "--quick");
        let mut options = if quick { Self::quick() } else { Self::full() };
        let (mut sizes, mut rounds, mut suites, mut processes) = (None, None, false, false);
        let mut args = args.iter().map(String::as_str);
        while let Some(arg) = args.next() {
            match arg {
                "--bench" | "--quick" => {}
                "--processes" => processes = true,
                "--suites" => suites = true,
                "--stars" => sizes = Some(numbers(args.next())?),
                "--rounds" => rounds = numbers(args.next())?.first().copied(),
                other => return Err(format!("unknown argument {other:?}\n{USAGE}")),
            }
        }
        if processes || suites || sizes.is_some() {
            options.rounds = None;
            options.processes =
                options.processes.filter(|_| processes).map(|n| rounds.unwrap_or(n));
            options.suites =
                options.suites.filter(|_| suites).map(|(n, tests)| (rounds.unwrap_or(n), tests));
            let sizes = sizes.into_iter().flatten();
            options.stars = sizes.map(|hosts| (hosts, rounds.unwrap_or(5))).collect();
        } else {
            options.rounds = rounds.or(options.rounds);
        }
        Ok(Some(options))
    }
}

/// Numbers greater than 0, with commas between them.
fn numbers(list: Option<&str>) -> Result<Vec<usize>, &'static str> {
    let numbers = list.ok_or(USAGE)?.split(',').map(|n| n.parse().ok().filter(|&n| n > 0));
    numbers.collect::<Option<_>>().ok_or(USAGE)
}
