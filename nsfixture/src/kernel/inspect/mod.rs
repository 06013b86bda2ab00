//! One look at every host of a network, while it is up.
//!
//! What cannot be read is left out, and is never an error: this is done for a test that has failed already.

mod nftables;
mod proc_files;
mod sockets;
mod tables;

use std::sync::mpsc;
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use super::context::Context;
use super::sites::namespace::NetNamespace;
use super::sites::site::Site;
use super::threads::{OwnThread, Part};
use crate::host_state::HostState;
use nftables::Module;

/// How long all hosts together may take. Those that are not read by then are left out: another process may hold
/// the kernel's lock for networks.
const LIMIT: Duration = Duration::from_secs(2);

/// The hosts of a network, which it does not keep up.
pub(crate) struct Inspector(Vec<Weak<NetNamespace>>);

impl Inspector {
    pub(crate) fn new<'s>(sites: impl Iterator<Item = &'s Arc<Site>>) -> Self {
        Self(sites.map(|site| Arc::downgrade(site.net())).collect())
    }

    /// Reads the state of each host that there still is, in the order of the plan.
    ///
    /// A thread of its own enters one host after the other, so that the threads of the hosts may be blocked. The
    /// caller may be the panic hook: nothing here panics.
    pub(crate) fn inspect(&self) -> Vec<HostState> {
        let nets: Vec<_> = self.0.iter().map(Weak::upgrade).collect();
        let (sender, receiver) = mpsc::channel();
        let read_all = move || {
            let _own = OwnThread::register(Part::Runtime);
            let module = Module::look();
            for (host, net) in nets.iter().enumerate() {
                let Some(net) = net else { continue };
                // Nobody receives it after the limit.
                if net.enter(Context::default()).is_ok() && sender.send(read(host, module)).is_err()
                {
                    return;
                }
            }
        };
        let started = thread::Builder::new().name("inspector".to_owned()).spawn(read_all);
        let Ok(thread) = started else { return Vec::new() };
        let end = Instant::now() + LIMIT;
        let mut states = Vec::new();
        loop {
            match receiver.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(state) => states.push(state),
                Err(mpsc::RecvTimeoutError::Timeout) => return states,
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
        // It has sent its last state and is about to end. What is missing after a panic is left out.
        let _panicked = thread.join();
        states
    }
}

/// Reads the state of the host that the calling thread is in.
fn read(host: usize, module: Module) -> HostState {
    let mut state = HostState { host, sockets: sockets::read(), ..HostState::default() };
    state.counters = proc_files::counters();
    state.sysctls = proc_files::sysctls();
    tables::read(&mut state);
    state.firewall = nftables::read(module);
    state
}
