//! nf_tables (`linux/netfilter/nf_tables.h`): a table, a chain and a rule in one batch, which the
//! kernel does as a whole or not at all.

use rtnetlink::sys::protocols::NETLINK_NETFILTER;

use super::message::{CREATE, Message, REQUEST, Value, request};
use super::refusal::Refusal;

const SUBSYSTEM: u16 = 10;
const NEW_TABLE: u16 = SUBSYSTEM << 8;
const NEW_CHAIN: u16 = NEW_TABLE | 3;
const NEW_RULE: u16 = NEW_TABLE | 6;
const BATCH_BEGIN: u16 = 16;
const BATCH_END: u16 = 17;
/// `NFPROTO_IPV4`.
const IPV4: u8 = 2;
const NAME: &str = "probe";

/// What a rule looks at or does.
pub(super) struct Expression {
    pub(super) name: &'static str,
    pub(super) data: &'static [(u16, Value)],
}

/// Makes a chain of a type, which sees what leaves, and in it a rule.
pub(super) fn make(chain: &str, expression: Option<&Expression>) -> Result<(), Refusal> {
    const OUTPUT: u32 = 3;
    const POSTROUTING: u32 = 4;
    const PRIORITY: u32 = 100;
    // There alone may be masqueraded, and not be rejected.
    let hook = if chain == "nat" { POSTROUTING } else { OUTPUT };
    let mut batch = vec![
        new(BATCH_BEGIN, REQUEST, 0, SUBSYSTEM),
        new(NEW_TABLE, CREATE, IPV4, 0).text(1, NAME),
        new(NEW_CHAIN, CREATE, IPV4, 0)
            .text(1, NAME)
            .text(3, NAME)
            .values(4, &[(1, Value::Be32(hook)), (2, Value::Be32(PRIORITY))])
            .text(7, chain),
    ];
    if let Some(Expression { name, data }) = expression {
        let rule = new(NEW_RULE, CREATE, IPV4, 0).text(1, NAME).text(2, NAME);
        batch.push(
            rule.nest(4, |list| list.nest(1, |element| element.text(1, name).values(2, data))),
        );
    }
    batch.push(new(BATCH_END, REQUEST, 0, SUBSYSTEM));
    request(NETLINK_NETFILTER, batch)
}

/// `struct nfgenmsg`: family, version, for a batch the subsystem.
fn new(kind: u16, flags: u16, family: u8, subsystem: u16) -> Message {
    let [high, low] = subsystem.to_be_bytes();
    Message::new(kind, flags, &[family, 0, high, low])
}
