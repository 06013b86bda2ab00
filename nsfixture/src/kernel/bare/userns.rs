//! Entering a new user namespace (user_namespaces(7)).

use core::ffi::CStr;

use super::stack_string::StackString;
use super::stage::Stage;
use super::syscalls::{self, RawErrno};

/// Moves the process into a new user namespace in which it keeps its user and group.
///
/// They are kept rather than mapped to 0 so that nothing changes for the tests without a network.
/// Programs in a host get the capabilities that they need as ambient ones (see `capability`).
///
/// The process must have one thread.
pub(crate) fn enter() -> Result<(), (Stage, RawErrno)> {
    let (user, group) = syscalls::effective_ids();
    enter_as((user, user), (group, group))
}

/// Like [`enter`], but leaves the process without effective capabilities: only threads that create
/// or enter a network raise them. A test that expects "permission denied" still gets it.
pub(crate) fn enter_unprivileged() -> Result<(), (Stage, RawErrno)> {
    enter()?;
    syscalls::set_capabilities(0, 0).map_err(|errno| (Stage::UserNamespace, errno))
}

/// Moves the process into a new user namespace that maps its user and its group, each given as the
/// ID inside and the ID outside, and no others.
///
/// # Errors
/// Returns the stage that the kernel denied, with its error number.
pub fn enter_as(user: (u32, u32), group: (u32, u32)) -> Result<(), (Stage, RawErrno)> {
    syscalls::unshare(libc::CLONE_NEWUSER).map_err(|errno| (Stage::UserNamespace, errno))?;
    // Without privileges in the parent namespace the group may be mapped only once setgroups(2)
    // is denied.
    write(c"/proc/self/setgroups", b"deny")?;
    write(c"/proc/self/uid_map", line(user).as_bytes())?;
    write(c"/proc/self/gid_map", line(group).as_bytes())
}

fn write(path: &CStr, bytes: &[u8]) -> Result<(), (Stage, RawErrno)> {
    syscalls::write_file(path, bytes, 0).map_err(|errno| (Stage::IdMap, errno))
}

/// Returns a line of an ID map that maps one ID.
fn line((inside, outside): (u32, u32)) -> StackString {
    let mut line = StackString::new(b"");
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
    fn maps_one_id() {
        assert_eq!(line((0, 1000)).as_bytes(), b"0 1000 1");
        assert_eq!(line((u32::MAX, u32::MAX)).as_bytes(), b"4294967295 4294967295 1");
    }
}
