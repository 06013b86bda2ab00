//! The arguments of this process.
#![allow(unsafe_code, reason = "system calls with pointers, before `main`")]

use super::syscalls;

/// More bytes are not looked at.
const SIZE: usize = 4096;

/// Returns true if one of the arguments is this one.
pub(crate) fn contain(argument: &[u8]) -> bool {
    let Ok(file) = syscalls::open(c"/proc/self/cmdline", libc::O_RDONLY) else { return false };
    let mut buffer = [0; SIZE];
    // SAFETY: the buffer has that many bytes.
    let length = unsafe { libc::read(file, buffer.as_mut_ptr().cast(), SIZE) };
    syscalls::close(file);
    let read = usize::try_from(length).ok().and_then(|length| buffer.get(..length));
    // Each ends with a zero (proc_pid_cmdline(5)); the first is the program.
    read.is_some_and(|all| all.split(|&byte| byte == 0).skip(1).any(|one| one == argument))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_arguments_are_found() {
        assert!(!contain(b"no such argument"));
        for argument in std::env::args().skip(1) {
            assert!(contain(argument.as_bytes()), "{argument}");
            assert!(argument.is_empty() || !contain(&argument.as_bytes()[1..]), "{argument}");
        }
    }
}
