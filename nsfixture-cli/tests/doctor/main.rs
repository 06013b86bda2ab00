//! `nsfixture doctor` reports the reason that a skipped test prints, and it is the true one.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

mod refuse;
mod subject;

use std::process::Output;

use serde_json::Value;

use refuse::{Case, Ground, Way};
use subject::{doctor, texts};

/// Where it is refused in this way, the doctor and a test say this, and the same.
#[track_caller]
fn check(name: &str, who: Way, ground: Ground, reason: &str, fix: &str) {
    let case = Case { name, who, ground };
    let Some(test) = subject::run(&case) else { return };
    let (stdout, stderr) = texts(&test);
    assert!(test.status.success(), "{name}: {stdout}{stderr}");
    assert!(!stdout.contains("the body ran"), "{name}: {stdout}{stderr}");
    let words = stderr
        .lines()
        .find_map(|line| line.strip_prefix("nsfixture: skipped subject::single: "))
        .unwrap_or_else(|| panic!("{name}: nothing is skipped: {stdout}{stderr}"));
    assert!(words.contains(reason), "{name}: {words}");
    assert!(words.contains(fix), "{name}: {words}");

    let Some(output) = doctor(&case, &["--json"]) else { return };
    let found = json(&output);
    assert_eq!(output.status.code(), Some(1), "{name}: {found:#}");
    assert_eq!(found["ns_test"], "skips", "{name}");
    assert_eq!(found["unavailable"], words, "{name}");
    for (name, verdict) in verdicts(&found) {
        assert!(verdict != "failed", "{name}: {found:#}");
    }

    let Some(output) = doctor(&case, &[]) else { return };
    let (stdout, stderr) = texts(&output);
    assert_eq!(output.status.code(), Some(1), "{name}: {stdout}");
    assert_eq!(stderr, "", "{name}");
    let (reason, fix) = words.split_once("; fix: ").expect("a reason and a fix");
    for line in [format!("  reason   {reason}\n"), format!("  fix      {fix}\n")] {
        assert!(stdout.contains(&line), "{name}: it does not print `{line}`: {stdout}");
    }
    println!("{name}: {words}");
}

#[test]
fn a_count_of_user_namespaces() {
    let ground = Ground::Limit("user.max_user_namespaces");
    let reason = "without root's capabilities: cannot create a user namespace (No space left on device \
                  (os error 28)): user.max_user_namespaces is 0";
    let fix = "allow it with `sysctl user.max_user_namespaces=15000`, or run as root";
    check("a user, no user namespaces", Way::User, ground, reason, fix);
}

#[test]
fn a_count_of_network_namespaces() {
    let ground = Ground::Limit("user.max_net_namespaces");
    let reason = "cannot create a network namespace (No space left on device (os error 28)): \
                  user.max_net_namespaces is 0";
    let fix = "`sysctl user.max_net_namespaces=15000`";
    check("a user, no network namespaces", Way::User, ground, reason, fix);
    check("root, no network namespaces", Way::Root, ground, reason, fix);
}

/// Of all that a process may do, unshare(2) with one of these flags.
fn filter(action: u32, flags: i32) -> Ground {
    Ground::Filter { action, call: libc::SYS_unshare, bits: flags as u32, exactly: false }
}

#[test]
fn a_seccomp_filter() {
    let fix = "--security-opt seccomp=unconfined";
    for (errno, text) in
        [(libc::EPERM, "Operation not permitted"), (libc::ENOSYS, "Function not implemented")]
    {
        let action = refuse::errno(errno);
        let rest = format!("namespace ({text} (os error {errno})): blocked by a seccomp filter");
        let reason = format!("cannot create a user {rest}");
        check("a user, filtered", Way::User, filter(action, libc::CLONE_NEWUSER), &reason, fix);
        let reason = format!("cannot create a network {rest}");
        check("root, filtered", Way::Root, filter(action, libc::CLONE_NEWNET), &reason, fix);
    }
    let reason = "(killed by SIGSYS): a seccomp filter kills the process";
    let action = libc::SECCOMP_RET_KILL_PROCESS;
    check("a user, killed", Way::User, filter(action, libc::CLONE_NEWUSER), reason, fix);
    check("root, killed", Way::Root, filter(action, libc::CLONE_NEWNET), reason, fix);
}

#[test]
fn seccomp_filters_of_other_kinds() {
    let fix = "--security-opt seccomp=unconfined";
    let action = refuse::errno(libc::EPERM);
    // It lets everything pass that is only similar.
    let (call, bits) = (libc::SYS_unshare, libc::CLONE_NEWUSER as u32);
    let exact = Ground::Filter { action, call, bits, exactly: true };
    let reason = "cannot create a user namespace (Operation not permitted (os error 1)): a seccomp \
                  filter is active";
    check("a user, filtered exactly", Way::User, exact, reason, fix);
    let mount = Ground::Filter { action, call: libc::SYS_mount, bits: u32::MAX, exactly: false };
    let reason = "cannot change mounts in a private mount namespace (Operation not permitted (os error \
                  1)): blocked by a seccomp filter";
    check("a user, no mounts", Way::User, mount, reason, fix);
    check("root, no mounts", Way::Root, mount, reason, fix);
}

