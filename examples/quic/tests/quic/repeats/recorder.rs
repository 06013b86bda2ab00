//! A socket that records the datagrams that it sends and receives.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, IoSliceMut};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use quinn::udp::{RecvMeta, Transmit};
use quinn::{AsyncUdpSocket, UdpPoller};
use tokio::sync::Notify;

/// The datagrams of one endpoint, as hashes: QUIC sends none twice.
#[derive(Debug, Default)]
pub(crate) struct Record {
    sent: Mutex<Vec<u64>>,
    received: Mutex<HashSet<u64>>,
    pub(crate) has_received: Notify,
}

impl Record {
    /// Returns how many were sent, and the numbers of those that the other endpoint has not received.
    pub(crate) fn lost(&self, other: &Self) -> (usize, Vec<usize>) {
        let sent = self.sent.lock().expect("no panic");
        let received = other.received.lock().expect("no panic");
        let is_lost = |number: &usize| !received.contains(&sent[*number]);
        (sent.len(), (0..sent.len()).filter(is_lost).collect())
    }
}

#[derive(Debug)]
pub(crate) struct Recorder {
    pub(crate) socket: Arc<dyn AsyncUdpSocket>,
    pub(crate) record: Arc<Record>,
}

impl AsyncUdpSocket for Recorder {
    fn create_io_poller(self: Arc<Self>) -> Pin<Box<dyn UdpPoller>> {
        Arc::clone(&self.socket).create_io_poller()
    }

    fn try_send(&self, transmit: &Transmit<'_>) -> io::Result<()> {
        // Until they are recorded, no others are sent.
        let mut sent = self.record.sent.lock().expect("no panic");
        self.socket.try_send(transmit)?;
        let size = transmit.segment_size.unwrap_or(transmit.contents.len());
        sent.extend(transmit.contents.chunks(size).map(hash));
        Ok(())
    }

    fn poll_recv(
        &self,
        context: &mut Context<'_>,
        buffers: &mut [IoSliceMut<'_>],
        meta: &mut [RecvMeta],
    ) -> Poll<io::Result<usize>> {
        let result = self.socket.poll_recv(context, buffers, meta);
        if let Poll::Ready(Ok(count)) = result {
            let mut received = self.record.received.lock().expect("no panic");
            for (buffer, meta) in buffers.iter().zip(&*meta).take(count) {
                received.extend(buffer[..meta.len].chunks(meta.stride.max(1)).map(hash));
            }
            self.record.has_received.notify_one();
        }
        result
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    fn max_transmit_segments(&self) -> usize {
        self.socket.max_transmit_segments()
    }

    fn max_receive_segments(&self) -> usize {
        self.socket.max_receive_segments()
    }

    fn may_fragment(&self) -> bool {
        self.socket.may_fragment()
    }
}

fn hash(datagram: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(datagram);
    hasher.finish()
}
