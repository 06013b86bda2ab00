//! What a machine keeps from a command, told when the command has failed: it may be why, and what
//! the command itself says of it is seldom enough.

use std::fs::OpenOptions;
use std::io;

use crate::say::say;

const TUN: &str = "/dev/net/tun";

/// Says what may have kept a command from its work. `one_user` is why it has no other user.
pub(crate) fn after_failure(one_user: Option<&str>) {
    if let Some(why) = one_user {
        say(format_args!("note: programs cannot change their user or group here: {why}"));
    }
    let open = OpenOptions::new().read(true).write(true).open(TUN);
    if open.is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
        say(format_args!(
            "note: programs cannot open {TUN} here: you may not (as root, `chmod 666 {TUN}` allows it)"
        ));
    }
}
