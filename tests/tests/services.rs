//! Programs in hosts, as services: what they print, waiting until they are ready, and their ends.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::future::Future;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::pin::pin;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use nsfixture::prelude::*;
use nsfixture::{Error, Ping, Service};
use nsfixture_tests::is_skipped;
use rustix::process::Signal;

/// Longer than anything takes, on a busy machine.
const LONG: Duration = Duration::from_secs(120);

/// Less than [`LONG`], and more than what happens at once.
const AT_ONCE: Duration = Duration::from_secs(60);

/// Starts a shell script.
#[track_caller]
fn sh(node: &Node, script: &str) -> Service {
    node.service(Command::new("/bin/sh").args(["-c", script])).expect("a shell can be started")
}

/// Runs one of the ignored tests below in a child process, and returns what it has printed.
fn run(test: &str, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(std::env::current_exe().expect("this binary"))
        .args(["--exact", "--ignored", "--test-threads=1", test])
        .args(arguments)
        .env_remove("NSFIXTURE_REQUIRE")
        .output()
        .expect("it runs");
    let [stdout, stderr] = [output.stdout, output.stderr]
        .map(|bytes| String::from_utf8(bytes).expect("it prints UTF-8"));
    (output.status.success(), stdout + &stderr)
}

mod children {
    use super::*;

    const SCRIPT: &str =
        "nth=0; while [ $nth -lt 30 ]; do nth=$((nth + 1)); echo line $nth; done; sleep 1000";

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn fails(b: Node) {
        let exited = sh(&b, "echo to the output; echo to the errors >&2; exit 3");
        assert_eq!(exited.wait().expect("it exits").code(), Some(3));
        let running = sh(&b, SCRIPT);
        running.wait_line("line 30").expect("it prints it");
        let silent = b.service(Command::new("sleep").arg("1000")).expect("it starts");
        drop(silent);
        panic!("a false claim");
    }

    #[ns_test(link(a, b))]
    #[ignore = "it is run by another test"]
    fn passes(b: Node) {
        let exited = sh(&b, "echo to the output; echo to the errors >&2; exit 3");
        assert_eq!(exited.wait().expect("it exits").code(), Some(3));
        sh(&b, SCRIPT).wait_line("line 30").expect("it prints it");
    }

    #[test]
    #[ignore = "fails on purpose"]
    fn fails_without_the_attribute() {
        let net = Net::up(&Topology::new().link(("a", "b"))).expect("a network");
        sh(&net.node("b"), "echo to the output; exit 3").wait().expect("it exits");
        panic!("a false claim");
    }

    /// A program that listens, as soon as there is a file.
    #[test]
    #[ignore = "it is a program of other tests"]
    fn listens() {
        let file = std::env::var_os("LISTENS_AFTER").expect("it is set");
        println!("waits");
        while !Path::new(&file).exists() {
            thread::yield_now();
        }
        let listener = std::net::TcpListener::bind("[::]:80").expect("the port is free");
        drop(listener.accept());
    }
}

#[test]
fn a_failed_test_reports_its_services() {
    if is_skipped("a_failed_test_reports_its_services") {
        return;
    }
    let (passed, printed) = run("children::fails", &[]);
    assert!(!passed, "{printed}");
    for expected in [
        "nsfixture: services, with the time since the network was up:\n",
        "nsfixture: service `sh` in host `b` exited at ",
        "s (exit status: 3), which alone fails no test; it printed:\n",
        "s out| to the output\n",
        "s err| to the errors\n",
        "nsfixture: service `sh-2` in host `b` was running until the network went down; \
         the last 20 of the 30 lines that it printed:\n",
        "s out| line 11\n",
        "s out| line 30\n",
        "nsfixture: service `sleep` in host `b` was running until the network went down; it printed nothing\n",
    ] {
        assert!(printed.contains(expected), "{expected:?} is not in\n{printed}");
    }
    assert!(!printed.contains("line 10\n"), "{printed}");
    assert!(!printed.contains("outlived"), "{printed}");
}

#[test]
fn a_failed_test_without_the_attribute_reports_them_too() {
    if is_skipped("a_failed_test_without_the_attribute_reports_them_too") {
        return;
    }
    let (passed, printed) = run("children::fails_without_the_attribute", &[]);
    assert!(!passed, "{printed}");
    for expected in ["service `sh` in host `b` exited at ", "out| to the output\n"] {
        assert!(printed.contains(expected), "{expected:?} is not in\n{printed}");
    }
}

