//! A long file takes as long as it is, not its square.

use std::time::Duration;

use nsfixture::Topology;
use nsfixture_plan::Plan;
use rustix::time::{ClockId, clock_gettime};

/// The processor time of the calling thread.
fn spent() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

/// The least time of a few that it takes to read the text.
fn time_of(text: &str) -> Duration {
    let once = || {
        let begin = spent();
        let read = Topology::from_toml(text).map(|topology| Plan::new(&topology).is_ok());
        std::hint::black_box(read).ok();
        spent().saturating_sub(begin)
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}

#[track_caller]
fn check(what: &str, count: usize, text: impl Fn(usize) -> String) {
    const TIMES: usize = 4;
    let (short, long) = (time_of(&text(count)), time_of(&text(TIMES * count)));
    println!("{what}: {count} in {short:?}, {} in {long:?}", TIMES * count);
    // A straight line has 4, and a square 16.
    assert!(long < 9 * short, "{what}: {count} take {short:?}, {TIMES} times as many {long:?}");
}

fn list(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

#[test]
fn right_files() {
    check("hosts", 1_000, |count| {
        format!("hosts = [{}]", list(count, |nth| format!("\"h{nth}\",")))
    });
    check("hosts of a LAN", 250, |count| {
        format!("[[lan]]\nhosts = [{}]", list(count, |nth| format!("\"h{nth}\",")))
    });
}

#[test]
fn wrong_files() {
    check("keys nobody knows", 1_000, |count| list(count, |nth| format!("k{nth} = 1\n")));
    check("hosts twice", 1_000, |count| {
        format!("hosts = [{}]", list(count, |nth| format!("\"h{}\",", nth / 2)))
    });
    check("wrong names", 1_000, |count| format!("hosts = [{}]", "\"a b\",".repeat(count)));
    check("routers nobody knows", 500, |count| {
        format!("hosts = [\"a\"]\nrouters = [{}]", list(count, |nth| format!("\"r{nth}\",")))
    });
    check("mistakes in one line", 1_000, |count| format!("hosts = [{}]", "1,".repeat(count)));
    check("lines that are no TOML", 1_000, |count| "?\n".repeat(count));
}
