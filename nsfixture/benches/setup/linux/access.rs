//! Whether this machine lets us make networks.

use std::io;

use crate::linux::floor;

/// Acquires what the floor needs and returns how, or why there is nothing to measure.
pub(crate) fn enter() -> io::Result<&'static str> {
    if let Some(reason) = nsfixture::unavailable() {
        return Err(io::Error::other(reason));
    }
    // The library has entered a user namespace before `main` where it must, and leaves the
    // capabilities that it has there out of effect.
    if !floor::raise_capabilities()? {
        return Err(io::Error::other("there is no CAP_SYS_ADMIN to make the floor with"));
    }
    // As the library does where a star needs it.
    floor::raise_files()?;
    // What the library does without, the floor does not.
    floor::Host::single()?.end()?;

    Ok(if has_all_ids()? { "with capabilities" } else { "in a user namespace" })
}

/// Returns true outside of user namespaces, where every user ID exists.
pub(crate) fn has_all_ids() -> io::Result<bool> {
    let ids = std::fs::read_to_string("/proc/self/uid_map")?;
    Ok(ids.split_whitespace().eq(["0", "0", "4294967295"]))
}
