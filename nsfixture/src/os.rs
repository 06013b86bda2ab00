//! The two services of the C library that saying something past the harness takes.
#![allow(unsafe_code, reason = "two functions of the C library that have no safe face")]

/// Runs a function when the process ends by `exit` (atexit(3)).
pub(crate) fn at_exit(act: extern "C" fn()) {
    // SAFETY: the function is valid for as long as the process.
    let refused = unsafe { libc::atexit(act) } != 0;
    debug_assert!(!refused, "there is room for 32 functions at least");
}

/// Writes to descriptor 2 in one go, so that lines of several threads do not mix.
pub(crate) fn write_to_stderr(bytes: &[u8]) {
    // SAFETY: the buffer has that many bytes. Where nobody reads descriptor 2 there is nobody to
    // tell.
    unsafe { libc::write(2, bytes.as_ptr().cast(), bytes.len()) };
}
