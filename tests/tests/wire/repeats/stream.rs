//! A bulk transfer over TCP. Packet sockets in both hosts capture which parts of the stream have left one of them, and
//! which have arrived at the other.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::ops::Range;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use nsfixture::Node;
use rustix::net::{AddressFamily, SocketFlags, SocketType, eth, socket_with, sockopt};

use super::Pair;

const SIZE: usize = 1_000_000;
const PORT: u16 = 9000;

/// How long no packet arrives before a capture is at its end.
const QUIET: Duration = Duration::from_millis(100);

/// Returns the parts of the stream that were lost.
pub(super) fn lost(pair: &Pair) -> Vec<Range<usize>> {
    let (sent, received) = transfer(pair);
    let begin = sent.iter().find(|segment| segment.syn).expect("a connection").sequence;
    let (sent, received) = (copies(&sent, begin), copies(&received, begin));
    // Otherwise a capture has missed packets, and nothing can be said.
    assert!(received.iter().all(|&copies| copies > 0), "the receiver's capture is incomplete");
    let lost: Vec<i32> =
        sent.iter().zip(received).map(|(sent, received)| sent - received).collect();
    assert!(lost.iter().all(|&lost| lost >= 0), "the sender's capture is incomplete");
    let mut at = 0;
    let runs = lost.chunk_by(|a, b| (*a > 0) == (*b > 0)).map(|run| {
        at += run.len();
        (run[0] > 0, at - run.len()..at)
    });
    runs.filter_map(|(is_lost, run)| is_lost.then_some(run)).collect()
}

/// Reports whether two losses are of the same part: now and then all segments begin some bytes later.
pub(super) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Transfers data from `a` to `b`, and returns the segments that were captured at each.
fn transfer(pair: &Pair) -> (Vec<Segment>, Vec<Segment>) {
    let address = (pair.b.ipv4(), PORT);
    let listener = pair.b.run(|| TcpListener::bind(address)).expect("a free port");
    let [at_a, at_b] = [&pair.a, &pair.b].map(|host| host.run(open));
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let at_a = scope.spawn(|| capture(&at_a, &is_over));
        let at_b = scope.spawn(|| capture(&at_b, &is_over));
        let (sender, is_over) = (&pair.a, &is_over);
        // In its own thread, so that captures end even if the transfer fails.
        let transferred = scope.spawn(move || send_all(sender, address, &listener)).join();
        is_over.store(true, Ordering::Release);
        transferred.expect("the transfer passes");
        [at_a, at_b].map(|capture| capture.join().expect("a capture passes")).into()
    })
}

fn send_all(sender: &Node, address: (std::net::Ipv4Addr, u16), listener: &TcpListener) {
    let mut to = sender.run(|| TcpStream::connect(address)).expect("a connection");
    let (mut from, _) = listener.accept().expect("a connection");
    let writer = thread::spawn(move || to.write_all(&vec![7; SIZE]));
    let length = from.read_to_end(&mut Vec::new()).expect("data");
    writer.join().expect("the writer passes").expect("data can be sent");
    assert_eq!(length, SIZE);
}

/// Opens a packet socket for all packets, those that the host sends included.
fn open() -> OwnedFd {
    let protocol = Some(eth::ALL);
    let socket =
        socket_with(AddressFamily::PACKET, SocketType::DGRAM, SocketFlags::CLOEXEC, protocol);
    let socket = socket.expect("a packet socket");
    // Only root may exceed the machine's limit.
    let size = 8 << 20;
    sockopt::set_socket_recv_buffer_size_force(&socket, size)
        .or_else(|_| sockopt::set_socket_recv_buffer_size(&socket, size))
        .expect("a buffer");
    let timeout = sockopt::Timeout::Recv;
    sockopt::set_socket_timeout(&socket, timeout, Some(QUIET)).expect("a timeout");
    socket
}

fn capture(socket: &OwnedFd, is_over: &AtomicBool) -> Vec<Segment> {
    let mut segments = Vec::new();
    loop {
        // The headers; the rest is cut off.
        let mut packet = [0; 128];
        let was_over = is_over.load(Ordering::Acquire);
        match rustix::io::read(socket, &mut packet) {
            Ok(length) => segments.extend(Segment::parse(&packet[..length])),
            Err(_) if was_over => return segments,
            Err(_) => {}
        }
    }
}

/// A TCP segment to the server, as large as the kernel hands it over.
#[derive(Clone, Copy)]
struct Segment {
    syn: bool,
    sequence: u32,
    length: usize,
}

impl Segment {
    fn parse(packet: &[u8]) -> Option<Self> {
        let u16_at =
            |at| packet.get(at..at + 2).map(|bytes| u16::from_be_bytes([bytes[0], bytes[1]]));
        let (version, header) = (packet.first()? >> 4, usize::from(packet[0] & 0xf) * 4);
        let is_tcp = version == 4 && *packet.get(9)? == 6;
        if !is_tcp || u16_at(header + 2)? != PORT {
            return None;
        }
        let tcp = packet.get(header..header + 20)?;
        let headers = header + usize::from(tcp[12] >> 4) * 4;
        Some(Self {
            syn: tcp[13] & 2 != 0,
            sequence: u32::from_be_bytes([tcp[4], tcp[5], tcp[6], tcp[7]]),
            length: usize::from(u16_at(2)?).checked_sub(headers)?,
        })
    }
}

/// Returns how often each byte of the stream is in these segments.
fn copies(segments: &[Segment], begin: u32) -> Vec<i32> {
    let mut copies = vec![0; SIZE];
    for segment in segments.iter().filter(|segment| segment.length > 0) {
        // The SYN has the first sequence number.
        let at = segment.sequence.wrapping_sub(begin).wrapping_sub(1) as usize;
        copies[at..at + segment.length].iter_mut().for_each(|copies| *copies += 1);
    }
    copies
}
