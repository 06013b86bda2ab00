//! Whether nf_tables can be asked without having it loaded: the request would do that (`nfnetlink_rcv_msg`,
//! `net/netfilter/nfnetlink.c`, Linux 6.12).

use std::fs;
use std::path::Path;

/// Whether the kernel has nf_tables at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Module {
    /// It is built in, or loaded, or no module can be loaded.
    Ready,
    /// It could be loaded, or is nowhere: there are no rules.
    Missing,
    /// It may be built in.
    Unknown,
}

impl Module {
    /// Looks at the lists of modules (proc(5), modules.builtin in kbuild of the kernel's documentation).
    pub(crate) fn look() -> Self {
        // A kernel that loads no modules has no such file.
        let Ok(loaded) = fs::read_to_string("/proc/modules") else { return Self::Ready };
        Self::of(&loaded, || {
            let release = fs::read_to_string("/proc/sys/kernel/osrelease").ok()?;
            let directory = Path::new("/lib/modules").join(release.trim());
            fs::read_to_string(directory.join("modules.builtin")).ok()
        })
    }

    fn of(loaded: &str, built_in: impl FnOnce() -> Option<String>) -> Self {
        if loaded.lines().any(|line| line.split(' ').next() == Some("nf_tables")) {
            return Self::Ready;
        }
        let Some(built_in) = built_in() else { return Self::Unknown };
        if built_in.lines().any(|line| line.ends_with("/nf_tables.ko")) {
            Self::Ready
        } else {
            Self::Missing
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_asked_that_would_be_loaded() {
        let none = || None;
        let built_in = |name: &str| Some(format!("kernel/net/netfilter/{name}.ko\n"));
        assert_eq!(Module::of("nf_tables 4096 0 - Live 0x0\n", none), Module::Ready);
        assert_eq!(Module::of("nf_tables_x 4096 0 - Live 0x0\n", none), Module::Unknown);
        assert_eq!(Module::of("", || built_in("nf_tables")), Module::Ready);
        assert_eq!(Module::of("", || built_in("x_tables")), Module::Missing);
    }
}
