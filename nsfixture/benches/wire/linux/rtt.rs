//! How long a small datagram takes there and back.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use super::cables::Cable;

/// How long to wait for one that may be lost.
const TIMEOUT: Duration = Duration::from_millis(200);

/// Returns the median in microseconds.
pub(crate) fn median(cable: Cable, count: usize) -> io::Result<f64> {
    let (net, client, server) = cable.sockets()?;
    client.set_read_timeout(Some(TIMEOUT))?;
    // It ends when nothing has come for a while.
    server.set_read_timeout(Some(2 * TIMEOUT))?;
    let echo = thread::spawn(move || {
        let mut buffer = [0; 64];
        while let Ok((length, from)) = server.recv_from(&mut buffer) {
            if server.send_to(&buffer[..length], from).is_err() {
                return;
            }
        }
    });
    let mut times = Vec::with_capacity(count);
    // Where there is a delay, a few are enough.
    let begin = Instant::now();
    while times.len() < count && begin.elapsed() < 10 * TIMEOUT {
        let begin = Instant::now();
        client.send(&[0; 64])?;
        if client.recv(&mut [0; 64]).is_ok() {
            times.push(begin.elapsed().as_secs_f64() * 1e6);
        }
    }
    echo.join().map_err(|_| io::Error::other("the echo panicked"))?;
    net.down().map_err(io::Error::other)?;
    Ok(super::table::median(&mut times))
}
