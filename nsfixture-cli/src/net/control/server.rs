//! Answering requests.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::fd::AsRawFd as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread::{self, JoinHandle};

use nix::sys::socket::{self, shutdown};
use nsfixture::Net;

use super::SOCKET;
use super::act::act;

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
    let answer = match serde_json::from_str(&line) {
        Ok(request) => act(&request, net),
        Err(error) => {
            Err(format!("unknown request: the versions of the commands differ ({error})"))
        }
    };
    writeln!(stream, "{}", serde_json::to_string(&answer)?)
}
