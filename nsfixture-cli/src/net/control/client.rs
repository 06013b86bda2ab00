//! Sending requests.

use std::io::{self, Write as _};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;

use super::SOCKET;
use super::answer::Answer;
use super::request::Request;
use crate::net::running::Running;

/// Sends a request to a network, and waits until it has been done.
///
/// # Errors
/// Returns what was wrong with it, or why it could not be sent.
pub(crate) fn send(request: &Request, net: &Running) -> Result<Answer, String> {
    exchange(request, &net.root()).unwrap_or_else(|error| Err(not_sent(net, &error)))
}

fn exchange(request: &Request, root: &Path) -> io::Result<Result<Answer, String>> {
    let mut stream = UnixStream::connect(root.join(SOCKET))?;
    writeln!(stream, "{}", serde_json::to_string(request)?)?;
    stream.shutdown(Shutdown::Write)?;
    // Without an answer the network has gone down meanwhile.
    Ok(serde_json::from_str(&io::read_to_string(stream)?)?)
}

fn not_sent(net: &Running, error: &io::Error) -> String {
    let process = net.process;
    match error.kind() {
        io::ErrorKind::NotFound => format!(
            "the network of process {process} is not one of `nsfixture run` or `nsfixture shell`: only the \
             process itself can change it"
        ),
        io::ErrorKind::PermissionDenied => {
            format!("this user may not change the network of process {process}: {error}")
        }
        _ => format!("cannot change the network of process {process}: {error}"),
    }
}
