//! What a test must not touch: the state of the host.

mod files;
mod netlink;

use std::collections::{BTreeMap, BTreeSet};

/// The state of the host, as the calling thread sees it.
///
/// What changes by itself on any machine is left out: counters, the ages of addresses and routes,
/// and the neighbours that the host's own traffic finds and forgets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostState {
    /// Everything there is, by its kind.
    parts: BTreeMap<&'static str, BTreeSet<String>>,
}

impl HostState {
    /// A look at the host.
    ///
    /// # Panics
    /// If the kernel does not answer.
    #[must_use]
    pub fn snapshot() -> Self {
        let parts = [
            ("link", netlink::links()),
            ("address", netlink::addresses()),
            ("route", netlink::routes()),
            ("rule", netlink::rules()),
            ("neighbour", netlink::permanent_neighbours()),
            ("sysctl", files::sysctls()),
            ("mount", files::mounts()),
            ("file", files::names()),
            ("line", files::lines()),
        ];
        Self { parts: parts.into_iter().collect() }
    }

    /// What is there now and was not there before, and the reverse: a line for each.
    #[must_use]
    pub fn changes_since(&self, before: &Self) -> Vec<String> {
        let mut changes = Vec::new();
        for (kind, now) in &self.parts {
            let then = &before.parts[kind];
            changes.extend(now.difference(then).map(|new| format!("new {kind}: {new}")));
            changes.extend(then.difference(now).map(|old| format!("lost {kind}: {old}")));
        }
        changes
    }

    /// Asserts that nothing has changed on the host since this look at it.
    ///
    /// # Panics
    /// If something has.
    #[track_caller]
    pub fn assert_same_now(&self, when: &str) {
        let changes = Self::snapshot().changes_since(self);
        assert!(changes.is_empty(), "{when} the host has changed:\n{}", changes.join("\n"));
    }
}
