//! atexit(3), which has no safe wrapper.
#![allow(unsafe_code, reason = "a function of the C library without a safe wrapper")]

/// Runs a function when the process exits by `exit` (atexit(3)).
pub(crate) fn at_exit(act: extern "C" fn()) {
    // SAFETY: the function is valid for as long as the process.
    let refused = unsafe { libc::atexit(act) } != 0;
    debug_assert!(!refused, "at least 32 functions are supported");
}
