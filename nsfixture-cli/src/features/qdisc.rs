//! Queueing disciplines and classifiers (`linux/rtnetlink.h`, `linux/pkt_sched.h`), on `lo`, which
//! every namespace has.

use rtnetlink::sys::protocols::NETLINK_ROUTE;

use super::message::{CREATE, Message, Value, request};
use super::refusal::Refusal;

const NEW_QDISC: u16 = 36;
const NEW_FILTER: u16 = 44;
const KIND: u16 = 1;
const OPTIONS: u16 = 2;
const LOOPBACK: u32 = 1;

/// Where a queueing discipline is attached.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// What leaves goes through it.
    Root,
    /// It is a place for classifiers, and holds nothing back.
    Hook,
}

/// The options of a queueing discipline.
#[derive(Clone, Copy)]
pub(super) enum Options {
    None,
    /// A structure, as it is.
    Plain(&'static [u32]),
    /// A structure in an attribute of this kind.
    Within(u16, &'static [u32]),
}

impl Place {
    /// Its handle and its parent.
    fn handles(self) -> (u32, u32) {
        match self {
            Self::Root => (0x0001_0000, 0xffff_ffff),
            Self::Hook => (0xffff_0000, 0xffff_fff1),
        }
    }
}

/// Makes one.
pub(super) fn make(kind: &str, place: Place, options: Options) -> Result<(), Refusal> {
    let (handle, parent) = place.handles();
    let qdisc = new(NEW_QDISC, handle, parent, 0).text(KIND, kind);
    let bytes =
        |words: &[u32]| words.iter().flat_map(|word| word.to_ne_bytes()).collect::<Vec<_>>();
    let qdisc = match options {
        Options::None => qdisc,
        Options::Plain(words) => qdisc.attribute(OPTIONS, &bytes(words)),
        Options::Within(kind, words) => {
            qdisc.nest(OPTIONS, |nest| nest.attribute(kind, &bytes(words)))
        }
    };
    request(NETLINK_ROUTE, vec![qdisc])
}

/// Makes a classifier of what leaves.
pub(super) fn filter(kind: &str, data: &[(u16, Value)]) -> Result<(), Refusal> {
    const EGRESS: u32 = 0xffff_fff3;
    const PRIORITY: u32 = 1 << 16;
    let every_protocol = u32::from((libc::ETH_P_ALL as u16).to_be());
    make("clsact", Place::Hook, Options::None)?;
    let filter = new(NEW_FILTER, 0, EGRESS, PRIORITY | every_protocol).text(KIND, kind);
    request(NETLINK_ROUTE, vec![filter.values(OPTIONS, data)])
}

/// `struct tcmsg`: family, index, handle, parent, what depends on the kind.
fn new(kind: u16, handle: u32, parent: u32, info: u32) -> Message {
    let begin = [0, LOOPBACK, handle, parent, info].map(u32::to_ne_bytes);
    Message::new(kind, CREATE, begin.as_flattened())
}
