//! Bytes over TCP from one host to another.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::time::Duration;

use nsfixture::Node;

/// Sends some bytes to an address of a host, and receives until they are all there or nothing has come for `quiet`.
/// Returns how many have arrived, and the sender's socket.
pub(crate) fn transfer(
    from: &Node,
    to: &Node,
    address: IpAddr,
    size: usize,
    quiet: Duration,
) -> io::Result<(usize, TcpStream)> {
    let listener = to.run(|| TcpListener::bind((address, 7)))?;
    let sender = from.run(|| TcpStream::connect((address, 7)))?;
    let (mut receiver, _) = listener.accept()?;
    receiver.set_read_timeout(Some(quiet))?;
    sender.set_write_timeout(Some(quiet))?;
    let arrived = std::thread::scope(|scope| {
        let mut sender = &sender;
        scope.spawn(move || {
            // The receiver tells how much has arrived.
            let _stalled = sender.write_all(&vec![1; size]);
        });
        let (mut arrived, mut buffer) = (0, [0; 4096]);
        while arrived < size {
            match receiver.read(&mut buffer) {
                Ok(0) => break,
                Ok(bytes) => arrived += bytes,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(arrived)
    })?;
    Ok((arrived, sender))
}