#[test]
fn no_capabilities_in_the_bounding_set() {
    let missing = "CAP_NET_ADMIN, CAP_SYS_CHROOT and CAP_SYS_ADMIN";
    let reason = format!(
        "the capability bounding set lacks {missing}: cannot create a user \
         namespace (No space left on device (os error 28)): user.max_user_namespaces is 0"
    );
    let fix = format!("or run with root's capabilities, with {missing} in the bounding set");
    let ground = Ground::NoBoundingSetAndNoRoom;
    check("a user, neither bounding set nor room", Way::User, ground, &reason, &fix);
    check("root, neither bounding set nor room", Way::Root, ground, &reason, &fix);

    let reason = format!(
        "the capability bounding set lacks {missing}: created a user namespace but \
         could not write its ID map (Operation not permitted (os error 1)): mapping root requires \
         CAP_SETFCAP"
    );
    let fix = format!(
        "run as a non-root user, or run with root's capabilities, with {missing} in the bounding set"
    );
    check("a user who is root, no bounding set", Way::User, Ground::NoBoundingSet, &reason, &fix);
    check("root, no bounding set", Way::Root, Ground::NoBoundingSet, &reason, &fix);
}

#[test]
fn a_container_as_an_engine_starts_it() {
    let reason = "the capability bounding set lacks CAP_NET_ADMIN and CAP_SYS_ADMIN: \
                  cannot create a user namespace (Operation not permitted (os error 1)): blocked by a \
                  seccomp filter";
    check("root in a container", Way::Root, Ground::Engine, reason, "--cap-add SYS_ADMIN");
}

#[test]
fn a_user_namespace_without_a_map() {
    let reason = "cannot create a user namespace (Operation not permitted (os error 1)): the current \
                  user is not mapped in this user namespace";
    check(
        "nobody",
        Way::User,
        Ground::NoMap,
        reason,
        "map it, as `unshare --map-current-user` does",
    );
}

#[test]
fn a_masked_proc() {
    let fix = "mount -t proc proc /proc";
    let reason = "could not write its ID map (No such file or directory (os error 2)): /proc is masked, \
                  or not mounted";
    check("a user, no /proc", Way::User, Ground::NoProc, reason, fix);
    let reason = "could not open it in /proc (No such file or directory (os error 2)): /proc is masked, \
                  or not mounted";
    check("root, no /proc", Way::Root, Ground::NoProc, reason, fix);
    let reason =
        "could not write its ID map (Read-only file system (os error 30)): /proc is read-only";
    let fix = "mount -o remount,rw /proc";
    check("a user, /proc read-only", Way::User, Ground::ReadOnlyProc, reason, fix);
}

/// What a container engine masks leaves networks, but not the whole view: the test and the doctor
/// say so in the same words.
#[track_caller]
fn check_notes(name: &str, who: Way, notes: &[&str]) {
    let case = Case { name, who, ground: Ground::Container };
    let Some(test) = subject::run(&case) else { return };
    let (stdout, stderr) = texts(&test);
    assert!(test.status.success() && stdout.contains("the body ran"), "{name}: {stdout}{stderr}");
    let printed: Vec<&str> =
        stderr.lines().filter_map(|line| line.strip_prefix("nsfixture: note: ")).collect();
    assert_eq!(printed.len(), notes.len(), "{name}: {stderr}");
    let Some(output) = doctor(&case, &["--json"]) else { return };
    let found = json(&output);
    assert_eq!(output.status.code(), Some(0), "{name}: {found:#}");
    assert_eq!(texts(&output).1, "", "{name}");
    let rows: Vec<&Value> = rows(&found).filter(|row| row["verdict"] == "refused").collect();
    for (line, note) in printed.iter().zip(notes) {
        assert!(line.contains(note), "{name}: {line}");
        assert!(line.contains("unmask=ALL"), "{name}: {line}");
        let same = |row: &&Value| {
            let of = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            *line == format!("{}; fix: {}", of("why"), of("fix"))
        };
        assert!(rows.iter().any(same), "{name}: `{line}` is not among {rows:#?}");
    }
}

#[test]
fn what_a_container_engine_masks() {
    let sys = "cannot mount sysfs (Operation not permitted (os error 1)): /sys/firmware is masked";
    let sysctl = "cannot write to /proc/sys/net (Read-only file system (os error 30)): /proc/sys is read-only";
    check_notes("a user in a container", Way::User, &[sys, sysctl]);
    // Root's capabilities are enough to make /proc/sys writable.
    check_notes("root in a container", Way::Root, &[]);
}

