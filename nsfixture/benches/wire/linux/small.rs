//! How many small packets pass in a second.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use super::cables::Cable;

/// How long the receiver waits for the last one.
const TIMEOUT: Duration = Duration::from_millis(300);

/// Sends datagrams of 64 bytes for this long, and returns how many thousands arrive in a second.
pub(crate) fn rate(cable: Cable, time: Duration) -> io::Result<f64> {
    let (net, client, server) = cable.sockets()?;
    server.set_read_timeout(Some(TIMEOUT))?;
    let receive = thread::spawn(move || {
        let mut count = 0;
        while server.recv(&mut [0; 64]).is_ok() {
            count += 1;
        }
        count
    });
    let begin = Instant::now();
    while begin.elapsed() < time {
        for _ in 0..64 {
            client.send(&[0; 64])?;
        }
    }
    let elapsed = begin.elapsed();
    let received: u32 = receive.join().map_err(|_| io::Error::other("the receiver panicked"))?;
    match net.down() {
        // More were sent than the engine can forward.
        Err(error) if error.is_overload() => {}
        down => down.map_err(io::Error::other)?,
    }
    Ok(f64::from(received) / elapsed.as_secs_f64() / 1e3)
}
