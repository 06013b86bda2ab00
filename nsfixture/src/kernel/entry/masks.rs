//! The mounts over parts of `/proc` and `/sys`, as container engines make them
//! (proc_pid_mountinfo(5)).

use std::fs;

/// The mounts that hide parts of `/proc` and `/sys` or make them read-only.
///
/// In a user namespace the kernel then refuses further mounts of the same kind, because they would show
/// what is hidden (`mount_too_revealing`, `fs/namespace.c`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Masks {
    /// Below `/proc`: paths, in their order.
    pub proc: Vec<String>,
    /// Below `/sys`.
    pub sys: Vec<String>,
    /// The read-only ones of both, including `/proc` and `/sys` themselves.
    pub read_only: Vec<String>,
    /// Nothing is mounted on `/`: the process is in a chroot.
    pub in_chroot: bool,
}

/// Mounts that every machine has there, on directories that are always empty.
const USUAL: [&str; 2] = ["/proc/sys/fs/binfmt_misc", "/proc/fs/nfsd"];

impl Masks {
    /// Reads the masks of the calling thread's mount namespace.
    pub(crate) fn read() -> Self {
        fs::read_to_string("/proc/thread-self/mountinfo")
            .map(|mounts| Self::of(&mounts))
            .unwrap_or_default()
    }

    fn of(mounts: &str) -> Self {
        let mut masks = Self { in_chroot: true, ..Self::default() };
        for (path, options, kind) in mounts.lines().filter_map(fields) {
            masks.in_chroot &= path != "/";
            let is_read_only = options.split(',').any(|option| option == "ro");
            let (below_proc, below_sys) = (is_below(path, "/proc"), is_below(path, "/sys"));
            // Only a sysfs belongs on /sys itself.
            let replaces_sys = path == "/sys" && kind != "sysfs";
            let list = if below_proc { &mut masks.proc } else { &mut masks.sys };
            // Every file system that belongs below /sys has its own type, except old cgroups.
            let hides = (below_proc && !USUAL.contains(&path))
                || (below_sys && matches!(kind, "tmpfs" | "devtmpfs") && path != "/sys/fs/cgroup")
                || replaces_sys;
            if hides && !list.iter().any(|known| known == path) {
                list.push(path.to_owned());
            }
            if is_read_only && (hides || ["/proc", "/sys"].contains(&path)) {
                masks.read_only.push(path.to_owned());
            }
        }
        masks
    }

    /// Returns true if this path or one above it is read-only.
    pub fn keeps_from_writing(&self, path: &str) -> bool {
        self.read_only.iter().any(|mask| path == mask || is_below(path, mask))
    }
}

/// Returns the mount point, the options and the file system type.
fn fields(line: &str) -> Option<(&str, &str, &str)> {
    let (mount, file_system) = line.split_once(" - ")?;
    let mut mount = mount.split(' ').skip(4);
    Some((mount.next()?, mount.next()?, file_system.split(' ').next()?))
}

fn is_below(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "\
21 1 254:0 / / rw,relatime - ext4 /dev/vda rw
22 21 0:21 / /proc rw,nosuid - proc proc rw
23 22 0:22 / /proc/sys/fs/binfmt_misc rw - binfmt_misc binfmt_misc rw
24 21 0:23 / /sys ro,nosuid shared:3 - sysfs sysfs rw
25 24 0:24 / /sys/fs/cgroup ro - cgroup2 cgroup rw
26 24 0:25 / /sys/kernel/debug rw - debugfs debugfs rw
";

    #[track_caller]
    fn check(more: &str, proc: &[&str], sys: &[&str], read_only: &[&str]) {
        let masks = Masks::of(&format!("{LINES}{more}"));
        let expected = [proc, sys, read_only].map(<[&str]>::to_vec);
        assert_eq!([&masks.proc, &masks.sys, &masks.read_only].map(|list| &list[..]), expected);
        assert!(!masks.in_chroot);
    }

    #[test]
    fn distinguishes_masks_from_usual_mounts() {
        check("", &[], &[], &["/sys"]);
        check(
            "30 22 0:21 /sys /proc/sys ro - proc proc rw\n\
             31 22 0:5 /null /proc/kcore rw - devtmpfs udev rw\n\
             32 24 0:31 / /sys/firmware ro - tmpfs tmpfs ro\n",
            &["/proc/sys", "/proc/kcore"],
            &["/sys/firmware"],
            &["/sys", "/proc/sys", "/sys/firmware"],
        );
        check("30 24 0:31 / /sys rw - tmpfs none rw\n", &[], &["/sys"], &["/sys"]);
    }

    #[test]
    fn finds_read_only_paths() {
        let read_only = vec!["/proc/sys".to_owned()];
        let masks = Masks { read_only, ..Masks::default() };
        assert!(masks.keeps_from_writing("/proc/sys/net"));
        assert!(!masks.keeps_from_writing("/proc/sysrq-trigger"));
    }

    #[test]
    fn finds_a_chroot() {
        assert!(Masks::of("22 21 0:21 / /proc rw,nosuid - proc proc rw\n").in_chroot);
    }
}
