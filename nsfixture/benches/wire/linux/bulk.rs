//! A bulk transfer over TCP.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

use super::cables::Cable;

pub(crate) struct Bulk {
    pub(crate) gigabits: f64,
    /// The CPU time of this process for 1 GB, in milliseconds: that of the hosts and of the engine.
    pub(crate) cpu_per_gigabyte: f64,
}

/// Sends for this long.
pub(crate) fn run(cable: Cable, time: Duration) -> io::Result<Bulk> {
    let (net, a, b) = cable.pair()?;
    let listener = b.run(|| TcpListener::bind("10.0.0.2:7"))?;
    let receive = thread::spawn(move || {
        let (mut stream, _) = listener.accept()?;
        let mut buffer = vec![0; 256 * 1024];
        let mut megabytes = 0.0;
        loop {
            match stream.read(&mut buffer)? {
                0 => return io::Result::Ok(megabytes),
                // A read has no more bytes than the buffer.
                some => megabytes += f64::from(some as u32) / 1e6,
            }
        }
    });
    let mut stream = a.run(|| TcpStream::connect("10.0.0.2:7"))?;
    let buffer = vec![0; 128 * 1024];
    let (begin, cpu) = (Instant::now(), cpu_time()?);
    while begin.elapsed() < time {
        stream.write_all(&buffer)?;
    }
    drop(stream);
    let megabytes = receive.join().map_err(|_| io::Error::other("the receiver panicked"))??;
    let (elapsed, cpu) = (begin.elapsed().as_secs_f64(), cpu_time()?.saturating_sub(cpu));
    net.down().map_err(io::Error::other)?;
    let gigabytes = megabytes / 1e3;
    Ok(Bulk {
        gigabits: gigabytes * 8.0 / elapsed,
        cpu_per_gigabyte: cpu.as_secs_f64() * 1e3 / gigabytes,
    })
}

fn cpu_time() -> io::Result<Duration> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    let time = |time: nix::sys::time::TimeVal| {
        Duration::new(time.tv_sec().unsigned_abs(), time.tv_usec().unsigned_abs() as u32 * 1000)
    };
    Ok(time(usage.user_time()) + time(usage.system_time()))
}
