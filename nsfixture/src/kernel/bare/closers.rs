//! Closing descriptors that the kernel takes long to close, several at the same time.
#![allow(unsafe_code, reason = "threads without the C library's, in a forked child")]

use core::ptr;
use core::sync::atomic::{AtomicI32, Ordering};

use libc::{c_int, c_void};

use super::syscalls;

/// The most descriptors that are closed at the same time.
const CAPACITY: usize = 64;

/// The size of a stack, in words. A thread makes one system call, and no signal is delivered to it.
const STACK: usize = 4096;

/// Threads that close one descriptor each.
///
/// Closing a packet socket waits for a grace period of RCU. Threads that wait at the same time share it.
pub(crate) struct Closers {
    /// The stacks. The first word of each is not 0 while a thread uses it.
    memory: &'static [AtomicI32],
}

impl Closers {
    pub(crate) fn new() -> Self {
        // Without memory, the caller waits for each.
        Self { memory: syscalls::shared_memory(CAPACITY * STACK).unwrap_or_default() }
    }

    /// Closes a descriptor, and waits for that only if no stack is free.
    ///
    /// Only one thread may call it, with all signals blocked.
    pub(crate) fn close(&self, fd: c_int) {
        let mut stacks = self.memory.chunks_exact(STACK);
        let free = stacks.find(|stack| is_free(stack));
        if !free.is_some_and(|stack| start(stack, fd)) {
            syscalls::close(fd);
        }
    }
}

fn is_free(stack: &[AtomicI32]) -> bool {
    stack.first().is_some_and(|used| used.load(Ordering::Acquire) == 0)
}

/// Starts a thread that closes a descriptor and ends.
fn start(stack: &'static [AtomicI32], fd: c_int) -> bool {
    const FLAGS: c_int = libc::CLONE_VM
        | libc::CLONE_FS
        | libc::CLONE_FILES
        | libc::CLONE_SIGHAND
        | libc::CLONE_SYSVSEM
        | libc::CLONE_THREAD
        | libc::CLONE_CHILD_CLEARTID;
    let Some(used) = stack.first() else { return false };
    used.store(1, Ordering::Relaxed);
    let top = stack.as_ptr_range().end.cast_mut().cast::<c_void>();
    let fd = ptr::without_provenance_mut(fd as usize);
    // SAFETY: the thread has a stack of its own, which nobody else uses until the kernel has cleared its first word. It
    // shares this thread's `errno`, but does not set it: the descriptor is open.
    let started = unsafe {
        let nowhere = ptr::null_mut::<c_void>();
        libc::clone(close, top, FLAGS, fd, nowhere, nowhere, used.as_ptr())
    };
    if started < 0 {
        used.store(0, Ordering::Relaxed);
    }
    started >= 0
}

extern "C" fn close(fd: *mut c_void) -> c_int {
    // The C library's close(3) can be cancelled, and for that uses data of its thread, of which this one has none.
    // SAFETY: takes no pointers; the caller has given the descriptor away.
    unsafe { libc::syscall(libc::SYS_close, fd.addr() as c_int) };
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::bare::process;

    /// As the guardian does.
    fn block_signals() {
        // SAFETY: a set of signals is plain data, and is filled before it is used.
        unsafe {
            let mut all: libc::sigset_t = core::mem::zeroed();
            libc::sigfillset(&raw mut all);
            libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, ptr::null_mut());
        }
    }

    #[test]
    fn every_descriptor_is_closed_even_if_there_are_more_than_stacks() {
        block_signals();
        let closers = Closers::new();
        let pipes: Vec<_> = (0..3 * CAPACITY).map(|_| syscalls::pipe().expect("a pipe")).collect();
        for &(_, writer) in &pipes {
            closers.close(writer);
        }
        for &(reader, _) in &pipes {
            // A pipe without a writing end is at its end.
            process::wait_readable(reader, 10_000);
            let mut byte = 0_u8;
            // SAFETY: the buffer has room for a byte.
            assert_eq!(unsafe { libc::read(reader, (&raw mut byte).cast(), 1) }, 0);
            syscalls::close(reader);
        }
    }
}