#[test]
fn a_passed_test_prints_nothing_of_them() {
    if is_skipped("a_passed_test_prints_nothing_of_them") {
        return;
    }
    let (passed, printed) = run("children::passes", &["--nocapture"]);
    assert!(passed, "{printed}");
    for unexpected in ["to the", "line 30", "service", "outlived"] {
        assert!(!printed.contains(unexpected), "{unexpected:?} is in\n{printed}");
    }
}

#[ns_test(link(a, b))]
fn lines_are_waited_for(b: Node) -> Result<(), Error> {
    let service = sh(&b, "echo one; echo two >&2; echo one again; printf unfinished; sleep 1000");
    let two = service.wait_line("two")?;
    assert_eq!((two.text().as_ref(), two.is_stderr()), ("two", true));
    // In any order, and each line once for each text.
    let one = service.wait_line("one")?;
    assert_eq!((one.text().as_ref(), one.is_stderr()), ("one", false));
    assert_eq!(service.wait_line("one")?.text(), "one again");
    assert_eq!(service.wait_line("again")?.text(), "one again");
    let error = service.wait_line_for("one", Duration::from_millis(50)).unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let text = error.to_string();
    for expected in [
        "timed out after 50ms waiting for a line of `sh` with \"one\" in host `b`",
        "an earlier wait has found one",
        "the last that `sh` has printed:",
        "\n  err| two",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in {text}");
    }
    // It is no line yet.
    let error = service.wait_line_for("unfinished", Duration::from_millis(500)).unwrap_err();
    assert!(error.to_string().contains("\n  out| unfinished"), "{error}");
    Ok(())
}

#[ns_test(link(a, b))]
fn ports_are_waited_for(b: Node) -> Result<(), Box<dyn std::error::Error>> {
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("listen");
    let service = b.service(
        Command::new(std::env::current_exe()?)
            .args(["--exact", "--ignored", "--nocapture", "children::listens"])
            .env("LISTENS_AFTER", &file),
    )?;
    service.wait_line_for("waits", LONG)?;
    let error = service.wait_listening_for(80, Duration::from_millis(20)).unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("TCP port 80"), "{error}");
    std::fs::write(&file, "")?;
    service.wait_listening_for(80, LONG)?;
    std::net::TcpStream::connect("b:80")?;
    assert!(service.wait_for(LONG)?.success());
    Ok(())
}

#[ns_test(link(a, b))]
fn files_are_waited_for(b: Node) -> Result<(), Box<dyn std::error::Error>> {
    let directory = tempfile::tempdir()?;
    let mut command = b.command("/bin/sh");
    command.current_dir(directory.path());
    command.args([
        "-c",
        "echo begun; read -r line <fifo; mkdir one; mkdir one/two; : >one/two/file; sleep 1000",
    ]);
    // Opening it waits for a writer.
    assert!(Command::new("mkfifo").arg(directory.path().join("fifo")).status()?.success());
    let service = b.service(&mut command)?;
    service.wait_file(directory.path().join("fifo"))?;
    let error = service.wait_file_for("one/two/file", Duration::from_millis(20)).unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("one/two/file"), "{error}");
    let waits = {
        let service = service.clone();
        thread::spawn(move || service.wait_file_for("one/two/file", LONG))
    };
    std::fs::write(directory.path().join("fifo"), "go\n")?;
    waits.join().expect("it does not panic")?;
    // In the host's own /run.
    let service = sh(&b, "mkdir -p /run/daemon && echo $$ >/run/daemon/pid && sleep 1000");
    service.wait_file_for("/run/daemon/pid", LONG)?;
    assert!(b.run(|| Path::new("/run/daemon/pid").exists()));
    assert!(!Path::new("/run/daemon/pid").exists(), "the body is in host `a`");
    Ok(())
}

#[ns_test(link(a, b))]
fn waits_fail_at_once_when_the_program_exits(b: Node) {
    let begin = Instant::now();
    let broken = "echo broken >&2; exit 3";
    let results = [
        sh(&b, broken).wait_line_for("ready", LONG).map(drop),
        sh(&b, broken).wait_listening_for(80, LONG),
        sh(&b, broken).wait_file_for("/nonexistent/file", LONG),
    ];
    assert!(begin.elapsed() < AT_ONCE, "it took {:?}", begin.elapsed());
    for (result, waited_for) in
        results.into_iter().zip(["\"ready\"", "TCP port 80", "the file /nonexistent/file"])
    {
        let error = result.expect_err("it never comes");
        assert!(error.is_exited() && !error.is_timeout(), "{error}");
        let text = error.to_string();
        for expected in [waited_for, "in host `b` exited (exit status: 3)", "err| broken"] {
            assert!(text.contains(expected), "{expected:?} is not in {text}");
        }
    }
    // What it has printed last is read before that.
    assert_eq!(
        sh(&b, "printf ready; exit 1").wait_line("ready").expect("it printed it").text(),
        "ready"
    );
    let killed = sh(&b, "kill -9 $$").wait_line("ready").unwrap_err();
    assert!(killed.to_string().contains("exited (signal: 9 (SIGKILL))"), "{killed}");
}

