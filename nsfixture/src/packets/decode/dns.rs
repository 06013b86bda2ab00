//! Messages of DNS (RFC 1035).

use std::fmt::Write as _;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::decoded::{DnsAnswer, DnsOutcome};

/// The length of the header.
const HEADER: usize = 12;

/// The most labels and pointers in a name: a name of the greatest length has 127.
const MAX_STEPS: usize = 128;

/// The most answers that are in the line.
const MAX_ANSWERS: u16 = 4;

/// A message in words, and what it answers if it is an answer.
pub(super) struct Message {
    pub(super) text: String,
    pub(super) answer: Option<DnsAnswer>,
}

/// Returns what a message asks or answers, as far as its bytes are known.
pub(super) fn decode(message: &[u8]) -> Option<Message> {
    let word = |at: usize| message.get(at..)?.first_chunk().copied().map(u16::from_be_bytes);
    let (flags, questions, answers) = (word(2)?, word(4)?, word(6)?);
    let is_answer = flags & 0x8000 != 0;
    let mut text = if is_answer { "DNS".to_owned() } else { "DNS?".to_owned() };
    let mut at = HEADER;
    let mut question = String::new();
    if questions > 0 {
        let (name, end) = name(message, at)?;
        let kind = kind(word(end)?);
        question = format!("{name} {kind}");
        let _infallible = write!(text, " {question}");
        at = end + 4;
    }
    if !is_answer {
        return Some(Message { text, answer: None });
    }
    let mut outcome = DnsOutcome::Answered;
    match flags & 0xf {
        0 if answers == 0 => text.push_str(": no records"),
        0 => {
            text.push(':');
            for number in 0..answers {
                let Some((record, end)) = record(message, at) else { break };
                if number == MAX_ANSWERS {
                    let _infallible = write!(text, " and {} more", answers - number);
                    break;
                }
                let separator = if number == 0 { "" } else { "," };
                let _infallible = write!(text, "{separator} {record}");
                at = end;
            }
        }
        code => {
            let _infallible = write!(text, ": {}", rcode(code));
            outcome = DnsOutcome::Failed(rcode(code));
        }
    }
    if flags & 0x0200 != 0 {
        text.push_str(", truncated");
        outcome = DnsOutcome::Truncated;
    }
    Some(Message { text, answer: Some(DnsAnswer { question, outcome }) })
}

/// Returns a name, and where it ends.
fn name(message: &[u8], begin: usize) -> Option<(String, usize)> {
    let (mut text, mut at, mut end) = (String::new(), begin, None);
    for _ in 0..MAX_STEPS {
        let len = *message.get(at)?;
        if len & 0xc0 == 0xc0 {
            end = end.or(Some(at + 2));
            at = usize::from(u16::from_be_bytes([len & 0x3f, *message.get(at + 1)?]));
            continue;
        }
        if len & 0xc0 != 0 {
            // Extended labels are not in use any more (RFC 6891, section 5).
            return None;
        }
        if len == 0 {
            let name = if text.is_empty() { ".".to_owned() } else { text };
            return Some((name, end.unwrap_or(at + 1)));
        }
        let label = message.get(at + 1..at + 1 + usize::from(len))?;
        if !text.is_empty() {
            text.push('.');
        }
        text.extend(
            label.iter().map(|&byte| if byte.is_ascii_graphic() { char::from(byte) } else { '?' }),
        );
        at += 1 + label.len();
    }
    None
}

/// Returns the data of a record, and where it ends.
fn record(message: &[u8], begin: usize) -> Option<(String, usize)> {
    let (_, at) = name(message, begin)?;
    let word = |at: usize| message.get(at..)?.first_chunk().copied().map(u16::from_be_bytes);
    let (number, len) = (word(at)?, usize::from(word(at + 8)?));
    let data = message.get(at + 10..at + 10 + len)?;
    let text = match (number, data) {
        (1, data) if data.len() == 4 => Ipv4Addr::from(*data.first_chunk::<4>()?).to_string(),
        (28, data) if data.len() == 16 => Ipv6Addr::from(*data.first_chunk::<16>()?).to_string(),
        (2 | 5 | 12, _) => format!("{} {}", kind(number), name(message, at + 10)?.0),
        _ => kind(number),
    };
    Some((text, at + 10 + len))
}

fn kind(number: u16) -> String {
    match number {
        1 => "A".to_owned(),
        2 => "NS".to_owned(),
        5 => "CNAME".to_owned(),
        6 => "SOA".to_owned(),
        12 => "PTR".to_owned(),
        15 => "MX".to_owned(),
        16 => "TXT".to_owned(),
        28 => "AAAA".to_owned(),
        33 => "SRV".to_owned(),
        41 => "OPT".to_owned(),
        65 => "HTTPS".to_owned(),
        255 => "ANY".to_owned(),
        other => format!("TYPE{other}"),
    }
}

fn rcode(code: u16) -> String {
    match code {
        1 => "FORMERR".to_owned(),
        2 => "SERVFAIL".to_owned(),
        3 => "NXDOMAIN".to_owned(),
        4 => "NOTIMP".to_owned(),
        5 => "REFUSED".to_owned(),
        other => format!("RCODE {other}"),
    }
}
