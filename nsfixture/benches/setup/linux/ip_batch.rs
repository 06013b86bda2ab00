//! The pair as `ip -batch` makes it: the network alone, without a view or sysctls.

use std::fs::File;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsFd;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::thread;

use crate::linux::echo::LIMIT;
use crate::linux::floor;
use crate::linux::subject::{Down, Pair, Pairs};

const MAKE: &str = "\
netns add left
netns add right
link add eth0 index 2 netns left type veth peer name eth0 index 3 netns right
";
const LEFT: &str = "\
link set lo up
address add 10.0.0.1/24 dev eth0
address add fd00:0:0:1::1/64 dev eth0 nodad
link set eth0 up
";
const RIGHT: &str = "\
link set lo up
address add 10.0.0.2/24 dev eth0
address add fd00:0:0:1::2/64 dev eth0 nodad
link set eth0 up
link show dev eth0
";
/// Asked for by name, a link is synchronised: without it, first packets would be lost.
const CARRIER: &str = "link show dev eth0\n";
const DELETE: &str = "netns delete left\nnetns delete right\n";

/// A host in whose own `/run` the names of the namespaces are put.
pub(crate) struct IpBatch(Rc<floor::Host>);

pub(crate) struct Named(Rc<floor::Host>);

impl IpBatch {
    /// Finds out whether it works here, by trying.
    pub(crate) fn find() -> io::Result<Self> {
        let found = Self(Rc::new(floor::Host::single()?));
        found.pair()?.down()?;
        Ok(found)
    }
}

impl Pairs for IpBatch {
    type Pair = Named;

    fn pair(&self) -> io::Result<Named> {
        self.0.run(|| {
            ip(&[], MAKE)?;
            ip(&["-n", "left"], LEFT)?;
            ip(&["-n", "right"], RIGHT)?;
            ip(&["-n", "left"], CARRIER)
        })?;
        Ok(Named(Rc::clone(&self.0)))
    }
}

impl Down for Named {
    fn down(self) -> io::Result<()> {
        self.0.run(|| ip(&[], DELETE))
    }
}

impl Pair for Named {
    fn listen(&self, at: SocketAddr) -> io::Result<TcpListener> {
        self.0.run(move || inside("right", || TcpListener::bind(at)))
    }

    fn connect(&self, to: SocketAddr) -> io::Result<TcpStream> {
        self.0.run(move || inside("left", || TcpStream::connect_timeout(&to, LIMIT)))
    }
}

/// Runs something on a thread that it sends into a namespace, and that ends there.
fn inside<R: Send>(name: &str, job: impl FnOnce() -> io::Result<R> + Send) -> io::Result<R> {
    let netns = File::open(format!("/run/netns/{name}"))?;
    let enter_and_run = || {
        floor::set_netns(netns.as_fd())?;
        job()
    };
    thread::scope(|scope| {
        let ended = || io::Error::other("the thread has panicked");
        scope.spawn(enter_and_run).join().map_err(|_| ended())?
    })
}

fn ip(args: &[&str], script: &str) -> io::Result<()> {
    let mut command = Command::new("ip");
    command.args(args).args(["-batch", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => io::Error::other("no ip"),
        _ => error,
    })?;
    // It fits into the pipe, so that this cannot block; dropped at once, it ends the script.
    child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(script.as_bytes()))?;
    let output = child.wait_with_output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("ip {}: {}", output.status, said.trim())))
}