#[ns_test(link(a, b))]
fn a_megabyte_without_an_end_of_line_is_kept_in_part(b: Node) {
    let doubles =
        "x=0123456789abcdef; for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do x=$x$x; done";
    let service = sh(&b, &format!("{doubles}; printf %s \"$x\"; echo; echo the end >&2"));
    assert!(service.wait_for(LONG).expect("it exits").success());
    let output = service.output();
    let kept: usize = output.lines().iter().map(|line| line.bytes().len()).sum();
    assert_eq!(kept as u64 + output.cut_bytes(), (1 << 20) + "the end".len() as u64);
    assert!(kept <= 1 << 20 && output.cut_bytes() > 0, "{kept} bytes are kept");
    assert!(output.lines().iter().all(|line| line.bytes().len() <= 16 * 1024));
    assert!(output.lines().iter().any(|line| line.text() == "the end"));
}

/// It would fill the memory, keep the test from ending, or block in a full pipe.
#[ns_test(link(a, b))]
fn a_program_that_always_prints_is_no_burden(b: Node) {
    let service =
        sh(&b, "n=0; while :; do n=$((n + 1)); echo line $n $n $n $n $n $n $n $n $n $n $n; done");
    // It prints more than is kept before this thread has looked at it.
    service.wait_line_for("line 30000 ", LONG).expect("it goes on");
    let output = service.output();
    let size: usize = output.lines().iter().map(|line| line.bytes().len() + 32).sum();
    assert!(size <= 1 << 20, "{size}");
    assert!(output.cut_bytes() > 0);
}

#[ns_test(link(a, b))]
fn bytes_that_are_not_utf_8_are_kept(b: Node) -> Result<(), Error> {
    let service = sh(&b, r"printf 'a \377\376 b\r\n'");
    let line = service.wait_line("b")?;
    assert_eq!(line.bytes(), b"a \xff\xfe b");
    assert_eq!(line.text(), "a \u{fffd}\u{fffd} b");
    Ok(())
}

#[ns_test(link(a, b))]
fn a_program_without_streams_prints_no_line(b: Node) {
    let begin = Instant::now();
    let service = sh(&b, "echo begun; exec >&- 2>&-; exec sleep 1000");
    let error = service.wait_line_for("ready", LONG).unwrap_err();
    assert!(begin.elapsed() < AT_ONCE, "it took {:?}", begin.elapsed());
    assert!(!error.is_timeout() && !error.is_exited(), "{error}");
    assert!(error.to_string().contains("has closed its standard output and error"), "{error}");
    assert_eq!(service.exit_status().expect("it can be asked"), None);
}

#[test]
fn a_daemon_is_seen_to_exit_and_ends_with_the_network() -> Result<(), Error> {
    if is_skipped("a_daemon_is_seen_to_exit_and_ends_with_the_network") {
        return Ok(());
    }
    let net = Net::up(&Topology::new().link(("a", "b")))?;
    let service = sh(&net.node("b"), "(sleep 1000 & echo daemon $!)");
    assert!(service.wait()?.success());
    let line = service.wait_line("daemon ")?;
    let begin = Instant::now();
    let error = service.wait_line_for("ready", LONG).unwrap_err();
    assert!(begin.elapsed() < AT_ONCE, "it took {:?}", begin.elapsed());
    assert!(error.is_exited() && error.to_string().contains("has become a daemon"), "{error}");
    let text = line.text().into_owned();
    let pid = text.strip_prefix("daemon ").expect("its PID");
    let stat = || std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    assert!(!stat().is_empty(), "the daemon runs");
    net.down()?;
    // A zombie until its new parent has waited for it.
    assert!(stat().is_empty() || stat().contains(") Z "), "{}", stat());
    // What it has printed stays.
    assert_eq!(service.output().to_string(), format!("{text}\n"));
    Ok(())
}

