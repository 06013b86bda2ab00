//! A host: a thread that has namespaces of its own and stays in them.

use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use super::message::Batch;
use super::socket::Socket;
use super::{sys, view};

/// Something that a host's thread is to do.
pub(super) type Job = Box<dyn FnOnce() + Send>;

/// The index of every namespace's `lo`.
pub(super) const LO: u32 = 1;

pub(crate) struct Host {
    pub(super) socket: Socket,
    jobs: Sender<Job>,
    thread: JoinHandle<()>,
}

/// A host whose thread has begun.
///
/// Its socket is there before its mounts are, so that its owner can create the links while the
/// host's own thread creates the mounts.
pub(super) struct Starting {
    socket: Receiver<io::Result<Socket>>,
    view: Receiver<io::Result<()>>,
    jobs: Sender<Job>,
    thread: JoinHandle<()>,
}

impl Host {
    /// A host with nothing but `lo`.
    pub(crate) fn single() -> io::Result<Self> {
        let starting = Starting::new("a", "127.0.0.1 localhost a\n::1 localhost a\n")?;
        let socket = starting.socket()?;
        let mut batch = Batch::default();
        batch.up(LO);
        socket.request(batch)?;
        starting.ready(socket)
    }

    /// Runs something in the host.
    pub(crate) fn run<R: Send + 'static>(
        &self,
        job: impl FnOnce() -> io::Result<R> + Send + 'static,
    ) -> io::Result<R> {
        run(&self.jobs, job)
    }

    /// Releases the namespaces, which the kernel then cleans up by itself.
    pub(crate) fn end(self) -> io::Result<()> {
        let Self { socket, jobs, thread } = self;
        drop((socket, jobs));
        thread.join().map_err(|_| ended())
    }
}

impl Starting {
    pub(super) fn new(name: &'static str, hosts: &'static str) -> io::Result<Self> {
        let (jobs, todo) = mpsc::channel::<Job>();
        let (tell_socket, socket) = mpsc::channel();
        let (tell_view, view) = mpsc::channel();
        let thread = thread::Builder::new().spawn(move || {
            let network = network();
            let entered = network.is_ok();
            // A receiver that is gone has given up the host, and sends no jobs.
            let _ = tell_socket.send(network);
            if entered {
                let _ = tell_view.send(view::mounts(name, hosts));
            }
            for job in todo {
                job();
            }
        })?;
        Ok(Self { socket, view, jobs, thread })
    }

    pub(super) fn socket(&self) -> io::Result<Socket> {
        self.socket.recv().map_err(|_| ended())?
    }

    pub(super) fn ready(self, socket: Socket) -> io::Result<Host> {
        self.view.recv().map_err(|_| ended())??;
        Ok(Host { socket, jobs: self.jobs, thread: self.thread })
    }
}

/// Has a host's thread run something, and waits for what it gives.
pub(super) fn run<R: Send + 'static>(
    jobs: &Sender<Job>,
    job: impl FnOnce() -> io::Result<R> + Send + 'static,
) -> io::Result<R> {
    let (tell, done) = mpsc::channel();
    let job = move || drop(tell.send(job()));
    jobs.send(Box::new(job)).map_err(|_| ended())?;
    done.recv().map_err(|_| ended())?
}

/// The sysctls come before the links, which begin with a copy of them.
fn network() -> io::Result<Socket> {
    sys::unshare(libc::CLONE_NEWNET | libc::CLONE_NEWNS)?;
    view::sysctls(&view::proc()?)?;
    Socket::of_addresses()
}

pub(super) fn ended() -> io::Error {
    io::Error::other("the host's thread has ended")
}
