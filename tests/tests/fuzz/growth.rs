//! A long file takes as long as it is, not its square.

use nsfixture::Topology;
use nsfixture_plan::Plan;

/// The processor time of the calling thread.
fn spent() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// The least time of a few that it takes to read the text.
fn time_of(text: &str) -> f64 {
    let once = || {
        let begin = spent();
        let read = Topology::from_toml(text).map(|topology| Plan::new(&topology).is_ok());
        std::hint::black_box(read).ok();
        spent() - begin
    };
    (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
}

#[track_caller]
fn check(what: &str, count: usize, text: impl Fn(usize) -> String) {
    const TIMES: usize = 4;
    let (short, long) = (time_of(&text(count)), time_of(&text(TIMES * count)));
    println!("{what}: {count} in {:.1} ms, {} in {:.1} ms", short * 1e3, TIMES * count, long * 1e3);
    // A straight line has 4, and a square 16.
    assert!(
        long < 9.0 * short,
        "{what}: {TIMES} times as many take {:.1} times as long",
        long / short
    );
}

fn list(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join("")
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
