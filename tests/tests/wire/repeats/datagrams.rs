//! Numbered datagrams, of which both hosts know which ones have arrived.

use std::collections::BTreeSet;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nsfixture::Node;

/// How long to wait for an answer, much longer than it needs.
const TIMEOUT: Duration = Duration::from_millis(400);

/// How long to wait for it on a busy machine, if it cannot have been lost.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// A request and its attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Datagram {
    pub(super) number: u32,
    pub(super) attempt: u32,
}

impl Datagram {
    fn to_bytes(self) -> [u8; 8] {
        (u64::from(self.number) << 32 | u64::from(self.attempt)).to_be_bytes()
    }

    fn from_bytes(bytes: [u8; 8]) -> Self {
        let both = u64::from_be_bytes(bytes);
        Self { number: (both >> 32) as u32, attempt: both as u32 }
    }
}

/// What was lost: on the way to the server, or on the way back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Loss {
    Request(Datagram),
    Reply(Datagram),
}

/// A server that echoes until it receives an empty datagram.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    thread: JoinHandle<()>,
    arrived: Receiver<Datagram>,
}

impl Server {
    pub(super) fn start(host: &Node) -> Self {
        let address = SocketAddr::from((host.ipv4(), 53));
        let socket = host.run(|| UdpSocket::bind(address)).expect("a free port");
        let (sender, arrived) = mpsc::channel();
        let echo = move || {
            let mut bytes = [0; 8];
            loop {
                let (length, from) = socket.recv_from(&mut bytes).expect("a datagram");
                if length == 0 {
                    break;
                }
                let _nobody = sender.send(Datagram::from_bytes(bytes));
                socket.send_to(&bytes, from).expect("it can be sent");
            }
        };
        Self { address, thread: thread::spawn(echo), arrived }
    }

    /// Stops it from its own host, where nothing is lost, and returns what has arrived.
    pub(super) fn stop(self, host: &Node) -> BTreeSet<Datagram> {
        let socket = host.run(|| UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))).expect("a socket");
        socket.send_to(&[], self.address).expect("it can be sent");
        self.thread.join().expect("the server passes");
        self.arrived.into_iter().collect()
    }
}

/// What a client has sent, and the answers that it has received.
#[derive(Default)]
pub(super) struct Log {
    sent: BTreeSet<Datagram>,
    answered: BTreeSet<Datagram>,
}

impl Log {
    /// Returns what was lost, from what has arrived at the server.
    pub(super) fn lost(&self, arrived: &BTreeSet<Datagram>) -> Vec<Loss> {
        let requests = self.sent.difference(arrived).copied().map(Loss::Request);
        requests.chain(arrived.difference(&self.answered).copied().map(Loss::Reply)).collect()
    }

    /// Sends these requests together, and again those that are not answered, until all are.
    ///
    /// `lost` returns the number of packets that were lost so far, so that nothing is sent again that was not.
    pub(super) fn exchange(
        &mut self,
        socket: &UdpSocket,
        numbers: impl Iterator<Item = u32>,
        lost: impl Fn() -> u64,
    ) {
        let mut open: BTreeSet<u32> = numbers.collect();
        for attempt in 0.. {
            assert!(attempt < 20, "{open:?} are never answered");
            if open.is_empty() {
                return;
            }
            for &number in &open {
                let datagram = Datagram { number, attempt };
                socket.send(&datagram.to_bytes()).expect("it can be sent");
                self.sent.insert(datagram);
            }
            self.receive(socket, &mut open, &lost).expect("a socket that can be read");
        }
    }

    /// Receives answers until all have come or none comes any more.
    fn receive(
        &mut self,
        socket: &UdpSocket,
        open: &mut BTreeSet<u32>,
        lost: impl Fn() -> u64,
    ) -> io::Result<()> {
        let begin = Instant::now();
        let mut deadline = begin + TIMEOUT;
        while !open.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            socket.set_read_timeout(Some(left.max(Duration::from_millis(1))))?;
            let mut bytes = [0; 8];
            match socket.recv(&mut bytes) {
                Ok(_) => {
                    let datagram = Datagram::from_bytes(bytes);
                    open.remove(&datagram.number);
                    self.answered.insert(datagram);
                    deadline = Instant::now() + TIMEOUT;
                }
                Err(_) if left.is_zero() => {
                    let missing = self.sent.len() - self.answered.len();
                    if missing as u64 <= lost() {
                        break;
                    }
                    assert!(
                        begin.elapsed() < BUSY_TIMEOUT,
                        "{missing} answers are missing, and were not lost"
                    );
                    deadline = Instant::now() + TIMEOUT;
                }
                Err(_) => {}
            }
        }
        Ok(())
    }
}
