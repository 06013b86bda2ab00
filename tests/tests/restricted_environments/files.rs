//! Files and directories that are missing, full, read-only, or links.

use super::restricted::End::{IsSkipped, Passes};
use super::restricted::Restricted;

const NO_SYSCTLS: &str = "mount -t tmpfs none /proc/sys";

const READ_ONLY: &str = "mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys";

/// Creates a root directory that links to the machine's files, except for these names.
fn root_without(names: &str) -> String {
    format!(
        "mkdir /mnt/root && mount -t tmpfs -o mode=755 none /mnt/root && cd /mnt/root
         for path in /*; do
             name=${{path#/}}
             case \" mnt {names} \" in *\" $name \"*) continue ;; esac
             if [ -L $path ]; then
                 cp -P $path $name
             elif [ -d $path ]; then
                 mkdir $name && mount --rbind $path $name
             fi
         done
         mkdir mnt old && : >mnt/test && mount --bind /mnt/test mnt/test
         pivot_root . old && cd / && umount -n -l old 2>/mnt/output && rmdir old || true"
    )
}

/// Creates an `/etc` of a few files, and runs a script in it.
fn in_etc(script: &str) -> String {
    format!(
        "mkdir -m 755 /mnt/etc && cd /etc
         for name in passwd group nsswitch.conf host.conf ld.so.cache hosts resolv.conf; do
             if [ -e $name ]; then cp $name /mnt/etc/; fi
         done
         chmod 644 /mnt/etc/*
         mount --bind /mnt/etc /etc && cd /etc && {script} && cd /"
    )
}

#[test]
fn a_full_tmp() {
    let full = "mount -t tmpfs -o size=4k,mode=1777 none /tmp && ! cat /dev/zero >/tmp/full";
    Restricted::new(format!("{full} 2>/mnt/output")).always(Passes);
}

#[test]
fn a_root_that_cannot_be_written() {
    Restricted::new("mount -o remount,bind,ro / && ! mkdir /written 2>/mnt/output").always(Passes);
}

#[test]
fn no_tmp() {
    Restricted::new(root_without("tmp")).with_capabilities(Passes);
}

#[test]
fn no_run() {
    Restricted::new(root_without("run")).always_with_note("cannot mount a tmpfs on /run");
    // As in the sandbox of a Nix build.
    Restricted { test: "knows_names", ..Restricted::new(root_without("run")) }.always(Passes);
}

#[test]
fn no_sys() {
    Restricted::new(root_without("sys")).always(Passes);
    Restricted::new("mount -t tmpfs none /sys").always(Passes);
}

#[test]
fn no_etc() {
    Restricted::new(root_without("etc")).always(Passes);
}

#[test]
fn no_proc() {
    for script in [root_without("proc"), "mount -t tmpfs none /proc".to_owned()] {
        let restricted = Restricted::new(script);
        restricted.with_capabilities(IsSkipped("/proc is masked, or not mounted"));
        Restricted {
            below: "setpriv --bounding-set=-all --inh-caps=-all".to_owned(),
            ..restricted
        }
        .with_capabilities(IsSkipped("/proc is masked, or not mounted"));
    }
}

#[test]
fn no_proc_net() {
    Restricted::new("mount -t tmpfs none /proc/$$/net").always(Passes);
}

#[test]
fn no_proc_sys() {
    Restricted::new(NO_SYSCTLS).always_with_note("cannot write to /proc/sys/net");
    check_routers(NO_SYSCTLS, true);
}

#[test]
fn proc_sys_cannot_be_written() {
    // Root's capabilities are enough to make it writable.
    Restricted::new(READ_ONLY).with_capabilities(Passes);
    Restricted::new(READ_ONLY).rootless(Passes);
    check_routers(READ_ONLY, false);
}

/// Without sysctls a network with routers is skipped if it has IPv6 addresses, and works if not.
#[track_caller]
fn check_routers(script: &str, with_capabilities: bool) {
    let skipped = IsSkipped("the router `gw` cannot forward IPv6: cannot write to /proc/sys/net");
    let of_both = Restricted { test: "crosses_a_router", ..Restricted::new(script) };
    of_both.rootless(skipped);
    of_both.with_capabilities(if with_capabilities { skipped } else { Passes });
    Restricted { test: "crosses_a_router_by_ipv4", ..Restricted::new(script) }.always(Passes);
}

#[test]
fn hosts_is_a_link() {
    for script in [
        "mv hosts known && ln -sf known hosts",
        "mv hosts /mnt/known && ln -sf ../mnt/known hosts",
        "mount -t tmpfs none /run && mv hosts /run/known && ln -sf /run/known hosts",
        "ln -sf /run/not/there hosts",
        "ln -sf ../var/run/not/there hosts",
    ] {
        let restricted = Restricted { test: "knows_names", ..Restricted::new(in_etc(script)) };
        restricted.always(Passes);
    }
}

#[test]
fn hosts_is_no_file() {
    for script in [
        "rm hosts",
        "ln -sf /not/there hosts",
        "rm hosts && ln -s hosts hosts",
        "rm hosts && mkdir hosts",
        "ln -sf /usr hosts",
    ] {
        Restricted::new(in_etc(script)).always_with_note("there is no file /etc/hosts");
    }
}

#[test]
fn resolv_conf_is_a_link() {
    let systemd = "ln -sf ../run/systemd/resolve/stub-resolv.conf resolv.conf";
    let into_run = "mount -t tmpfs -o mode=755 none /run && mkdir -p /run/systemd/resolve &&
         mv resolv.conf /run/systemd/resolve/stub-resolv.conf";
    for script in [
        systemd.to_owned(),
        format!("{into_run} && {systemd}"),
        "mv resolv.conf known && ln -sf known resolv.conf".to_owned(),
    ] {
        Restricted { test: "knows_names", ..Restricted::new(in_etc(&script)) }.always(Passes);
    }
}

#[test]
fn resolv_conf_is_no_file() {
    for script in [
        "rm resolv.conf",
        "ln -sf /not/there resolv.conf",
        "rm resolv.conf && ln -s resolv.conf resolv.conf",
    ] {
        Restricted { test: "knows_names", ..Restricted::new(in_etc(script)) }.always(Passes);
    }
}

/// Container engines create one if a file to be mounted does not exist.
#[test]
fn resolv_conf_is_a_directory() {
    let restricted = Restricted::new(in_etc("rm resolv.conf && mkdir resolv.conf"));
    restricted.always_with_note("/etc/resolv.conf is a directory");
}
