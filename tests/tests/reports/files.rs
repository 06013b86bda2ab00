//! Which files there are.

use std::fs;
use std::thread;

use crate::program::{command, directories, only, own, printed, read, run};

#[test]
fn a_panic() {
    if nsfixture_tests::is_skipped("the report of a panic") {
        return;
    }
    let base = tempfile::tempdir().unwrap();
    let printed = run("by_a_panic", base.path());
    let directory = only(base.path());
    assert!(directory.ends_with("reports.failing.by_a_panic-1"), "{directory:?}");
    let last = format!("nsfixture: report: {}", directory.join("report.html").display());
    let (text, _) = printed.split_once("\n\n\nfailures:\n").expect("the list of failures");
    assert_eq!(text.lines().last(), Some(&*last), "{printed}");

    let (report, page) = read(&directory);
    assert_eq!(report["test"]["name"], "failing::by_a_panic");
    assert_eq!(report["test"]["path"], "reports::failing::by_a_panic");
    let place = report["test"]["place"].as_str().unwrap();
    assert!(place.starts_with("tests/tests/reports/failing.rs:"), "{place}");
    assert_eq!(report["failure"]["what"], "the test body panicked in host `a`");
    assert_eq!(report["failure"]["message"], "</script> a \"false\" claim");
    let place = report["failure"]["place"].as_str().unwrap();
    assert!(place.starts_with("tests/tests/reports/failing.rs:"), "{place}");
    assert!(page.contains("&lt;/script&gt; a &quot;false&quot; claim"), "{page}");
    assert!(page.contains(place), "{page}");
    assert_eq!(report["seed"], "42");
    let packets = report["packets"].as_array().unwrap();
    assert!(packets.iter().any(|packet| packet["lost"].is_string()), "{packets:?}");
    assert!(report["picture"].as_str().unwrap().contains("30% loss"));
    assert_eq!(report["traffic"][0]["cable"], "wire");
    assert!(report["traffic"][0]["counters"]["lost"].as_u64().unwrap() > 0);
    // Nothing is known of those, so they are not there.
    for absent in ["services", "outlived"] {
        assert!(report.get(absent).is_none(), "{absent}");
    }
    let network = fs::read_to_string(directory.join("network.toml")).unwrap();
    assert!(network.contains("seed = 42") && network.contains("loss = \"30%\""), "{network}");
    let fates = fs::read_to_string(directory.join("packets.fates")).unwrap();
    let fates: nsfixture::Fates = fates.parse().unwrap();
    assert!(!fates.is_empty() && fates.seed() == 42);
}

#[test]
fn a_service_and_routes() {
    if nsfixture_tests::is_skipped("the report of a service") {
        return;
    }
    let base = tempfile::tempdir().unwrap();
    run("with_a_service", base.path());
    let (report, _) = read(&only(base.path()));
    let service = &report["services"][0];
    assert_eq!((&service["name"], &service["host"]), (&"sh".into(), &"a".into()));
    assert_eq!(service["count"], 101);
    assert_eq!(service["lines"].as_array().unwrap().len(), 101);
    let routes = report["hosts"][0]["routes"].to_string();
    assert!(routes.contains("default via 10.1.0.3 dev eth0 src 10.1.0.1"), "{routes}");
    assert_eq!(report["hosts"][2]["router"], true);
    assert_eq!(report["test"]["host"], "c");
}

#[test]
fn every_other_failure() {
    if nsfixture_tests::is_skipped("reports of failures") {
        return;
    }
    for (test, what) in [
        ("by_its_timeout", "the test timed out after 100ms in host `a`"),
        ("by_an_unobserved_panic", "the test body returned in host `a`"),
        ("by_another_panic", "the test body panicked in host `a`"),
    ] {
        let base = tempfile::tempdir().unwrap();
        run(test, base.path());
        let (report, _) = read(&only(base.path()));
        assert_eq!(report["failure"]["what"], what, "{test}");
        let also = report["failure"]["also"].to_string();
        assert_eq!(also.contains("a false claim"), test == "by_an_unobserved_panic", "{also}");
    }
}

/// What expects a panic and gets it has not failed. What ends the process has no time for a report; none is there in parts.
#[test]
fn nothing_else() {
    if nsfixture_tests::is_skipped("no reports") {
        return;
    }
    for test in ["by_nothing", "by_exit", "by_abort"] {
        let base = tempfile::tempdir().unwrap();
        let printed = run(test, base.path());
        assert_eq!(directories(base.path()), [""; 0].map(std::path::PathBuf::from), "{printed}");
    }
}

#[test]
fn each_run_and_each_attempt_has_its_own() {
    if nsfixture_tests::is_skipped("reports of attempts") {
        return;
    }
    let base = tempfile::tempdir().unwrap();
    for attempt in ["1", "2", "3"] {
        let mut command = command(&own(), "by_a_panic");
        command.env("NSFIXTURE_ARTIFACTS", base.path()).env("NEXTEST_ATTEMPT", attempt);
        printed(command.arg("--nocapture"));
    }
    let attempts =
        directories(base.path()).into_iter().map(|path| read(&path).0["test"]["attempt"].clone());
    assert_eq!(attempts.collect::<Vec<_>>(), [1, 2, 3]);
}

/// Of 10 hosts and 5,000 packets, which is the most.
#[test]
fn a_large_one() {
    if nsfixture_tests::is_skipped("a large report") {
        return;
    }
    let base = tempfile::tempdir().unwrap();
    run("with_many_packets", base.path());
    let (report, page) = read(&only(base.path()));
    assert_eq!(report["packets"].as_array().unwrap().len(), 5_000);
    assert_eq!(report["hosts"].as_array().unwrap().len(), 10);
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
}

#[test]
fn many_at_once() {
    const COUNT: usize = 32;
    if nsfixture_tests::is_skipped("many reports at once") {
        return;
    }
    let base = tempfile::tempdir().unwrap();
    thread::scope(|scope| {
        for number in 0..COUNT {
            let test = ["by_a_panic", "by_its_timeout"][number % 2];
            scope.spawn(|| run(test, base.path()));
        }
    });
    let directories = directories(base.path());
    assert_eq!(directories.len(), COUNT, "{directories:?}");
    for directory in directories {
        read(&directory);
    }
}
