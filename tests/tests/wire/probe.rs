//! Whether datagrams pass, at a time when they may not.

use std::io;
use std::net::UdpSocket;
use std::time::{Duration, Instant};

use nsfixture::Node;

/// How long a datagram is awaited. On a busy machine it may take longer, and then the next one is.
const PAUSE: Duration = Duration::from_millis(20);

/// How long a change is awaited.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Numbered datagrams from one host to another.
pub(crate) struct Probe {
    sender: UdpSocket,
    receiver: UdpSocket,
    next: u32,
}

impl Probe {
    pub(crate) fn new(from: &Node, to: &Node) -> io::Result<Self> {
        let receiver = to.run(|| UdpSocket::bind((to.ipv4(), 7)))?;
        receiver.set_read_timeout(Some(PAUSE))?;
        let sender = from.run(|| UdpSocket::bind("0.0.0.0:0"))?;
        sender.connect((to.ipv4(), 7))?;
        Ok(Self { sender, receiver, next: 0 })
    }

    /// Waits until a datagram passes that is sent from now on.
    pub(crate) fn wait_until_passing(&mut self) {
        let begin = Instant::now();
        while !self.passes() {
            assert!(begin.elapsed() < TIMEOUT, "nothing passes");
        }
    }

    /// Sends datagrams until a counter of what is lost goes up.
    pub(crate) fn wait_until_lost(&mut self, lost: impl Fn() -> u64) {
        let (begin, before) = (Instant::now(), lost());
        while lost() == before {
            self.passes();
            assert!(begin.elapsed() < TIMEOUT, "nothing is lost");
        }
    }

    /// Sends a datagram, and returns true if it arrives soon; others that arrive were late.
    fn passes(&mut self) -> bool {
        self.next += 1;
        let sent = self.next.to_be_bytes();
        // While nothing passes, the address of the other host may be unknown.
        if self.sender.send(&sent).is_err() {
            return false;
        }
        let mut received = [0; 4];
        while self.receiver.recv(&mut received).is_ok() {
            if received == sent {
                return true;
            }
        }
        false
    }
}
