//! Links of every kind (`linux/if_link.h`).

use rtnetlink::sys::protocols::NETLINK_ROUTE;

use super::message::{CREATE, Message, Value, request};
use super::refusal::Refusal;

const NEW_LINK: u16 = 16;
const NAME: u16 = 3;
const LINK: u16 = 5;
const LINK_INFO: u16 = 18;
const INFO_KIND: u16 = 1;
const INFO_DATA: u16 = 2;

/// The index of the link that another is put on.
const BELOW: u32 = 64;

/// What can be put below another, as a network card can: whichever the kernel has.
const CARDS: [&str; 3] = ["veth", "dummy", "bridge"];

/// Makes one, on top of another where it takes that.
pub(super) fn make(kind: &str, data: &[(u16, Value)], on_another: bool) -> Result<(), Refusal> {
    let mut link = new("probe", 0);
    if on_another {
        card()?;
        link = link.value(LINK, Value::U32(BELOW));
    }
    let link = link.nest(LINK_INFO, |info| {
        let info = info.text(INFO_KIND, kind);
        if data.is_empty() { info } else { info.values(INFO_DATA, data) }
    });
    request(NETLINK_ROUTE, vec![link])
}

/// Makes what another is put on.
fn card() -> Result<(), Refusal> {
    let mut last = Ok(());
    for kind in CARDS {
        let card = new("below", BELOW).nest(LINK_INFO, |info| info.text(INFO_KIND, kind));
        last = request(NETLINK_ROUTE, vec![card]);
        if last.is_ok() {
            break;
        }
    }
    last
}

/// `struct ifinfomsg`: family, type, index, flags, what of them changes.
fn new(name: &str, index: u32) -> Message {
    let mut begin = [0; 16];
    begin[4..8].copy_from_slice(&index.to_ne_bytes());
    Message::new(NEW_LINK, CREATE, &begin).text(NAME, name)
}
