//! The thread that reads what the services of a network print, and waits for their ends.

use std::fs::File;
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::io::Interest;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::timeout_at;

use super::running::{Read, Running};
use crate::error::{Error, Kind, Operation};
use crate::kernel::context::Context;
use crate::kernel::program::Program;
use crate::kernel::readiness::watch;
use crate::kernel::threads::{OwnThread, Part};

/// How long services may take to exit once they are killed.
const EXIT_TIMEOUT: Duration = Duration::from_secs(5);

/// The services of a network.
pub(crate) struct Services {
    /// When the network came up.
    pub(super) begin: Instant,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    all: Vec<Arc<Running>>,
    /// Started with the first service.
    supervisor: Option<Supervisor>,
    is_over: bool,
}

/// A thread with a runtime, both of which end with the network.
struct Supervisor {
    runtime: Handle,
    end: oneshot::Sender<Vec<Arc<Running>>>,
    thread: thread::JoinHandle<()>,
}

impl Services {
    /// Creates the services of a network that has come up: none yet.
    pub(crate) fn new() -> Self {
        Self { begin: Instant::now(), inner: Mutex::default() }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn all(&self) -> Vec<Arc<Running>> {
        self.inner().all.clone()
    }

    /// Supervises a program, which may be called by this name unless another one in its host already is.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the kernel refuses an operation. The program is killed.
    pub(crate) fn add(
        &self,
        cx: Context<'_>,
        host: usize,
        name: &str,
        directory: PathBuf,
        (program, streams): (Program, [File; 2]),
    ) -> Result<Arc<Running>, Error> {
        let mut inner = self.inner();
        let runtime = inner.runtime(cx)?;
        let name = inner.unique_name(host, name);
        let (program, streams) =
            cx.attempt_io(Operation::Watch, format_args!("`{name}`"), || {
                let _context = runtime.enter();
                let [stdout, stderr] = streams;
                Ok((
                    watch(program, Interest::READABLE)?,
                    [watch(stdout, Interest::READABLE)?, watch(stderr, Interest::READABLE)?],
                ))
            })?;
        let service = Arc::new(Running::new(name, host, directory, program, streams));
        inner.all.push(Arc::clone(&service));
        drop(inner);
        runtime.spawn(read(Arc::clone(&service), 0));
        runtime.spawn(read(Arc::clone(&service), 1));
        runtime.spawn(wait(Arc::clone(&service)));
        Ok(service)
    }

    /// Kills the services that are still running, because their network goes down.
    pub(crate) fn kill(&self) {
        let mut inner = self.inner();
        inner.is_over = true;
        inner.all.iter().for_each(|service| service.kill());
    }

    /// Reads what the killed services have printed, and ends the thread.
    pub(crate) fn finish(&self) {
        let mut inner = self.inner();
        let (supervisor, all) = (inner.supervisor.take(), inner.all.clone());
        drop(inner);
        if let Some(Supervisor { end, thread, .. }) = supervisor {
            // It waits for nothing else, so it is there.
            drop(end.send(all));
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    }
}

impl Inner {
    /// Returns the runtime that supervises the services, which is started first if necessary.
    fn runtime(&mut self, cx: Context<'_>) -> Result<Handle, Error> {
        if self.is_over {
            return Err(Kind::Down { host: cx.host.map(str::to_owned) }.into());
        }
        if self.supervisor.is_none() {
            self.supervisor = Some(Supervisor::start(cx)?);
        }
        Ok(self.supervisor.as_ref().expect("it has been started").runtime.clone())
    }

    /// Returns a name that no other service of the host has: `sh`, `sh-2`, `sh-3`.
    fn unique_name(&self, host: usize, name: &str) -> String {
        let is_taken =
            |name: &str| self.all.iter().any(|other| other.host == host && other.name == name);
        let numbered = (2..).map(|nth| format!("{name}-{nth}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names.find(|name| !is_taken(name)).expect("there is always another number")
    }
}

impl Supervisor {
    fn start(cx: Context<'_>) -> Result<Self, Error> {
        let runtime = cx.attempt_io(Operation::Start, "a tokio runtime", || {
            Builder::new_current_thread().enable_all().build()
        })?;
        let handle = runtime.handle().clone();
        let (end, to_end) = oneshot::channel();
        let (tell, is_ready) = mpsc::sync_channel(1);
        let thread = cx.attempt_io(Operation::StartThread, "for services", || {
            let run = move || {
                // It stays in the host of its caller, but a test has not left it there.
                let _own = OwnThread::register(Part::Resident);
                let _received = tell.send(());
                run(&runtime, to_end);
            };
            thread::Builder::new().name("nsfixture serve".to_owned()).spawn(run)
        })?;
        // An error means that it has panicked, which joining it passes on.
        let _ready = is_ready.recv();
        Ok(Self { runtime: handle, end, thread })
    }
}

/// Runs the tasks of all services until the network is down, and its processes with it.
fn run(runtime: &Runtime, to_end: oneshot::Receiver<Vec<Arc<Running>>>) {
    runtime.block_on(async {
        let services = to_end.await.unwrap_or_default();
        let deadline = Instant::now() + EXIT_TIMEOUT;
        for service in services {
            // What is still running then is reported as a process that was not killed.
            let _late = timeout_at(deadline.into(), service.ended()).await;
            // Others in the network may have printed something after it has ended.
            service.drain();
        }
    });
}

async fn read(service: Arc<Running>, stream: usize) {
    loop {
        // An error means that the runtime ends.
        let Ok(mut ready) = service.streams[stream].readable().await else { return };
        match service.read(stream) {
            Read::Some => {}
            Read::Nothing => ready.clear_ready(),
            Read::End => return,
        }
        drop(ready);
        // A program that prints all the time does not keep the others waiting.
        yield_now().await;
    }
}

async fn wait(service: Arc<Running>) {
    if service.program.readable().await.is_ok() {
        service.end();
    }
}
