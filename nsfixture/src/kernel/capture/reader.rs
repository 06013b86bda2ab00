//! The thread that reads the sockets of all recordings of this process.
#![allow(unsafe_code, reason = "borrows descriptors by their numbers")]

use std::collections::HashMap;
use std::os::fd::{BorrowedFd, OwnedFd, RawFd};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use nix::errno::Errno;
use nix::sched::{CloneFlags, unshare};
use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags, EpollTimeout};
use nix::sys::socket::{AddressFamily, SockFlag, SockType, setsockopt, socket, sockopt};

use super::stamps;
use crate::kernel::packet_socket::{Batch, PacketSocket};

/// How long packets wait until they are read: a thread that wakes for each of them slows TCP down by a quarter.
const PAUSE: Duration = Duration::from_millis(20);

/// The most events that are returned at once.
const SIZE: usize = 64;

/// Something with sockets to be read.
pub(super) trait Readable: Send + Sync {
    /// Reads what has arrived.
    fn read(&self, batch: &mut Batch);
}

struct Reader {
    epoll: Epoll,
    recordings: Mutex<Recordings>,
}

#[derive(Default)]
struct Recordings {
    next: u64,
    by_number: HashMap<u64, Weak<dyn Readable>>,
}

static READER: OnceLock<Reader> = OnceLock::new();

/// Has the thread read the sockets of a recording.
///
/// # Errors
/// Returns an error if the kernel refuses the thread, or an operation of it.
pub(super) fn add(recording: Weak<dyn Readable>, fds: &[RawFd]) -> Result<(), Errno> {
    let reader = started()?;
    let mut recordings = reader.recordings();
    let number = recordings.next;
    recordings.next += 1;
    recordings.by_number.insert(number, recording);
    drop(recordings);
    for &fd in fds {
        // Once for all that arrives until it is read.
        let event = EpollEvent::new(EpollFlags::EPOLLIN | EpollFlags::EPOLLET, number);
        // SAFETY: the recording has it open.
        reader.epoll.add(unsafe { BorrowedFd::borrow_raw(fd) }, event)?;
    }
    Ok(())
}

/// Has the thread read sockets no longer that are about to be closed: the guardian may have them open as well.
pub(super) fn remove<'f>(sockets: impl Iterator<Item = BorrowedFd<'f>>) {
    let Some(reader) = READER.get() else { return };
    for socket in sockets {
        // One that could not be added is not there.
        let _not_added = reader.epoll.delete(socket);
    }
    reader.recordings().by_number.retain(|_, recording| recording.strong_count() > 0);
}

/// Closes sockets in the background: without the guardian, each takes the kernel about 10 ms (`packet_release`,
/// `net/packet/af_packet.c`).
pub(crate) fn close_in_background(sockets: Vec<PacketSocket>) {
    // If no thread can be started, they are closed here.
    let _closer = thread::Builder::new().name("nsfixture".to_owned()).spawn(move || drop(sockets));
}

/// Starts the thread, so that packets are stamped once a network is up.
pub(crate) fn prepare() {
    // What keeps it from being started is reported once it is needed.
    let _ignored = started();
}

fn started() -> Result<&'static Reader, Errno> {
    static STARTING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(reader) = READER.get() {
        return Ok(reader);
    }
    let epoll = Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?;
    let reader = READER.get_or_init(|| Reader { epoll, recordings: Mutex::default() });
    let thread = thread::Builder::new().name("nsfixture capture".to_owned());
    match thread.spawn(|| reader.run()) {
        Ok(_runs_until_the_process_exits) => Ok(reader),
        Err(error) => Err(error.raw_os_error().map_or(Errno::EAGAIN, Errno::from_raw)),
    }
}

impl Reader {
    fn recordings(&self) -> MutexGuard<'_, Recordings> {
        self.recordings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        leave_host();
        // As long as it is open, the kernel stamps packets; others come and go.
        let _stamped = stamped();
        stamps::wait_on_the_machine();
        let mut batch = Batch::new();
        let mut events = [EpollEvent::empty(); SIZE];
        loop {
            let count = match self.epoll.wait(&mut events, EpollTimeout::NONE) {
                Err(Errno::EINTR) => continue,
                Err(_) => return,
                Ok(count) => count,
            };
            // What arrives until then is read at once. Who needs it earlier reads it by himself.
            thread::park_timeout(PAUSE);
            let mut numbers: Vec<u64> = events.iter().take(count).map(EpollEvent::data).collect();
            numbers.sort_unstable();
            numbers.dedup();
            for number in numbers {
                let recording = self.recordings().by_number.get(&number).and_then(Weak::upgrade);
                if let Some(recording) = recording {
                    recording.read(&mut batch);
                }
            }
        }
    }
}

/// Opens a socket whose packets are stamped; it never has any.
fn stamped() -> Result<OwnedFd, Errno> {
    let flags = SockFlag::SOCK_CLOEXEC;
    let socket = socket(AddressFamily::Inet, SockType::Datagram, flags, None)?;
    setsockopt(&socket, sockopt::ReceiveTimestampns, &true)?;
    Ok(socket)
}

/// Leaves the host that the thread may have been started in: it would keep that up.
fn leave_host() {
    let inode = |path: &str| nix::sys::stat::stat(path).map(|stat| stat.st_ino);
    if inode("/proc/thread-self/ns/net") != inode("/proc/self/ns/net") {
        // Where that is refused, the thread is one of those that keep the host up.
        let _stays = unshare(CloneFlags::CLONE_NEWNET);
    }
}
