//! What is recorded of a network.

use std::os::fd::{AsFd as _, AsRawFd as _, OwnedFd, RawFd};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nix::errno::Errno;

use super::clock::now;
use super::reader::{self, Readable};
use crate::kernel::guardian;
use crate::kernel::packet_socket::{Batch, PacketSocket};
use crate::packets::{Fate, Record, Ring};

/// What is recorded of a network that is up, and afterwards.
pub(crate) struct Recording {
    /// How much of each packet is recorded; everything if `None`.
    pub(crate) first_bytes: Option<u32>,
    state: Mutex<State>,
}

struct State {
    ring: Ring,
    /// Empty once the network is down.
    taps: Vec<Tap>,
    /// While it exists, the guardian holds the taps as well.
    held: Option<OwnedFd>,
    /// The number of packets for which the kernel had no room until they were read.
    missed: u64,
}

/// A socket, and where its packets arrive.
struct Tap {
    socket: PacketSocket,
    at: usize,
}

/// A position in a recording; by default that of its first packet.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Position {
    /// The number of packets that were recorded before.
    packets: u64,
    /// The number of those that could not be.
    missed: u64,
}

/// What was recorded from some time on.
#[derive(Default)]
pub(crate) struct Recorded {
    /// In the order of their times.
    pub(crate) records: Vec<Record>,
    /// The number of packets before those, of which there is no record any more.
    pub(crate) gone: u64,
    /// The number of packets that could not be recorded.
    pub(crate) missed: u64,
}

/// The memory that the records of a network may take: thousands of packets.
const MAX_SIZE: usize = 2 * 1024 * 1024;

/// The same where packets are recorded as a whole.
const MAX_SIZE_OF_ALL: usize = 64 * 1024 * 1024;

/// The most batches that are read from a tap at once: what its buffer may hold, several times.
const MAX_BATCHES: usize = 1024;

impl Recording {
    pub(crate) fn new(first_bytes: Option<u32>) -> Arc<Self> {
        let max = if first_bytes.is_some() { MAX_SIZE } else { MAX_SIZE_OF_ALL };
        let state = State { ring: Ring::new(max), taps: Vec::new(), held: None, missed: 0 };
        Arc::new(Self { first_bytes, state: Mutex::new(state) })
    }

    /// Records what arrives at these sockets, each with the number of its point. They are bound already.
    ///
    /// # Errors
    /// Returns an error if the kernel refuses the thread that reads them, or an operation of it.
    pub(crate) fn start(self: &Arc<Self>, taps: Vec<(usize, PacketSocket)>) -> Result<(), Errno> {
        let fds: Vec<RawFd> = taps.iter().map(|(_, socket)| socket.as_fd().as_raw_fd()).collect();
        let mut state = self.state();
        state.held = guardian::hold(&fds);
        state.taps = taps.into_iter().map(|(at, socket)| Tap { socket, at }).collect();
        drop(state);
        let recording = Arc::clone(self) as Arc<dyn Readable>;
        reader::add(Arc::downgrade(&recording), &fds)
    }

    /// Adds packets.
    pub(crate) fn add(&self, records: impl Iterator<Item = Record>) {
        let mut state = self.state();
        records.for_each(|record| state.ring.push(record));
    }

    /// Returns the position of the next packet.
    pub(crate) fn position(&self) -> Position {
        let mut state = self.state();
        state.read(&mut Batch::new(), self.first_bytes);
        Position { packets: state.ring.end(), missed: state.missed }
    }

    /// Returns what has been recorded from a position on, with everything that has arrived up to now.
    pub(crate) fn since(&self, position: Position) -> Recorded {
        let mut state = self.state();
        state.read(&mut Batch::new(), self.first_bytes);
        let (mut records, gone) = state.ring.since(position.packets);
        let missed = state.missed - position.missed;
        drop(state);
        records.sort_by_key(|record| record.time);
        Recorded { records, gone, missed }
    }

    /// Ends the recording: closes the sockets. What was recorded stays.
    pub(crate) fn stop(&self) {
        let mut state = self.state();
        let (taps, held) = (std::mem::take(&mut state.taps), state.held.take());
        drop(state);
        reader::remove(taps.iter().map(|tap| tap.socket.as_fd()));
        if held.is_none() && !taps.is_empty() {
            reader::close_in_background(taps.into_iter().map(|tap| tap.socket).collect());
            return;
        }
        // In this order: the guardian is the last to close them.
        drop(taps);
        drop(held);
    }

    /// Returns the sockets that this process has open for it.
    pub(crate) fn fds(&self) -> Vec<RawFd> {
        let state = self.state();
        let taps = state.taps.iter().map(|tap| tap.socket.as_fd().as_raw_fd());
        // That one is in the host that the caller was in.
        taps.chain(state.held.as_ref().map(OwnedFd::as_raw_fd)).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Readable for Recording {
    fn read(&self, batch: &mut Batch) {
        self.state().read(batch, self.first_bytes);
    }
}

impl State {
    fn read(&mut self, batch: &mut Batch, first_bytes: Option<u32>) {
        let Self { ring, taps, missed, .. } = self;
        for Tap { socket, at } in taps {
            let mut failures = 0;
            for _ in 0..MAX_BATCHES {
                match batch.receive(socket) {
                    Ok(is_full) => {
                        for received in batch.frames() {
                            let bytes = received.frame.bytes;
                            let kept = first_bytes.map_or(bytes.len(), |max| max as usize);
                            ring.push(Record {
                                time: received.stamp.map_or_else(now, Duration::from_nanos),
                                at: *at,
                                bytes: bytes.iter().take(kept).copied().collect(),
                                len: received.len,
                                offload: received.frame.offload,
                                fate: Fate::Arrived,
                            });
                        }
                        if !is_full {
                            break;
                        }
                    }
                    Err(Errno::EAGAIN) => break,
                    // That of an interface that was set down, or of a frame of a kind that has no header.
                    Err(_) if failures < 8 => failures += 1,
                    Err(_) => break,
                }
            }
            *missed += socket.take_overruns().map_or(0, u64::from);
        }
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        self.stop();
    }
}
