//! The measurements themselves.

mod bulk;
mod cables;
mod netem;
mod options;
mod rtt;
mod setup;
mod small;
mod table;

use std::io;
use std::process::ExitCode;

use cables::Cable;
use options::Options;
use table::Table;

pub(crate) fn main() -> ExitCode {
    let options = match Options::from_args(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => return ExitCode::SUCCESS,
        Err(usage) => {
            eprintln!("{usage}");
            return ExitCode::from(2);
        }
    };
    if let Some(unavailable) = nsfixture::unavailable() {
        println!("not measured: {unavailable}");
        let is_required = std::env::var_os("NSFIXTURE_REQUIRE").is_some_and(|value| value == "1");
        return if is_required { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    match measure(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options) -> io::Result<()> {
    table::head();
    let cables = Cable::all();
    let mut table = Table::default();
    for _ in 0..options.rounds {
        for &cable in cables.iter().filter(|cable| !cable.has_netem() && !cable.is_recorded()) {
            table.add("set-up of a pair", "us", cable, setup::pairs(cable, options.pairs)?);
        }
        for (cable, capture) in cables.iter().filter_map(|&cable| Some((cable, cable.capture()?))) {
            table.add("a test of a pair", "us", cable, setup::tests(cable, capture, options.pairs));
        }
        for &cable in &cables {
            table.add("round trip of 64 bytes", "us", cable, rtt::median(cable, options.echoes)?);
        }
        for &cable in &cables {
            let bulk = bulk::run(cable, options.bulk)?;
            table.add("TCP bulk", "Gbit/s", cable, bulk.gigabits);
            table.add("CPU time of 1 GB", "ms", cable, bulk.cpu_per_gigabyte);
        }
        for &cable in &cables {
            table.add("small packets", "1000/s", cable, small::rate(cable, options.bulk)?);
        }
    }
    for links in options.links.iter().copied() {
        for cable in [Cable::Plain, Cable::Faults] {
            let (up, down) = setup::links(cable, links, options.rounds)?;
            table.add(&format!("set-up of {links} links"), "us", cable, up);
            table.add(&format!("teardown of {links} links"), "us", cable, down);
        }
    }
    table.print();
    Ok(())
}
