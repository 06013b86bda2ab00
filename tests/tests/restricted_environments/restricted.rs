//! An environment that a shell script restricts, in a private mount namespace, and a test that runs in it.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Output, Stdio};
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use nsfixture_tests::machine::MachineState;
use nsfixture_tests::processes::{Mark, Process, VARIABLE};
use nsfixture_tests::{is_skipped, leave_out};

use crate::subject::{OUTPUT, RAN};

/// Long enough for a busy machine.
const TIMEOUT: Duration = Duration::from_secs(100);

/// How the test's process gets the permission for networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Capabilities,
    Rootless,
}

/// The expected outcome of a test.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    Passes,
    /// With this in the reason and the fix.
    IsSkipped(&'static str),
    /// Either of these; unless it passes, with this in its output.
    PassesOrPrints(&'static str),
}

/// A restricted environment, and the test that runs in it.
pub(crate) struct Restricted {
    /// Shell commands that root runs before the test's process starts. `/mnt/test` is the test binary.
    pub(crate) script: String,
    /// A test of `subject`.
    pub(crate) test: &'static str,
    /// The command in front of the test binary.
    pub(crate) below: String,
    /// Redirections after it.
    pub(crate) after: &'static str,
}

impl Restricted {
    pub(crate) fn new(script: impl Into<String>) -> Self {
        Self { script: script.into(), test: "uses_all", below: String::new(), after: "" }
    }

    /// Checks the outcome with capabilities and without root.
    #[track_caller]
    pub(crate) fn always(&self, end: End) {
        self.with_capabilities(end);
        self.rootless(end);
    }

    #[track_caller]
    pub(crate) fn with_capabilities(&self, end: End) {
        self.check(Way::Capabilities, end);
    }

    #[track_caller]
    pub(crate) fn rootless(&self, end: End) {
        self.check(Way::Rootless, end);
    }

    /// Checks that it passes, with capabilities and without root, and prints this note once.
    #[track_caller]
    pub(crate) fn always_with_note(&self, note: &str) {
        for way in [Way::Capabilities, Way::Rootless] {
            let Some(output) = self.check(way, End::Passes) else { return };
            let note = format!("nsfixture: note: {note}");
            assert_eq!(output.matches(&note).count(), 1, "{note:?} is not printed once: {output}");
        }
    }

    /// Returns the output of the test, unless such an environment cannot be made here.
    #[track_caller]
    fn check(&self, way: Way, end: End) -> Option<String> {
        let maker = maker()?;
        let before = MachineState::snapshot();
        let mark = Mark::new();
        let directory = tempfile::tempdir().expect("a directory can be made");
        let all = PermissionsExt::from_mode(0o777);
        std::fs::set_permissions(directory.path(), all).expect("it is this user's");
        let evidence = directory.path().join("ran");

        let mut command = self.command(maker, way);
        command.env(VARIABLE, mark.digits()).env_remove("NSFIXTURE_REQUIRE");
        if self.after.contains(">&-") {
            command.env(OUTPUT, &evidence);
        }
        let output = finish(command, &mark);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        let what = format!("{way:?}: {}: {}\n{printed}", self.script, output.status);

        let ran = printed.contains(RAN) || evidence.exists();
        let skipped = printed.contains(&format!("nsfixture: skipped subject::{}: ", self.test));
        let (green, red) = (output.status.success(), output.status.code() == Some(101));
        assert!(
            output.status.signal().is_none() && (green || red),
            "not the exit status of a test: {what}"
        );
        assert!(green == (ran || skipped), "passed without its body, or failed with it: {what}");
        assert!(!(ran && skipped), "a skipped body ran: {what}");
        match end {
            End::Passes => assert!(ran, "it does not pass: {what}"),
            End::IsSkipped(text) => {
                assert!(
                    skipped && printed.contains(text),
                    "it is not skipped with {text:?}: {what}"
                );
            }
            End::PassesOrPrints(text) => {
                assert!(ran || printed.contains(text), "it does not print {text:?}: {what}");
            }
        }
        let left = mark.wait_until_gone(TIMEOUT);
        assert!(left.is_empty(), "it leaves {left:?}: {what}");
        before.assert_same_now(&what);
        Some(printed)
    }

    fn command(&self, maker: &Maker, way: Way) -> Command {
        let Self { script, test, below, after } = self;
        let user = if way == Way::Rootless { maker.user } else { "" };
        // Without `-n`, mount(8) would note what it does in the machine's `/run`.
        let script = format!(
            "set -e
             mount() {{ command mount -n \"$@\"; }}
             mount -t tmpfs -o mode=755 none /mnt
             : >/mnt/test && mount --bind \"$0\" /mnt/test
             {script}
             exec {user} {below} /mnt/test \"$@\" {after}"
        );
        let mut command = Command::new(maker.unshare[0]);
        command
            .args(&maker.unshare[1..])
            .args(["sh", "-c", &script])
            .arg(std::env::current_exe().expect("/proc is mounted"))
            .args([&format!("subject::{test}"), "--exact", "--ignored", "--nocapture"])
            .arg("--test-threads=1")
            .env("RUST_BACKTRACE", "0");
        command
    }
}

/// Runs a command until it exits, or kills it.
#[track_caller]
fn finish(mut command: Command, mark: &Mark) -> Output {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("unshare can be started");
    let (tell, told) = mpsc::channel();
    thread::spawn(move || tell.send(child.wait_with_output()));
    if let Ok(output) = told.recv_timeout(TIMEOUT) {
        return output.expect("a child can be waited for");
    }
    let hanging = mark.processes();
    hanging.iter().for_each(Process::kill);
    panic!("after {TIMEOUT:?} these processes hang: {hanging:#?}");
}

/// The programs that create a mount namespace here, and a user without capabilities in it.
struct Maker {
    unshare: &'static [&'static str],
    user: &'static str,
}

/// Returns `None` where there are none, after printing that once.
fn maker() -> Option<&'static Maker> {
    const AS_ROOT: [&str; 2] = ["unshare", "--mount"];
    const AS_USER: [&str; 4] = ["unshare", "--user", "--map-root-user", "--mount"];
    const NOBODY: &str = "setpriv --reuid=65534 --regid=65534 --clear-groups";
    const NOBODY_BY_MAP: &str = "unshare --user --map-user=65534 --map-group=65534";
    static MAKER: OnceLock<Option<Maker>> = OnceLock::new();
    let find = || {
        if is_skipped("restricted environments") {
            return None;
        }
        let works = |unshare: &[&str], more: &str| {
            let script = format!("mount -n -t tmpfs none /mnt && exec {more} true");
            let mut command = Command::new(unshare[0]);
            command.args(&unshare[1..]).args(["sh", "-c", &script]).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        let unshare: [&[&str]; 2] = [&AS_ROOT, &AS_USER];
        let found = unshare.into_iter().find(|unshare| works(unshare, ""));
        let user = |unshare| [NOBODY, NOBODY_BY_MAP].into_iter().find(|user| works(unshare, user));
        let found = found.and_then(|unshare| Some(Maker { unshare, user: user(unshare)? }));
        if found.is_none() {
            leave_out("restricted environments: `unshare` is not installed, or it is refused");
        }
        found
    };
    MAKER.get_or_init(find).as_ref()
}
