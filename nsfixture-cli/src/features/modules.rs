//! Which modules the kernel could load, as far as a look around tells (modprobe(8), modules.dep(5)).

use std::fs;
use std::path::Path;

/// The modules of the kernel that runs.
pub(crate) struct Modules {
    pub(crate) release: String,
    /// It was built to load some.
    pub(crate) are_loadable: bool,
    /// `modules.dep`: those that are there to be loaded; none where there is no such file, in a
    /// container say.
    installed: Option<String>,
    /// `modules.builtin`.
    built_in: String,
    /// `ID` and `ID_LIKE` of os-release(5).
    distribution: String,
}

impl Modules {
    /// Those of this machine.
    pub(crate) fn look() -> Self {
        let read = |path: &str| fs::read_to_string(path).ok();
        let release = read("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned();
        let of = |file: &str| read(&format!("/lib/modules/{release}/{file}"));
        let (installed, built_in) = (of("modules.dep"), of("modules.builtin").unwrap_or_default());
        Self {
            are_loadable: Path::new("/proc/modules").exists(),
            installed,
            built_in,
            distribution: read("/etc/os-release").unwrap_or_default(),
            release,
        }
    }

    /// Whether the kernel might load this one if it is asked for what it has.
    pub(super) fn may_load(&self, module: &str) -> bool {
        let is_there = Path::new("/sys/module").join(module.replace('-', "_")).exists()
            || has(&self.built_in, module);
        let can_come = self.installed.as_deref().is_none_or(|installed| has(installed, module));
        self.are_loadable && !is_there && can_come
    }

    /// How to get a module that the kernel does not have, loaded with these options.
    pub(crate) fn how_to_get(&self, module: &str, options: &str, config: &str) -> String {
        let release = &self.release;
        let load = format!("`{}`", format!("modprobe {module} {options}").trim_end());
        let built = format!("a kernel with {config}");
        match &self.installed {
            _ if !self.are_loadable => built,
            None => format!("{load} on the host, or {built}"),
            Some(installed) if has(installed, module) => format!("{load}, as root"),
            Some(_) if self.is_of("ubuntu") => {
                format!("`apt install linux-modules-extra-{release}`")
            }
            Some(_) if self.is_of("debian") && release.contains("cloud") => {
                // The kernels for clouds leave out what their machines do not have.
                let architecture = release.rsplit('-').next().unwrap_or_default();
                format!("`apt install linux-image-{architecture}`, and boot that")
            }
            Some(_) if self.is_of("fedora") || self.is_of("rhel") => {
                format!("`dnf install kernel-modules-extra-{release}`")
            }
            Some(_) => built,
        }
    }

    fn is_of(&self, family: &str) -> bool {
        self.distribution
            .lines()
            .filter_map(|line| line.strip_prefix("ID=").or(line.strip_prefix("ID_LIKE=")))
            .any(|ids| ids.trim_matches('"').split(' ').any(|id| id == family))
    }
}

/// Whether a list of paths, each up to a colon or the line's end, has a module's file, which may be
/// compressed. In a name `-` and `_` are the same.
fn has(list: &str, module: &str) -> bool {
    let same = |name: &str| name.replace('-', "_") == module.replace('-', "_");
    let names = list.lines().filter_map(|line| {
        let path = line.split(':').next()?;
        path.rsplit('/').next()?.split_once(".ko").map(|(name, _)| name)
    });
    names.into_iter().any(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTALLED: &str = "kernel/drivers/net/dummy.ko.xz:\nkernel/net/a-b.ko: kernel/net/c.ko\n";

    fn modules(installed: Option<&str>, distribution: &str) -> Modules {
        Modules {
            release: "6.1.0-9-amd64".to_owned(),
            are_loadable: true,
            installed: installed.map(str::to_owned),
            built_in: "kernel/net/never_loaded.ko\n".to_owned(),
            distribution: distribution.to_owned(),
        }
    }

    #[track_caller]
    fn check(modules: &Modules, module: &str, fix: &str) {
        assert_eq!(modules.how_to_get(module, "", "CONFIG_X"), fix);
    }

    #[test]
    fn the_fix_is_the_nearest_one() {
        let there = modules(Some(INSTALLED), "");
        check(&there, "dummy", "`modprobe dummy`, as root");
        let fix = there.how_to_get("dummy", "numdummies=0", "CONFIG_X");
        assert_eq!(fix, "`modprobe dummy numdummies=0`, as root");
        check(&there, "a_b", "`modprobe a_b`, as root");
        check(&there, "c", "a kernel with CONFIG_X");
        check(&modules(None, ""), "c", "`modprobe c` on the host, or a kernel with CONFIG_X");
        let ubuntu = modules(Some(INSTALLED), "ID=ubuntu\nID_LIKE=debian\n");
        check(&ubuntu, "c", "`apt install linux-modules-extra-6.1.0-9-amd64`");
        let derived = modules(Some(INSTALLED), "ID=pop\nID_LIKE=\"ubuntu debian\"\n");
        check(&derived, "c", "`apt install linux-modules-extra-6.1.0-9-amd64`");
        let fedora = modules(Some(INSTALLED), "ID=fedora\n");
        check(&fedora, "c", "`dnf install kernel-modules-extra-6.1.0-9-amd64`");
        let cloud = Modules {
            release: "6.1.0-9-cloud-amd64".to_owned(),
            ..modules(Some(INSTALLED), "ID=debian\n")
        };
        check(&cloud, "c", "`apt install linux-image-amd64`, and boot that");
        let fixed = Modules { are_loadable: false, ..modules(None, "ID=ubuntu\n") };
        check(&fixed, "dummy", "a kernel with CONFIG_X");
    }

    #[test]
    fn knows_what_could_be_loaded() {
        let there = modules(Some(INSTALLED), "");
        assert!(there.may_load("dummy"));
        assert!(!there.may_load("never_loaded"));
        assert!(!there.may_load("nobody_has_it"));
        assert!(modules(None, "").may_load("nobody_knows"));
        assert!(!Modules { are_loadable: false, ..there }.may_load("dummy"));
    }
}
