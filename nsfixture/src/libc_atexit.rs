//! atexit(3) and _exit(2), which have no safe wrapper.
#![allow(unsafe_code, reason = "functions of the C library without a safe wrapper")]

/// Runs a function when the process exits by `exit` (atexit(3)).
pub(crate) fn at_exit(act: extern "C" fn()) {
    // SAFETY: the function is valid for as long as the process.
    let refused = unsafe { libc::atexit(act) } != 0;
    debug_assert!(!refused, "at least 32 functions are supported");
}

/// Exits with another status, for a function that [`at_exit`] has registered. Those registered before it do
/// not run. What the C library has buffered is written.
#[cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
pub(crate) fn exit_now(status: i32) -> ! {
    // SAFETY: flushes all streams, and exits.
    unsafe {
        libc::fflush(std::ptr::null_mut());
        libc::_exit(status)
    }
}
