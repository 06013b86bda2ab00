//! A service of the C library that has no safe face.
#![allow(unsafe_code, reason = "a function of the C library that has no safe face")]

/// Runs a function when the process ends by `exit` (atexit(3)).
pub(crate) fn at_exit(act: extern "C" fn()) {
    // SAFETY: the function is valid for as long as the process.
    let refused = unsafe { libc::atexit(act) } != 0;
    debug_assert!(!refused, "there is room for 32 functions at least");
}
