//! Names that DNS does not resolve.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::words::count;
use crate::packets::{DnsAnswer, DnsOutcome, Fate, Record, decode_packet};

/// The port of DNS. Nothing is known of the servers of multicast DNS.
const PORT: u16 = 53;

/// Answers that did not fit into a datagram, and that nobody has asked for over TCP.
pub(super) fn truncated(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for (Exchange { client, server, answer }, number) in answers(evidence) {
        if answer.outcome == DnsOutcome::Truncated && !is_asked_over_tcp(evidence, client, server) {
            let (server, times) = (evidence.named_ip(server), times(number));
            let sentence = format!(
                "the answer from {server} to the DNS query `{}` was truncated{times}, and the query was not retried over TCP",
                answer.question
            );
            found.push(Finding { place: place(evidence, client), sentence });
        }
    }
}

/// Answers with an error code.
pub(super) fn unresolved(evidence: &Evidence<'_>, found: &mut Vec<Finding>) {
    for (Exchange { client, server, answer }, number) in answers(evidence) {
        if let DnsOutcome::Failed(code) = answer.outcome {
            let (server, times) = (evidence.named_ip(server), times(number));
            let sentence =
                format!("{server} answered the DNS query `{}` with {code}{times}", answer.question);
            found.push(Finding { place: place(evidence, client), sentence });
        }
    }
}

/// An answer that has arrived.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Exchange {
    client: IpAddr,
    server: IpAddr,
    answer: DnsAnswer,
}

/// Returns the answers that have arrived, each with its number.
fn answers(evidence: &Evidence<'_>) -> BTreeMap<Exchange, u64> {
    let mut answers = BTreeMap::new();
    for record in evidence.packets.iter().filter(|record| record.fate == Fate::Arrived) {
        let Some([server, client]) = ends(record, 17, |[source, _]| source == PORT) else {
            continue;
        };
        // A router only passes it on.
        if evidence.receiver(record) != evidence.owner(client) {
            continue;
        }
        if let Some(answer) = decode_packet(&record.bytes, record.len).dns {
            *answers.entry(Exchange { client, server, answer }).or_default() += 1;
        }
    }
    answers
}

/// Returns the addresses of a packet of this protocol with such ports.
fn ends(record: &Record, protocol: u8, has: impl Fn([u16; 2]) -> bool) -> Option<[IpAddr; 2]> {
    let view = record.view();
    let ports = [view.source_port()?, view.destination_port()?];
    (view.protocol() == Some(protocol) && has(ports)).then_some(())?;
    Some([view.source()?, view.destination()?])
}

fn is_asked_over_tcp(evidence: &Evidence<'_>, client: IpAddr, server: IpAddr) -> bool {
    evidence.packets.iter().any(|record| {
        ends(record, 6, |[_, destination]| destination == PORT) == Some([client, server])
    })
}

fn times(number: u64) -> String {
    if number == 1 { String::new() } else { format!(" ({})", count(number, "time")) }
}

fn place(evidence: &Evidence<'_>, addr: IpAddr) -> String {
    evidence.owner(addr).map_or_else(|| addr.to_string(), |node| node.name.to_string())
}
