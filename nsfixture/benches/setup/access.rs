//! Whether this machine lets us make namespaces, found out by making one.

use std::io;

use crate::floor;

/// Gets what it takes, and says how. To be called while there is one thread.
pub(crate) fn enter() -> io::Result<&'static str> {
    // The library may have entered a user namespace before `main`.
    let own = std::fs::read_to_string("/proc/self/uid_map")?;
    let initial = own.split_whitespace().eq(["0", "0", "4294967295"]);
    let how = match (floor::raise_capabilities()?, initial) {
        (true, true) => "with capabilities",
        (true, false) => "in a user namespace",
        (false, _) => {
            floor::enter_user_namespace()?;
            "in a user namespace"
        }
    };
    floor::Host::lone()?.end()?;
    Ok(how)
}
