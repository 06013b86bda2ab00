//! Entering a user namespace of one's own (user_namespaces(7)).

use std::ffi::CStr;

use super::raw::{self, Errno};
use super::text::Text;
use super::trial::Stage;

/// Moves the process into a new user namespace in which it keeps its user and group.
///
/// That they are kept, and not mapped to 0, leaves the tests beside the ones that have a network
/// as they are: to them nothing has changed. What a node's programs need of root's power they get
/// as ambient capabilities (see `capability`).
///
/// Bare system calls only. The process must have one thread.
pub(super) fn enter() -> Result<(), (Stage, Errno)> {
    let (user, group) = raw::effective_ids();
    enter_as((user, user), (group, group))
}

/// The same, for a process whose threads go on without capabilities: only those that make or enter
/// a network act with them. A test beside them that expects "permission denied" still gets it.
pub(super) fn enter_quietly() -> Result<(), (Stage, Errno)> {
    enter()?;
    raw::set_capabilities(0, 0).map_err(|errno| (Stage::UserNamespace, errno))
}

/// Moves the process into a new user namespace in which its user and its group have these ids,
/// each the one inside and the one outside, and nobody else has any.
pub(super) fn enter_as(user: (u32, u32), group: (u32, u32)) -> Result<(), (Stage, Errno)> {
    raw::unshare(libc::CLONE_NEWUSER).map_err(|errno| (Stage::UserNamespace, errno))?;
    // Without privileges in the parent namespace the group may be mapped only once setgroups(2)
    // is denied.
    write(c"/proc/self/setgroups", b"deny")?;
    write(c"/proc/self/uid_map", line(user).as_bytes())?;
    write(c"/proc/self/gid_map", line(group).as_bytes())
}

fn write(path: &CStr, bytes: &[u8]) -> Result<(), (Stage, Errno)> {
    raw::write_file(path, bytes, 0).map_err(|errno| (Stage::IdMap, errno))
}

/// A line of an id map: what one id is inside and outside.
fn line((inside, outside): (u32, u32)) -> Text {
    let mut line = Text::new(b"");
    line.push_number(inside);
    line.push(b" ");
    line.push_number(outside);
    line.push(b" 1");
    line
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn writes_lines() {
        assert_eq!(line((0, 1000)).as_bytes(), b"0 1000 1");
        assert_eq!(line((u32::MAX, u32::MAX)).as_bytes(), b"4294967295 4294967295 1");
    }
}