#[ns_test(link(a, b))]
fn a_program_is_stopped(b: Node) -> Result<(), Error> {
    let trap = "trap 'echo stops; exit 7' TERM; echo ready; sleep 1000 & wait";
    let service = sh(&b, trap);
    service.wait_line("ready")?;
    assert_eq!(service.exit_status()?, None);
    assert_eq!(service.stop()?.code(), Some(7));
    assert_eq!(service.wait_line("stops")?.text(), "stops");
    assert_eq!(service.exit_status()?.and_then(|status| status.code()), Some(7));
    // A second time has no effect.
    assert_eq!(service.stop()?.code(), Some(7));
    service.signal(1)?;
    Ok(())
}

#[ns_test(link(a, b))]
fn a_program_that_ignores_sigterm_is_killed(b: Node) -> Result<(), Error> {
    let service = sh(&b, "trap '' TERM; echo ready; while :; do sleep 1000; done");
    service.wait_line("ready")?;
    let error = service.stop_for(Duration::from_millis(300)).unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("waiting for `sh` to exit after SIGTERM"), "{error}");
    assert_eq!(service.exit_status()?, None);
    assert_eq!(service.kill()?.signal(), Some(9));
    let wrong =
        service.node().service(Command::new("sleep").arg("1000"))?.signal(9999).unwrap_err();
    assert!(wrong.to_string().contains("send a signal to sleep"), "{wrong}");
    Ok(())
}

#[ns_test(link(a, b))]
fn a_program_runs_on_without_its_handle(b: Node) -> Result<(), Error> {
    let service = sh(&b, "echo ready; exec sleep 1000");
    service.wait_line("ready")?;
    let process = format!("/proc/{}/comm", service.id());
    drop(service);
    assert!(Path::new(&process).exists());
    Ok(())
}

#[ns_test(link(a, b))]
fn any_command_runs_in_the_host(a: Node, b: Node) -> Result<(), Error> {
    let file = "/proc/sys/kernel/hostname";
    let mut of_b = b.command("cat");
    of_b.arg(file);
    let mut of_a = a.command("cat");
    of_a.arg(file);
    for service in [
        b.service(of_b)?,
        b.service(of_a)?,
        b.service(Command::new("cat").arg(file))?,
        // The input is empty.
        sh(&b, "cat; cat /proc/sys/kernel/hostname"),
    ] {
        assert!(service.wait()?.success());
        assert_eq!(service.output().to_string(), "b\n");
        assert_eq!(service.node(), &b);
    }
    let missing = b.service(Command::new("/nonexistent/program")).unwrap_err();
    let text = "start `/nonexistent/program` in host `b`: No such file or directory";
    assert!(missing.to_string().starts_with(text), "{missing}");
    Ok(())
}

#[test]
fn waits_end_when_the_network_goes_down() -> Result<(), Error> {
    if is_skipped("waits_end_when_the_network_goes_down") {
        return Ok(());
    }
    let net = Net::up(&Topology::new().link(("a", "b")))?;
    let service = sh(&net.node("b"), "echo ready; sleep 1000");
    service.wait_line("ready")?;
    let begin = Instant::now();
    let waits = [
        thread::spawn({
            let service = service.clone();
            move || service.wait_line_for("never", LONG).map(drop)
        }),
        thread::spawn({
            let service = service.clone();
            move || block_on(service.wait_file_async("/never").timeout(LONG))
        }),
        thread::spawn({
            let service = service.clone();
            move || service.wait_for(LONG).map(drop)
        }),
    ];
    net.down()?;
    for wait in waits {
        let error = wait.join().expect("it does not panic").unwrap_err();
        assert!(error.is_down(), "{error}");
    }
    assert!(begin.elapsed() < AT_ONCE, "it took {:?}", begin.elapsed());
    assert!(service.wait_line("never").unwrap_err().is_down());
    assert!(service.node().service(Command::new("cat")).unwrap_err().is_down());
    assert_eq!(service.output().to_string(), "ready\n");
    Ok(())
}

