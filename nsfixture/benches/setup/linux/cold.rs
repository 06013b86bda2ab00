//! Without hosts that are made ahead, except in the suites, whose processes set this themselves.
#![allow(unsafe_code, reason = "changes the environment, before there are threads")]

/// Has the library make each host when it is needed.
pub(crate) fn make_all_cold() {
    // SAFETY: no other thread has been started.
    unsafe { std::env::set_var("NSFIXTURE_AHEAD", "0") };
}
