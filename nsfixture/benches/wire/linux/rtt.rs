//! How long a small datagram takes there and back, between two threads on one processor: on two of them it takes several times
//! as long, and where the scheduler puts them is chance.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;

use super::cables::Cable;

/// How long to wait for one that may be lost.
const TIMEOUT: Duration = Duration::from_millis(200);

/// Returns the median in microseconds.
pub(crate) fn median(cable: Cable, count: usize) -> io::Result<f64> {
    let (net, client, server) = cable.sockets()?;
    client.set_read_timeout(Some(TIMEOUT))?;
    // It ends when nothing has come for a while.
    server.set_read_timeout(Some(2 * TIMEOUT))?;
    let before = sched_getaffinity(Pid::from_raw(0))?;
    // That of the calling thread, which the other one inherits.
    sched_setaffinity(Pid::from_raw(0), &first_of(&before)?)?;
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
    sched_setaffinity(Pid::from_raw(0), &before)?;
    echo.join().map_err(|_| io::Error::other("the echo panicked"))?;
    net.down().map_err(io::Error::other)?;
    Ok(super::table::median(&mut times))
}

/// Returns the first processor of a set.
fn first_of(all: &CpuSet) -> io::Result<CpuSet> {
    let is_in = |processor: &usize| all.is_set(*processor).unwrap_or(false);
    let first = (0..CpuSet::count()).find(is_in).ok_or(io::ErrorKind::NotFound)?;
    let mut one = CpuSet::new();
    one.set(first)?;
    Ok(one)
}
