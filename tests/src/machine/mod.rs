//! The state of the machine, which no test may change.

mod files;
mod netlink;

use std::collections::{BTreeMap, BTreeSet};

/// The state of the machine, as the calling thread sees it.
///
/// Without what changes by itself: counters, the ages of addresses and routes, and the neighbours that the machine's own
/// traffic adds and removes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineState {
    /// The objects of each kind.
    parts: BTreeMap<&'static str, BTreeSet<String>>,
}

impl MachineState {
    /// Takes a snapshot of the machine.
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

    /// Returns all of it, each with its kind, in lines.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let lines = |(kind, all): (&&str, &BTreeSet<String>)| {
            all.iter().map(|one| format!("{kind}: {one}")).collect::<Vec<_>>()
        };
        self.parts.iter().flat_map(lines).collect()
    }

    /// Returns what has been added and what has been removed since `before`, one line each.
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

    /// Asserts that nothing on the machine has changed since this snapshot.
    ///
    /// # Panics
    /// If something has.
    #[track_caller]
    pub fn assert_same_now(&self, when: &str) {
        let changes = Self::snapshot().changes_since(self);
        assert!(changes.is_empty(), "{when} the machine has changed:\n{}", changes.join("\n"));
    }
}
