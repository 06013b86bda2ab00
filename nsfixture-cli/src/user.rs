//! The user of this process.

use nix::unistd::{self, getegid, geteuid};

/// The user and the group that the process acts as.
pub(crate) struct User {
    pub(crate) id: u32,
    pub(crate) group: u32,
    /// `None` if nobody is known under this ID.
    pub(crate) name: Option<String>,
}

impl User {
    /// Returns the user of this process.
    pub(crate) fn current() -> Self {
        let id = geteuid();
        let known = unistd::User::from_uid(id).ok().flatten();
        Self { id: id.as_raw(), group: getegid().as_raw(), name: known.map(|known| known.name) }
    }
}
