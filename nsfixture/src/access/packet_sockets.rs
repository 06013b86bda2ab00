//! Whether cables can be impaired on this machine: their engine has packet sockets (packet(7)).

use super::fix;
use super::probe_result;
use crate::error::{Error, Kind};
use crate::kernel::bare::capability;
use crate::kernel::entry::environment::Environment;
use crate::unavailable::Unavailable;

/// Returns the error of a set-up as one of the machine if packet sockets were refused. That is found out by the first
/// one that is needed, so that it costs nothing where none is.
pub(crate) fn explain_refusal(error: Error) -> Error {
    let Some(errno) = error.refused_packet_socket() else { return error };
    let (why, fix) = match errno {
        libc::EAFNOSUPPORT => {
            (None, "use a kernel with CONFIG_PACKET or the module `af_packet`".to_owned())
        }
        libc::EPERM | libc::EACCES | libc::ENOSYS => {
            no_packet_sockets(probe_result().environment())
        }
        // A limit that was reached, say.
        _ => return error,
    };
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    let kernel = std::io::Error::from_raw_os_error(errno);
    Kind::Unavailable(Unavailable {
        reason: format!(
            "cannot open a packet socket, which cables with faults need ({kernel}){why}"
        ),
        fix: format!("{fix}, or remove the faults"),
    })
    .into()
}

/// Returns what keeps the process from opening packet sockets, if that is known, and what to do about it.
pub fn no_packet_sockets(environment: &Environment) -> (Option<String>, String) {
    if !capability::may_open_packet_sockets() {
        let fix = "run with CAP_NET_RAW in addition (container: `--cap-add NET_RAW`)";
        return (Some("the process lacks CAP_NET_RAW".to_owned()), fix.to_owned());
    }
    if environment.seccomp_filter {
        return (Some("a seccomp filter is active".to_owned()), fix::unfiltered());
    }
    match &environment.confinement {
        Some(confinement) => {
            (Some(format!("`{confinement}` is active")), fix::unconfined(confinement).to_owned())
        }
        None => (None, "look for the denial in the kernel's log (`dmesg`)".to_owned()),
    }
}
