//! Files and directories that are missing, full, closed to writing, or links.

use super::machine::End::{Fails, IsSkipped, Passes};
use super::machine::Odd;

const NO_SYSCTLS: &str = "mount -t tmpfs none /proc/sys";

const READ_ONLY: &str = "mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys";

/// A root directory with links to what is needed of the machine's, without some of it.
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
         mkdir mnt old && : >mnt/odd && mount --bind /mnt/odd mnt/odd
         pivot_root . old && cd / && umount -n -l old 2>/mnt/said && rmdir old || true"
    )
}

/// An `/etc` of a few files, in which more can be done.
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
    Odd::new(format!("{full} 2>/mnt/said")).always(Passes);
}

#[test]
fn a_root_that_cannot_be_written() {
    Odd::new("mount -o remount,bind,ro / && ! mkdir /written 2>/mnt/said").always(Passes);
}

#[test]
fn no_tmp() {
    Odd::new(root_without("tmp")).with_capabilities(Passes);
}

#[test]
fn no_run() {
    Odd::new(root_without("run")).always_with_note("this machine refuses a tmpfs on /run");
}

#[test]
fn no_sys() {
    Odd::new(root_without("sys")).always(Passes);
    Odd::new("mount -t tmpfs none /sys").always(Passes);
}

#[test]
fn no_etc() {
    Odd::new(root_without("etc")).always(Passes);
}

#[test]
fn no_proc() {
    for script in [root_without("proc"), "mount -t tmpfs none /proc".to_owned()] {
        let odd = Odd::new(script);
        odd.with_capabilities(IsSkipped("/proc is masked, or not mounted"));
        Odd { below: "setpriv --bounding-set=-all --inh-caps=-all".to_owned(), ..odd }
            .with_capabilities(IsSkipped("/proc is masked, or not mounted"));
    }
}

#[test]
fn no_proc_net() {
    Odd::new("mount -t tmpfs none /proc/$$/net").always(Passes);
}

#[test]
fn no_proc_sys() {
    Odd::new(NO_SYSCTLS).always_with_note("this machine refuses writing to /proc/sys/net");
    Odd { test: "crosses_a_router", ..Odd::new(NO_SYSCTLS) }.always(Fails("ipv4/ip_forward = 1"));
}

#[test]
fn proc_sys_cannot_be_written() {
    Odd::new(READ_ONLY).always_with_note("this machine refuses writing to /proc/sys/net");
    Odd { test: "crosses_a_router", ..Odd::new(READ_ONLY) }.always(Fails("hint: /proc/sys cannot"));
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
        let odd = Odd { test: "knows_names", ..Odd::new(in_etc(script)) };
        odd.always(Passes);
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
        Odd::new(in_etc(script)).always_with_note("there is no file /etc/hosts");
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
        Odd { test: "knows_names", ..Odd::new(in_etc(&script)) }.always(Passes);
    }
}

#[test]
fn resolv_conf_is_no_file() {
    for script in [
        "rm resolv.conf",
        "ln -sf /not/there resolv.conf",
        "rm resolv.conf && ln -s resolv.conf resolv.conf",
    ] {
        Odd { test: "knows_names", ..Odd::new(in_etc(script)) }.always(Passes);
    }
}

/// Container engines make one where a file was to be mounted that is not there.
#[test]
fn resolv_conf_is_a_directory() {
    let odd = Odd::new(in_etc("rm resolv.conf && mkdir resolv.conf"));
    odd.always_with_note("/etc/resolv.conf is a directory");
}
