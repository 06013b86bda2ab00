//! Acting on a network that another process of this command has up: a socket in its hosts, which only a user who may
//! enter them can reach.

use std::fmt;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::Shutdown;
use std::os::fd::AsRawFd as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread::{self, JoinHandle};

use nix::sys::socket::{self, shutdown};
use nsfixture::{Cable, Error, Net, Switch};

use super::action::Action;

/// The socket, below the root directory of each host.
pub(crate) const SOCKET: &str = "run/nsfixture/control";

/// What is to be done with which link, LAN or cable of a LAN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) action: Action,
    pub(crate) name: String,
}

/// In one line.
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.action, self.name)
    }
}

impl Request {
    fn parse(line: &str) -> Option<Self> {
        let (action, name) = line.trim_end_matches('\n').split_once(' ')?;
        Some(Self { action: Action::parse(action)?, name: name.to_owned() })
    }

    /// Sends the request to the network whose host has this root directory. Returns what was wrong with it.
    ///
    /// # Errors
    /// Returns an error if the network has no socket, or has just gone down.
    pub(crate) fn send(&self, root: &Path) -> io::Result<Result<(), String>> {
        let mut stream = UnixStream::connect(root.join(SOCKET))?;
        writeln!(stream, "{self}")?;
        stream.shutdown(Shutdown::Write)?;
        let answer = io::read_to_string(stream)?;
        // Without an answer the network has gone down meanwhile.
        let wrong = answer.strip_prefix("error: ").map(|wrong| wrong.trim_end().to_owned());
        match (answer.as_str(), wrong) {
            ("ok\n", _) => Ok(Ok(())),
            (_, Some(wrong)) => Ok(Err(wrong)),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    fn act(&self, net: &Net) -> Result<(), String> {
        let target = Target::find(net, &self.name)?;
        let acted = match (self.action, &target) {
            (Action::Down, Target::Cable(cable)) => cable.down(),
            (Action::Up, Target::Cable(cable)) => cable.up(),
            (Action::Unplug, Target::Cable(cable)) => cable.unplug(),
            (Action::Plug, Target::Cable(cable)) => cable.plug(),
            (Action::Down | Action::Unplug, Target::Lan(lan)) => lan.down(),
            (Action::Up | Action::Plug, Target::Lan(lan)) => lan.up(),
        };
        acted.map_err(|error| error.to_string())
    }
}

enum Target {
    Cable(Cable),
    Lan(Switch),
}

impl Target {
    /// Finds a link or a LAN by its name, or the cable of one host of a LAN: `LAN:HOST`.
    fn find(net: &Net, name: &str) -> Result<Self, String> {
        let text = |error: Error| error.to_string();
        if let Some((lan, host)) = name.split_once(':') {
            let lan = net.get_lan(lan).map_err(text)?;
            return lan.get_cable(host).map(Self::Cable).map_err(text);
        }
        match net.get_lan(name) {
            Ok(lan) => Ok(Self::Lan(lan)),
            Err(_) => net.get_link(name).map(Self::Cable).map_err(text),
        }
    }
}

/// Answers requests until it is dropped.
pub(crate) struct Server {
    listener: UnixListener,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts to answer.
    ///
    /// # Errors
    /// Returns an error if the machine allows no `/run` in hosts, or no thread can be started.
    pub(crate) fn start(net: &Net) -> io::Result<Self> {
        let node = net.nodes().next().expect("a network has a host");
        let listener = node.run(|| UnixListener::bind(Path::new("/").join(SOCKET)))?;
        let (own, net) = (listener.try_clone()?, net.clone());
        let serve = move || {
            // Ends with the shutdown of the socket.
            for stream in own.incoming().map_while(Result::ok) {
                // Who has asked may be gone.
                let _gone = answer(&net, &stream);
            }
        };
        let thread = thread::Builder::new().name("control".to_owned()).spawn(serve)?;
        Ok(Self { listener, thread: Some(thread) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stopped = shutdown(self.listener.as_raw_fd(), socket::Shutdown::Both);
        if let (Ok(()), Some(thread)) = (stopped, self.thread.take()) {
            let _ended = thread.join();
        }
    }
}

fn answer(net: &Net, mut stream: &UnixStream) -> io::Result<()> {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    let done = match Request::parse(&line) {
        Some(request) => request.act(net),
        None => Err(format!("unknown request {line:?}: the versions of the commands differ")),
    };
    match done {
        Ok(()) => writeln!(stream, "ok"),
        Err(wrong) => writeln!(stream, "error: {wrong}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_a_line() {
        for action in [Action::Down, Action::Up, Action::Unplug, Action::Plug] {
            let request = Request { action, name: "office:alice".to_owned() };
            assert_eq!(Request::parse(&format!("{request}\n")), Some(request));
        }
        assert_eq!(Request::parse("cut wire\n"), None);
        assert_eq!(Request::parse(""), None);
    }
}
