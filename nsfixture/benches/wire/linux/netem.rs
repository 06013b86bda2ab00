//! netem, the kernel's own emulator of bad networks (tc-netem(8)), where the kernel has it.

use std::io;
use std::time::Duration;

use nix::net::if_::if_nametoindex;
use nsfixture::Node;
use rtnetlink::packet_core::{
    DefaultNla, NLM_F_ACK, NLM_F_CREATE, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage,
    NetlinkPayload,
};
use rtnetlink::packet_route::RouteNetlinkMessage;
use rtnetlink::packet_route::tc::{TcAttribute, TcHandle, TcMessage};
use rtnetlink::sys::Socket;
use rtnetlink::sys::protocols::NETLINK_ROUTE;

/// What netem does to what a host sends.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Netem {
    /// The share of lost packets.
    pub(crate) loss: f64,
    pub(crate) delay: Duration,
    /// In bytes per second.
    pub(crate) rate: Option<u32>,
    /// The most packets that wait.
    pub(crate) limit: u32,
}

// `linux/rtnetlink.h`, `linux/pkt_sched.h`.
const TCA_OPTIONS: u16 = 2;
const TCA_NETEM_RATE: u16 = 6;
const TCA_NETEM_LATENCY64: u16 = 10;

impl Netem {
    /// Puts it on the first interface of a host.
    pub(crate) fn add(self, host: &Node) -> io::Result<()> {
        host.run(|| {
            let mut message = TcMessage::with_index(if_nametoindex("eth0")? as i32);
            message.header.parent = TcHandle::ROOT;
            message.attributes = vec![
                TcAttribute::Kind("netem".to_owned()),
                TcAttribute::Other(DefaultNla::new(TCA_OPTIONS, self.options())),
            ];
            request(RouteNetlinkMessage::NewQueueDiscipline(message))
        })
    }

    /// Returns a `struct tc_netem_qopt`, and the attributes that follow it.
    fn options(self) -> Vec<u8> {
        let loss = (self.loss * f64::from(u32::MAX)) as u32;
        let mut bytes: Vec<u8> =
            [0, self.limit, loss, 0, 0, 0].into_iter().flat_map(u32::to_ne_bytes).collect();
        let mut attribute = |kind: u16, value: &[u8]| {
            bytes.extend((4 + value.len() as u16).to_ne_bytes());
            bytes.extend(kind.to_ne_bytes());
            bytes.extend(value);
        };
        attribute(TCA_NETEM_LATENCY64, &(self.delay.as_nanos() as i64).to_ne_bytes());
        if let Some(rate) = self.rate {
            let rate: Vec<u8> = [rate, 0, 0, 0].into_iter().flat_map(u32::to_ne_bytes).collect();
            attribute(TCA_NETEM_RATE, &rate);
        }
        bytes
    }
}

/// Sends a request in the calling thread's network, and waits for the answer.
fn request(request: RouteNetlinkMessage) -> io::Result<()> {
    let mut header = NetlinkHeader::default();
    header.flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
    let mut message = NetlinkMessage::new(header, NetlinkPayload::from(request));
    message.finalize();
    let mut bytes = vec![0; message.buffer_len()];
    message.serialize(&mut bytes);
    let socket = Socket::new(NETLINK_ROUTE)?;
    socket.send(&bytes, 0)?;
    let mut answer = vec![0; 4096];
    let length = socket.recv(&mut &mut answer[..], 0)?;
    let answer = NetlinkMessage::<RouteNetlinkMessage>::deserialize(&answer[..length]);
    match answer.map_err(io::Error::other)?.payload {
        NetlinkPayload::Error(error) if error.raw_code() != 0 => Err(error.to_io()),
        _ => Ok(()),
    }
}
