use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::packets::Row;
use crate::report_level::ReportLevel;
use crate::services::ServiceReport;
use crate::wire::Loss;

/// Returns the report of a test of which only the least is known.
fn least() -> Report {
    Report {
        test: TestReport {
            name: "some::test".to_owned(),
            path: "krate::some::test".to_owned(),
            place: "tests/some.rs:7:1".to_owned(),
            host: "a".to_owned(),
            program: "/target/debug/deps/some-0".to_owned(),
            directory: "/krate".to_owned(),
            variables: Vec::new(),
            attempt: None,
            time: 1,
        },
        failure: Failure {
            what: "the test body panicked in host `a`".to_owned(),
            message: None,
            place: None,
            also: Vec::new(),
        },
        findings: Vec::new(),
        picture: String::new(),
        #[cfg(feature = "svg")]
        svg: String::new(),
        columns: Vec::new(),
        packets: Vec::new(),
        failed_after: None,
        missing_packets: Vec::new(),
        hosts: Vec::new(),
        faults: Vec::new(),
        traffic: Vec::new(),
        services: Vec::new(),
        outlived: Vec::new(),
        seed: u64::MAX,
    }
}

fn texts(count: usize, text: &str) -> Vec<String> {
    (0..count).map(|number| format!("{text} {number}")).collect()
}

fn row(millis: u64) -> Row {
    Row {
        time: Duration::from_millis(millis),
        from: Some("a".into()),
        to: "b".into(),
        protocol: "UDP",
        text: format!("number {millis}"),
        lost: None,
        run: None,
    }
}

/// Returns a report that has more of everything than a terminal.
fn most() -> Report {
    let service = |name: usize| ServiceReport {
        name: format!("daemon-{name}"),
        host: "b".to_owned(),
        state: "was running until the network went down".to_owned(),
        lines: texts(100, "0.001s out| line"),
        count: 200,
    };
    Report {
        findings: texts(50, "finding"),
        picture: "a ── b\n".to_owned(),
        columns: vec![Arc::from("a"), Arc::from("b")],
        packets: (0..10_000).map(row).collect(),
        failed_after: Some(Duration::from_millis(9_998)),
        missing_packets: texts(1, "some are missing"),
        faults: texts(50, "faults of"),
        services: (0..3).map(service).collect(),
        outlived: texts(10, "outlived"),
        ..least()
    }
}

fn is_drawn(line: &Line) -> bool {
    matches!(line, Line::Drawn(_))
}

#[test]
fn a_short_report_fits_a_terminal() {
    let short = lines(&most(), ReportLevel::Short);
    assert!((36..=38).contains(&short.len()), "{}: {short:#?}", short.len());
    assert_eq!(short[0], Line::Finding("finding 0".to_owned()));
    assert!(
        short.contains(&Line::Text("and 34 more lines in the report".to_owned())),
        "{short:#?}"
    );
    let last = |line: &Line| matches!(line, Line::Drawn(text) if text.ends_with("number 9999"));
    assert!(short.iter().any(last), "{short:#?}");
    let failure =
        |line: &Line| *line == Line::Drawn("   9998.000 ms  -- the test failed --".to_owned());
    assert!(short.iter().any(failure), "{short:#?}");
    let service = |line: &Line| matches!(line, Line::Text(text) if text.contains("`daemon-2`"));
    assert!(short.iter().any(service), "{short:#?}");
}

#[test]
fn what_is_not_there_leaves_its_lines_to_others() {
    let packets = Report { packets: most().packets, columns: most().columns, ..least() };
    let short = lines(&packets, ReportLevel::Short);
    assert!((37..=38).contains(&short.len()), "{}: {short:#?}", short.len());
    assert_eq!(short.iter().filter(|line| is_drawn(line)).count(), short.len() - 1);
    assert_eq!(lines(&least(), ReportLevel::Short), []);
    let large = Report { picture: "a ── b\n".repeat(30), ..least() };
    assert_eq!(lines(&large, ReportLevel::Short), []);
    assert_eq!(lines(&large, ReportLevel::Full).len(), 30);
}

#[test]
fn a_full_report_has_all() {
    let full = lines(&most(), ReportLevel::Full);
    assert!(full.contains(&Line::Finding("finding 49".to_owned())));
    assert!(full.contains(&Line::Text("outlived 9".to_owned())));
    assert!(full.iter().filter(|line| is_drawn(line)).count() > 190);
    assert_eq!(lines(&most(), ReportLevel::None), []);
}

#[test]
fn absent_parts_are_not_in_the_json() {
    let expected = concat!(
        r#"{"nsfixture":""#,
        env!("CARGO_PKG_VERSION"),
        r#"","format":1,"test":{"name":"some::test","path":"krate::some::test","#,
        r#""place":"tests/some.rs:7:1","host":"a","program":"/target/debug/deps/some-0","#,
        r#""directory":"/krate","time":1},"failure":{"what":"the test body panicked in host `a`"},"#,
        r#""seed":"18446744073709551615"}"#
    );
    assert_eq!(json(&least()), expected);
    let lost = Row { from: None, lost: Some(Loss::Rule(0)), ..row(1500) };
    let failed_after = Some(Duration::from_millis(2));
    let json = json(&Report { packets: vec![lost], failed_after, ..least() });
    let packet = r#""packets":[{"ms":1500.000,"to":"b","protocol":"UDP","text":"number 1500","lost":"lost, rule 1"}],"failed_ms":2.000"#;
    assert!(json.contains(packet), "{json}");
}

#[test]
fn rules_follow_routes() {
    let host = HostReport {
        name: "r".to_owned(),
        routes: texts(1, "route"),
        firewall: texts(1, "rule"),
        ..HostReport::default()
    };
    let json = json(&Report { hosts: vec![host], ..least() });
    assert!(json.contains(r#""routes":["route 0"],"firewall":["rule 0"]"#), "{json}");
}

#[test]
fn the_page_needs_no_script_for_the_failure() {
    let mut report = most();
    report.failure.message = Some("1 < 2 & {{report}} </pre><script>".to_owned());
    report.failure.place = Some("tests/some.rs:9:5".to_owned());
    report.findings = vec!["b: <accept queue> full".to_owned(), "`".to_owned()];
    let page = page(&report);
    for expected in [
        "1 &lt; 2 &amp; {{report}} &lt;/pre&gt;&lt;script&gt;",
        "tests/some.rs:9:5",
        "<li>b: &lt;accept queue&gt; full</li>",
        "some::test",
        "the test body panicked in host <code>a</code>",
        "<li>`</li>",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert_eq!(page.matches("</script>").count(), 2, "one is the report, and one shows it");
    // No place on the network is named, except the name space of SVG.
    let places = page.match_indices("://").map(|(at, _)| &page[at.saturating_sub(5)..at + 13]);
    let places: Vec<&str> = places.filter(|place| !place.contains("www.w3.org")).collect();
    assert!(places.is_empty(), "{places:?}");
}

/// 10 hosts and 5,000 packets.
#[test]
fn the_page_is_small() {
    let host = |number| HostReport {
        name: format!("host-{number}"),
        counters: (0..300).map(|at| (format!("TcpExtSomeCounter{at}"), at)).collect(),
        sockets: texts(20, "tcp ESTABLISHED 10.0.0.1:12345 10.0.0.2:80, 0 received, 0 to send"),
        ..HostReport::default()
    };
    let mut report = most();
    report.packets.truncate(5_000);
    report.hosts = (0..10).map(host).collect();
    let page = page(&report);
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
}
