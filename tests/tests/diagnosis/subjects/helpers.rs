//! What the failing tests share.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use nsfixture::prelude::*;

/// Longer than anything takes, on a busy machine.
const LONG: Duration = Duration::from_secs(60);

/// How long a test waits for what does not come.
pub(super) const SHORT: Duration = Duration::from_millis(300);

/// Connects to a host, if that works soon.
pub(super) fn connect(to: impl Into<IpAddr>, port: u16) -> io::Result<TcpStream> {
    TcpStream::connect_timeout(&SocketAddr::new(to.into(), port), SHORT)
}

/// Returns the two ends of a connection: that in the host of the body, and that in another.
pub(super) fn connection(to: &Node) -> (TcpStream, TcpStream) {
    let listener = to.run(|| TcpListener::bind("[::]:80")).unwrap();
    let near = TcpStream::connect((to.ipv4(), 80)).unwrap();
    (near, listener.accept().unwrap().0)
}

/// Sends bytes over a connection, and returns when they have arrived.
pub(super) fn exchange(near: &mut TcpStream, far: &mut TcpStream, bytes: usize) {
    thread::scope(|scope| {
        scope.spawn(|| near.write_all(&vec![7; bytes]).unwrap());
        far.read_exact(&mut vec![0; bytes]).unwrap();
    });
}

/// Waits until a counter of a host is not 0 any more: the name is in a file of `/proc/net`, and its value in the next line
/// or behind it.
pub(super) fn wait_for(node: &Node, file: &str, counter: &str) {
    let begin = Instant::now();
    while read(node, file, counter) == 0 {
        assert!(begin.elapsed() < LONG, "{counter} stays 0");
        thread::yield_now();
    }
}

fn read(node: &Node, file: &str, counter: &str) -> u64 {
    let text = node.run(|| fs::read_to_string(format!("/proc/thread-self/net/{file}"))).unwrap();
    let (group, name) = counter.split_once(' ').unwrap_or(("", counter));
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        if words.first() != Some(&group) && !group.is_empty() {
            continue;
        }
        if let Some(place) = words.iter().position(|word| *word == name) {
            let after = words.get(place + 1).and_then(|word| word.parse().ok());
            let below = || lines.next()?.split_ascii_whitespace().nth(place)?.parse().ok();
            return after.or_else(below).unwrap_or(0);
        }
    }
    0
}
