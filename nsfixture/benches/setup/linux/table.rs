//! The figures, for people.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::linux::processes::{self, By};
use crate::linux::rounds::Rounds;
use crate::linux::series::Series;
use crate::linux::stars::Size;
use crate::linux::suites::{Suite, Times, Way};

/// A byte that took longer has lost a packet: what is lost is sent again after a second.
const STALL: Duration = Duration::from_millis(200);

pub(crate) fn head(access: &str) {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let processors = thread::available_parallelism().map_or(0, usize::from);
    // On a busy machine whatever starts threads waits for a processor, each time.
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?");
    let kernel = kernel.trim();
    println!("Linux {kernel}, {processors} processors, load {load}, {access}");
}

pub(crate) fn rounds(Rounds { raw, ours, ip }: &Rounds) {
    let [min, middle, p99, max, ratio] = ["min", "median", "p99", "max", "median / raw"];
    let title = format!("{} rounds, microseconds", raw.host.len());
    println!("\n{title:<28} {min:>8} {middle:>8} {p99:>8} {max:>8} {ratio:>14}");
    part("a single host, set-up", [&raw.host, &ours.host, &ip.host]);
    part("a single host, teardown call", [&raw.host_down, &ours.host_down, &ip.host_down]);
    part("a pair, set-up", [&raw.pair, &ours.pair, &ip.pair]);
    part("a pair, set-up to first byte", [&raw.first_byte, &ours.first_byte, &ip.first_byte]);
    part("a pair, teardown call", [&raw.pair_down, &ours.pair_down, &ip.pair_down]);
}

pub(crate) fn series(Series { raw, ours }: &Series, length: usize) {
    println!("\n{length} pairs one after the other, each with a byte there and back, milliseconds");
    for (name, times) in [("raw", raw), ("nsfixture", ours)] {
        let totals = times.totals.iter().map(|total| format!("{:>9.0}", total.as_secs_f64() * 1e3));
        let ratio = median(&times.totals) / median(&raw.totals);
        println!("  {name:<26} {}   {ratio:>14.2}", totals.collect::<String>());
    }
}

pub(crate) fn processes(processes::Times { by, empty, test }: &processes::Times) {
    let who = if *by == By::Nobody { ", as a user without privileges" } else { "" };
    let title = format!("processes{who}, milliseconds");
    let [min, middle, max, more] = ["min", "median", "max", "median - empty"];
    println!("\n{title:<52} {min:>8} {middle:>8} {max:>8} {more:>14}");
    for (name, times) in
        [("without a test", empty), ("a test of two hosts, a byte there and back", test)]
    {
        let [min, middle, max] = [0.0, 0.5, 1.0].map(|part| quantile(times, part) / 1e3);
        let more = (median(times) - median(empty)) / 1e3;
        println!("  {name:<50} {min:>8.2} {middle:>8.2} {max:>8.2} {more:>14.2}");
    }
}

pub(crate) fn suite(Times { suite, totals }: &Times) {
    let Suite { body, threads, tests } = suite;
    let each = f64::from(*tests as u32);
    let threads = if *threads == 1 { "1 thread".to_owned() } else { format!("{threads} threads") };
    println!("\n{tests} tests on {threads}, bodies of {body:?}: milliseconds a test");
    let [min, middle, max, cold] = ["min", "median", "max", "median / cold"];
    println!("{:<28} {min:>8} {middle:>8} {max:>8} {cold:>14}", "");
    for (way, times) in Way::ALL.into_iter().zip(totals) {
        let [min, middle, max] = [0.0, 0.5, 1.0].map(|part| quantile(times, part) / 1e3 / each);
        let ratio = median(times) / median(&totals[Way::Cold as usize]);
        println!("  {:<26} {min:>8.2} {middle:>8.2} {max:>8.2} {ratio:>14.2}", way.name());
    }
}

pub(crate) fn stalls(rounds: &Rounds, series: &Series) {
    late(&mut [
        ("raw", &mut rounds.raw.byte.iter().chain(&series.raw.byte)),
        ("nsfixture", &mut rounds.ours.byte.iter().chain(&series.ours.byte)),
        ("ip -batch", &mut rounds.ip.byte.iter()),
    ]);
}

pub(crate) fn star(Size { hosts, raw, ours }: &Size) {
    let [min, middle, max, each, ratio] = ["min", "median", "max", "us / host", "median / raw"];
    let title = format!("{} rounds, milliseconds", raw.up.len());
    println!("\n{title:<28} {min:>8} {middle:>8} {max:>8} {each:>9} {ratio:>13}");
    for (part, raw, ours) in [
        ("set-up", &raw.up, &ours.up),
        ("set-up to first byte", &raw.first_byte, &ours.first_byte),
        ("teardown call", &raw.down, &ours.down),
        ("teardown until all is gone", &raw.gone, &ours.gone),
    ] {
        println!("a star of {hosts}, {part}");
        for (name, times) in [("raw", raw), ("nsfixture", ours)] {
            let [min, middle, max] = [0.0, 0.5, 1.0].map(|part| quantile(times, part) / 1e3);
            let each = middle * 1e3 / f64::from(*hosts as u32);
            let ratio = median(times) / median(raw);
            println!("  {name:<26} {min:>8.2} {middle:>8.2} {max:>8.2} {each:>9.1} {ratio:>13.2}");
        }
    }
    late(&mut [("raw", &mut raw.byte.iter()), ("nsfixture", &mut ours.byte.iter())]);
}

/// Who makes the networks, and how long each one's first byte took.
type Bytes<'t> = (&'static str, &'t mut dyn Iterator<Item = &'t Duration>);

fn late(subjects: &mut [Bytes<'_>]) {
    let stalled = |(name, bytes): &mut Bytes<'_>| {
        let (mut all, mut late) = (0, 0);
        for byte in bytes {
            all += 1;
            late += usize::from(*byte > STALL);
        }
        format!("{name} {late} of {all}")
    };
    let stalled: Vec<String> = subjects.iter_mut().map(stalled).collect();
    println!("\nfirst bytes that took more than {} ms: {}", STALL.as_millis(), stalled.join(", "));
}

fn part(title: &str, subjects: [&Vec<Duration>; 3]) {
    println!("{title}");
    for (name, times) in ["raw", "nsfixture", "ip -batch"].into_iter().zip(subjects) {
        if times.is_empty() {
            continue;
        }
        let [min, middle, p99, max] = [0.0, 0.5, 0.99, 1.0].map(|part| quantile(times, part));
        let ratio = middle / median(subjects[0]);
        println!("  {name:<26} {min:>8.0} {middle:>8.0} {p99:>8.0} {max:>8.0} {ratio:>14.2}");
    }
}

fn median(times: &[Duration]) -> f64 {
    quantile(times, 0.5)
}

/// The smallest time, in microseconds, that this part of the times does not exceed.
#[expect(clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "small and positive")]
fn quantile(times: &[Duration], part: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let rank = (part * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).map_or(f64::NAN, |time| time.as_secs_f64() * 1e6)
}
