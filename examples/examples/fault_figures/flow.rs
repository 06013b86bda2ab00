//! Numbered datagrams from one host to another.

use std::io::IoSliceMut;
use std::net::{SocketAddr, UdpSocket};
use std::os::fd::AsRawFd as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use nix::sys::socket::{ControlMessageOwned, MsgFlags, recvmsg, setsockopt, sockopt};
use nsfixture::{Faults, Link, Net, Node, Topology};

/// A pair of hosts, `a` and `b`, where only what `a` sends has faults.
pub(super) fn pair(faults: &Faults) -> Net {
    let link = Link::new("a", "b").name("wire").faults();
    let net = Net::up(&Topology::new().link(link).seed(1)).expect("a network");
    // So that what is measured does not wait for the resolution of an address.
    net.node("a").ping("b").expect("no fault yet");
    net.link("wire").from("a").set(faults).expect("valid faults");
    net
}

/// A datagram that has arrived: its number, when it was sent, and when the kernel received it.
pub(super) struct Arrival {
    pub(super) number: u64,
    sent: Duration,
    received: Duration,
}

impl Arrival {
    /// Returns the time on the way, in seconds.
    pub(super) fn delay(&self) -> f64 {
        self.received.as_secs_f64() - self.sent.as_secs_f64()
    }
}

/// A socket in each host.
pub(super) struct Flow {
    from: UdpSocket,
    to: UdpSocket,
    padding: usize,
    /// The number of the next datagram.
    pub(super) next: u64,
    pub(super) arrivals: Vec<Arrival>,
}

impl Flow {
    /// Opens the sockets. Datagrams have this many bytes, at least 24.
    pub(super) fn open(a: &Node, b: &Node, size: usize) -> Self {
        let address = SocketAddr::from((b.ipv4(), 7));
        let to = b.run(|| UdpSocket::bind(address)).expect("a free port");
        let from = a.run(|| UdpSocket::bind((a.ipv4(), 0))).expect("a free port");
        from.connect(address).expect("an address");
        setsockopt(&to, sockopt::ReceiveTimestampns, &true).expect("the kernel can stamp");
        Self { from, to, padding: size - 16, next: 0, arrivals: Vec::new() }
    }

    /// Sends the next datagram.
    pub(super) fn send(&mut self) {
        let mut datagram = vec![0; 16 + self.padding];
        datagram[..8].copy_from_slice(&self.next.to_be_bytes());
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970");
        datagram[8..16].copy_from_slice(&(now.as_nanos() as u64).to_be_bytes());
        self.from.send(&datagram).expect("it can be sent");
        self.next += 1;
    }

    /// Sends at least this many datagrams, few enough at once for the receiver's buffer. Faults must keep the order.
    pub(super) fn send_all(&mut self, count: u64) {
        const AT_ONCE: u64 = 100;
        while self.next < count {
            (0..AT_ONCE).for_each(|_| self.send());
            // When the last one arrives, the others have arrived or are lost. If it is lost, another one follows.
            loop {
                match self.receive(Duration::from_millis(5)) {
                    Some(number) if number + 1 == self.next => break,
                    Some(_) => {}
                    None => self.send(),
                }
            }
        }
    }

    /// Receives what arrives until nothing does for this long.
    pub(super) fn receive_until_quiet(&mut self, quiet: Duration) {
        while self.receive(quiet).is_some() {}
    }

    /// Receives a datagram, and returns its number.
    fn receive(&mut self, timeout: Duration) -> Option<u64> {
        self.to.set_read_timeout(Some(timeout)).expect("a timeout that is not zero");
        let mut datagram = [0; 16];
        let mut control = nix::cmsg_space!(nix::sys::time::TimeSpec);
        let mut buffers = [IoSliceMut::new(&mut datagram)];
        let (fd, flags) = (self.to.as_raw_fd(), MsgFlags::empty());
        let message = recvmsg::<()>(fd, &mut buffers, Some(&mut control), flags).ok()?;
        let received = message.cmsgs().expect("control messages fit").find_map(|message| {
            let ControlMessageOwned::ScmTimestampns(time) = message else { return None };
            Some(Duration::from(time))
        });
        let received = received.expect("the kernel has stamped it");
        let [number, sent] = [0, 8]
            .map(|at| u64::from_be_bytes(datagram[at..at + 8].try_into().expect("eight bytes")));
        let sent = Duration::from_nanos(sent);
        self.arrivals.push(Arrival { number, sent, received });
        Some(number)
    }
}

/// Returns a quantile of values, which it sorts.
pub(super) fn quantile(values: &mut [f64], q: f64) -> f64 {
    assert!(!values.is_empty(), "nothing has arrived");
    values.sort_unstable_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * q).round() as usize]
}
