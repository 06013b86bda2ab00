//! Notes about what a command may not do on this machine, printed when it has failed: its own messages
//! rarely explain this.

use std::fs::OpenOptions;
use std::io;

use crate::output::print_line;

const TUN: &str = "/dev/net/tun";

/// Prints possible causes of a failure. `one_user` is why there is only one user.
pub(crate) fn after_failure(one_user: Option<&str>) {
    if let Some(why) = one_user {
        print_line(format_args!("note: programs cannot change their user or group here: {why}"));
    }
    let open = OpenOptions::new().read(true).write(true).open(TUN);
    if open.is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
        print_line(format_args!(
            "note: programs cannot open {TUN} here: permission denied (fix: as root, `chmod 666 {TUN}`)"
        ));
    }
}