/// Networks work, and cables with faults do not.
#[track_caller]
fn check_faults(name: &str, who: Way, ground: Ground, verdict: &str, why: &str, fix: &str) {
    let case = Case { name, who, ground };
    let Some(output) = doctor(&case, &["--json"]) else { return };
    let found = json(&output);
    assert_eq!(output.status.code(), Some(0), "{name}: {found:#}");
    let row = rows(&found).find(|row| row["name"] == "faults").expect("the row");
    assert_eq!(row["verdict"], verdict, "{name}: {row:#}");
    let has = |key: &str, text: &str| row[key].as_str().is_some_and(|found| found.contains(text));
    assert!(has("why", why) && has("fix", fix), "{name}: {row:#}");
    let (text, stderr) = texts(&doctor(&case, &[]).expect("as before"));
    let line = format!("  {verdict:<9}  faults ");
    assert!(text.lines().any(|other| other.starts_with(&line)), "{name}: {text}{stderr}");
}

#[test]
fn packet_sockets() {
    let (call, bits) = (libc::SYS_socket, libc::AF_PACKET as u32);
    let filter = |errno| Ground::Filter { action: refuse::errno(errno), call, bits, exactly: true };
    let denied = "cannot open a packet socket in a new network namespace";
    let why =
        format!("{denied} (Operation not permitted (os error 1)): a seccomp filter is active");
    let fix = "--security-opt seccomp=unconfined";
    check_faults("a user, filtered", Way::User, filter(libc::EPERM), "refused", &why, fix);
    check_faults("root, filtered", Way::Root, filter(libc::EPERM), "refused", &why, fix);
    let why = format!("{denied} (Address family not supported by protocol (os error 97))");
    let fix = "a kernel with CONFIG_PACKET";
    check_faults("no packet sockets", Way::AsIs, filter(libc::EAFNOSUPPORT), "missing", &why, fix);
    let why =
        format!("{denied} (Operation not permitted (os error 1)): the process lacks CAP_NET_RAW");
    let fix = "`--cap-add NET_RAW`";
    check_faults("root, no CAP_NET_RAW", Way::Root, Ground::NoNetRaw, "refused", &why, fix);
}

#[test]
fn every_feature_has_a_verdict() {
    let case = Case { name: "as it is", who: Way::AsIs, ground: Ground::Nothing };
    let output = doctor(&case, &["--json"]).expect("it is this process's own");
    let found = json(&output);
    let names: Vec<String> = verdicts(&found).map(|(name, _)| name).collect();
    let mut once = names.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), names.len(), "duplicate name: {names:?}");
    let (help, _) = texts(&doctor(&case, &["--help"]).expect("as before"));
    for (name, verdict) in verdicts(&found) {
        assert!(help.contains(&format!("`{verdict}`")), "{name}: `{verdict}` is not in {help}");
        assert_ne!(verdict, "failed", "{name}: {found:#}");
    }
    for name in ["wireguard", "vlan", "netem", "fq", "nat", "tun", "ping", "vrf", "macvlan"] {
        assert!(names.iter().any(|other| other == name), "{name} is not among {names:?}");
    }

    let (text, stderr) = texts(&doctor(&case, &[]).expect("as before"));
    assert_eq!(stderr, "");
    if let Some(reason) = nsfixture::unavailable() {
        assert_eq!(found["unavailable"], reason.to_string());
        assert_eq!(output.status.code(), Some(1));
        subject::not_run("features", &reason.to_string());
        return;
    }
    assert_eq!(output.status.code(), Some(0));
    assert!(text.contains("\n#[ns_test] runs here, "), "{text}");
    let of = |name| verdicts(&found).find(|(other, _)| other == name).map(|(_, verdict)| verdict);
    // Networks are made of these.
    for name in ["veth", "network", "faults"] {
        assert_eq!(of(name).as_deref(), Some("works"), "{name}: {found:#}");
    }
    for row in rows(&found) {
        let (name, verdict) = (row["name"].as_str(), row["verdict"].as_str());
        let line = format!("  {:<9}  {}", verdict.expect("a word"), name.expect("a name"));
        assert!(text.lines().any(|other| other.starts_with(&line)), "no `{line}` in {text}");
        // The two ways in stand for each other.
        let needs_fix = verdict == Some("missing") && name != Some("capabilities");
        assert!(!needs_fix || row["fix"].is_string(), "{row:#}");
    }
    let longest = text.lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(100), "{text}");
}

#[test]
fn without_a_terminal_there_are_no_colours() {
    let case = Case { name: "as it is", who: Way::AsIs, ground: Ground::Nothing };
    let output = doctor(&case, &[]).expect("it is this process's own");
    assert!(!output.stdout.contains(&0x1b));
}

fn json(output: &Output) -> Value {
    let (stdout, stderr) = texts(output);
    serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}{stderr}"))
}

fn rows(found: &Value) -> impl Iterator<Item = &Value> {
    let groups = found["groups"].as_array().expect("groups");
    groups.iter().flat_map(|group| group["rows"].as_array().expect("rows"))
}

/// The names of the rows, and their verdicts.
fn verdicts(found: &Value) -> impl Iterator<Item = (String, String)> {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    rows(found).map(move |row| (text(&row["name"]), text(&row["verdict"])))
}