/// Waits for everything that can be waited for, while a task of the same runtime brings it about.
async fn check_futures(b: Node) -> Result<(), Error> {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("listen");
    let service = b.service(
        Command::new(std::env::current_exe().expect("this binary"))
            .args(["--exact", "--ignored", "--nocapture", "children::listens"])
            .env("LISTENS_AFTER", &file),
    )?;
    assert!(service.wait_line_async("waits").timeout(LONG).await?.text().contains("waits"));
    let error = service.wait_line_async("never").timeout(Duration::from_millis(20)).await;
    assert!(error.unwrap_err().is_timeout());
    let mut listens = pin!(service.wait_listening_async(80).timeout(LONG));
    let mut is_there = pin!(service.wait_file_async(&file).timeout(LONG));
    // None of them is ready, and none blocks this thread.
    std::future::poll_fn(|context| {
        assert!(listens.as_mut().poll(context).is_pending());
        assert!(is_there.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
    std::fs::write(&file, "").expect("it can be written");
    is_there.await?;
    listens.await?;
    b.wait_listening_async(80).await?;
    let exits = service.wait_async().timeout(LONG);
    b.run(|| std::net::TcpStream::connect("b:80")).expect("it listens");
    assert!(exits.await?.success());
    assert!(service.wait_line_async("never").timeout(LONG).await.unwrap_err().is_exited());
    let sleeps = b.service(Command::new("sleep").arg("1000"))?;
    assert_eq!(sleeps.stop_async().await?.signal(), Some(15));
    let sleeps = b.service(Command::new("sleep").arg("1000"))?;
    assert_eq!(sleeps.kill_async().await?.signal(), Some(9));
    Ok(())
}

#[ns_test(link(a, b))]
async fn futures_work_on_a_single_thread(b: Node) -> Result<(), Error> {
    check_futures(b).await
}

#[ns_test(link(a, b), flavor = "multi_thread", worker_threads = 2)]
async fn futures_work_on_several_threads(b: Node) -> Result<(), Error> {
    tokio::spawn(check_futures(b)).await.expect("it does not panic")
}

#[ns_test(link(a, b))]
fn futures_work_without_a_runtime(b: Node) -> Result<(), Error> {
    block_on(check_futures(b))
}

/// A runtime that knows nothing of files and of time.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

#[ns_test(link(a, gw), link(gw, b), router(gw))]
async fn echo_requests_are_futures_too(a: Node, b: Node, gw: Node) -> Result<(), Error> {
    let (first, second) = tokio::join!(a.ping_async("b"), b.ping_async(a.ipv6()));
    assert!(first? < AT_ONCE && second? < AT_ONCE);
    let hop = a.ping_async(Ping::to("b").ttl(1)).await.unwrap_err();
    assert_eq!(hop.reporter(), Some(gw.ipv4().into()));
    let hop = a.ping_async(Ping::to(b.ipv6()).ttl(1)).await.unwrap_err();
    assert_eq!(hop.reporter(), Some(gw.ipv6().into()));
    assert!(a.ping_async("c").await.unwrap_err().is_unknown_name());
    let large = a.ping_async(Ping::to("b").payload(100_000)).await.unwrap_err();
    assert!(large.to_string().contains("out of range"), "{large}");
    // Nobody answers at an address that no host has.
    let silent = a.ping_async("10.0.1.200").timeout(Duration::from_millis(100)).await.unwrap_err();
    assert!(silent.is_timeout() && silent.to_string().contains("after 100ms"), "{silent}");
    Ok(())
}

/// A future that is dropped takes no line away from the next one.
#[ns_test(link(a, b))]
async fn a_future_that_is_dropped_takes_nothing(b: Node) -> Result<(), Error> {
    let service = sh(&b, "trap 'echo ready; echo done' USR1; echo begun; sleep 1000 & wait; wait");
    service.wait_line_async("begun").await?;
    {
        let mut wait = pin!(service.wait_line_async("ready").timeout(LONG));
        let polled = std::future::poll_fn(|context| Poll::Ready(wait.as_mut().poll(context))).await;
        assert!(polled.is_pending(), "it has printed nothing yet");
        // Unlike SIGHUP, it is not ignored under nohup(1), which a shell could not change.
        service.signal(Signal::USR1.as_raw())?;
        // Its task has found the line, or is about to.
        service.wait_line_async("done").await?;
    }
    assert_eq!(service.wait_line_async("ready").await?.text(), "ready");
    let second = service.wait_line_async("ready").timeout(Duration::from_millis(20)).await;
    assert!(second.unwrap_err().is_timeout());
    Ok(())
}

#[ns_test(link(a, b))]
fn statuses_are_those_of_the_program(b: Node) -> Result<(), Error> {
    let success: ExitStatus = sh(&b, "exit 0").wait()?;
    assert!(success.success());
    assert_eq!(sh(&b, "exit 42").wait()?.code(), Some(42));
    assert_eq!(sh(&b, "kill -15 $$").wait()?.signal(), Some(15));
    Ok(())
}
