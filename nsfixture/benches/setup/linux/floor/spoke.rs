//! A host of a star.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::host::{Job, LO};
use super::lan::Lan;
use super::message::{Batch, GenMode};
use super::socket::Socket;
use super::{sys, view};

/// A host's thread has little to remember.
const STACK: usize = 64 * 1024;

/// A host whose thread has begun; its sockets and its view come when they are there.
pub(super) struct Spoke {
    pub(super) jobs: Sender<Job>,
    pub(super) socket: Receiver<io::Result<Socket>>,
    pub(super) view: Receiver<io::Result<()>>,
}

/// Starts a host. The calling thread has the mounts that all have in common.
pub(super) fn start(host: u32, proc: Arc<OwnedFd>) -> io::Result<Spoke> {
    let (jobs, todo) = mpsc::channel::<Job>();
    let (tell_socket, socket) = mpsc::channel();
    let (tell_view, view) = mpsc::channel();
    thread::Builder::new().stack_size(STACK).spawn(move || {
        let name = format!("h{host}");
        let network = network(&name, &proc);
        let entered = network.is_ok();
        drop(proc);
        // A receiver that is gone has given up the host, and sends no jobs.
        let _ = tell_socket.send(network);
        if entered {
            let _ = tell_view.send(view::own(&name));
        }
        for job in todo {
            job();
        }
    })?;
    Ok(Spoke { jobs, socket, view })
}

fn network(name: &str, proc: &OwnedFd) -> io::Result<Socket> {
    sys::unshare(libc::CLONE_NEWNET | libc::CLONE_NEWNS | libc::CLONE_NEWUTS)?;
    sys::set_host_name(name)?;
    view::sysctls(proc)?;
    Socket::of_addresses()
}

/// A host's network, with the socket in it for as long as it is being made.
pub(super) struct Joining {
    host: u32,
    socket: Socket,
}

impl Joining {
    /// Makes the cables of some hosts, and brings their ends up.
    pub(super) fn join(
        lan: Lan,
        switch: &Socket,
        hosts: impl Iterator<Item = (u32, Socket)>,
    ) -> io::Result<Vec<Self>> {
        let some: Vec<Self> = hosts.map(|(host, socket)| Self { host, socket }).collect();
        if some.is_empty() {
            return Ok(some);
        }
        let mut cables = Batch::default();
        let mut networks = Vec::with_capacity(some.len());
        for Self { host, socket } in &some {
            let (port, netns) = (format!("port{}", host + 1), socket.netns()?);
            let port = lan.port(*host, &port);
            cables.veth(&port, Some(lan.bridge().index), &Lan::end(*host), netns.as_raw_fd());
            networks.push(netns);
        }
        switch.request(cables)?;
        for Self { host, socket } in &some {
            let end = Lan::end(*host).index;
            let mut batch = Batch::default();
            batch.up(LO).gen_mode(end, GenMode::None).up(end);
            batch.addresses(end, Lan::addresses(*host));
            socket.request(batch)?;
        }
        Ok(some)
    }

    /// Waits until they can be used.
    pub(super) fn finish(lan: Lan, switch: &Socket, some: Vec<Self>) -> io::Result<()> {
        if some.is_empty() {
            return Ok(());
        }
        let mut ports = Batch::default();
        for Self { host, socket } in some {
            let end = Lan::end(host).index;
            socket.wait_addresses(2)?;
            let mut batch = Batch::default();
            batch.get(end).gen_mode(end, GenMode::Eui64);
            socket.request(batch)?;
            ports.get(lan.port(host, "").index);
        }
        switch.request(ports)
    }
}
