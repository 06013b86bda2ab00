//! Route netlink, one message at a time (netlink(7), rtnetlink(7)).

use nsfixture::rtnetlink_0_24::packet_core::{
    NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload,
};
use nsfixture::rtnetlink_0_24::packet_route::RouteNetlinkMessage;
use nsfixture::rtnetlink_0_24::sys::Socket;

/// The largest datagram of a dump (`net/netlink/af_netlink.c`).
const DATAGRAM: usize = 32 * 1024;

/// Sends a request, with these flags in addition to `NLM_F_REQUEST`.
pub(crate) fn send(socket: &Socket, request: RouteNetlinkMessage, flags: u16) {
    let mut header = NetlinkHeader::default();
    header.flags = NLM_F_REQUEST | flags;
    let mut message = NetlinkMessage::new(header, NetlinkPayload::from(request));
    message.finalize();
    let mut bytes = vec![0; message.buffer_len()];
    message.serialize(&mut bytes);
    socket.send(&bytes, 0).expect("the kernel takes a request");
}

/// Waits for a datagram and returns its messages.
pub(crate) fn receive(socket: &Socket) -> Vec<NetlinkPayload<RouteNetlinkMessage>> {
    let mut datagram = vec![0; DATAGRAM];
    let length = socket.recv(&mut &mut datagram[..], 0).expect("the kernel answers");
    let mut rest = &datagram[..length];
    let mut payloads = Vec::new();
    while !rest.is_empty() {
        let message = NetlinkMessage::<RouteNetlinkMessage>::deserialize(rest)
            .expect("the kernel's answer can be read");
        rest = rest.get((message.header.length as usize).next_multiple_of(4)..).unwrap_or(&[]);
        payloads.push(message.payload);
    }
    payloads
}
