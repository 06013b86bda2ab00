//! From the matchers of a rule as they were asked for to checked ones, and whether they can match anything.

use std::num::NonZeroU16;

use super::reader::Reader;
use super::rule_mistake::RuleMistake;
use crate::matcher::{IcmpKind, MatchedHost, Matcher, Protocol, TcpFlags};
use crate::suggest::did_you_mean;
use crate::topology::Rule;

/// Where faults hold.
#[derive(Clone, Copy, Default)]
pub(crate) struct Scope<'s> {
    /// The hosts of the topology, if they are known.
    pub(crate) hosts: Option<&'s [&'s str]>,
    /// The MTU of the cable, if it is one of a topology.
    pub(crate) mtu: Option<u32>,
    /// Whether the ends of the cable have IPv6 addresses.
    pub(crate) has_ipv6: bool,
}

/// Words for types of ICMP messages that have another name here.
const ICMP_ALIASES: [(&str, &str); 7] = [
    ("packet-too-big", "frag-needed"),
    ("fragmentation-needed", "frag-needed"),
    ("destination-unreachable", "unreachable"),
    ("ttl-exceeded", "time-exceeded"),
    ("time-to-live-exceeded", "time-exceeded"),
    ("ping", "echo-request"),
    ("pong", "echo-reply"),
];

/// Reads the matchers of a rule.
pub(super) fn read(rule: &Rule, scope: Scope<'_>, reader: &mut Reader<'_>) -> Matcher {
    let Rule { host, protocol, port, icmp, flags, longer_than, shorter_than, predicate, .. } = rule;
    let matcher = Matcher {
        host: host.as_ref().map(|host| self::host(host, scope, reader)),
        protocol: word("protocol", protocol.as_deref(), Protocol::WORDS, &[], reader),
        port: port.and_then(|port| self::port(port, reader)),
        icmp: word("icmp", icmp.as_deref(), IcmpKind::WORDS, &ICMP_ALIASES, reader),
        flags: word("flags", flags.as_deref(), TcpFlags::WORDS, &[], reader),
        longer_than: *longer_than,
        shorter_than: *shorter_than,
        predicate: predicate.clone(),
    };
    let words = [host, protocol, icmp, flags].iter().any(|word| word.is_some());
    let numbers = [port, longer_than, shorter_than].iter().any(|number| number.is_some());
    if !words && !numbers && predicate.is_none() {
        reader.mistake("rule", 0, RuleMistake::NoMatcher.into());
    }
    if predicate.is_some() && scope.mtu.is_some() {
        reader.mistake("rule", 0, RuleMistake::Closure.into());
    }
    // What could not be read may be anything.
    if protocol.is_none() || matcher.protocol.is_some() {
        protocols(rule, matcher.protocol, reader);
    }
    lengths(&matcher, scope, reader);
    matcher
}

fn host(name: &str, scope: Scope<'_>, reader: &mut Reader<'_>) -> MatchedHost {
    if let Some(hosts) = scope.hosts.filter(|hosts| !hosts.contains(&name)) {
        let meant = did_you_mean(name, hosts.iter().copied()).map(str::to_owned);
        let hosts = hosts.join(", ");
        let unknown = RuleMistake::UnknownHost { host: name.to_owned(), meant, hosts };
        reader.mistake("host", 0, unknown.into());
    }
    MatchedHost { name: name.to_owned(), addrs: Vec::new() }
}

fn port(port: u32, reader: &mut Reader<'_>) -> Option<NonZeroU16> {
    let read = u16::try_from(port).ok().and_then(NonZeroU16::new);
    if read.is_none() {
        reader.mistake("port", 0, RuleMistake::Port { port }.into());
    }
    read
}

fn word<T: Copy>(
    key: &'static str,
    text: Option<&str>,
    words: &[(&'static str, T)],
    aliases: &[(&'static str, &'static str)],
    reader: &mut Reader<'_>,
) -> Option<T> {
    let text = text?;
    let is_known = words.iter().any(|(word, _)| *word == text);
    // Many tools have these words in capitals.
    let small = words.iter().map(|(word, _)| (*word, *word)).chain(aliases.iter().copied());
    let mut small = small.filter(|(alias, _)| !is_known && alias.eq_ignore_ascii_case(text));
    if let Some((_, name)) = small.next() {
        let alias = RuleMistake::Alias { key, text: text.to_owned(), name };
        reader.mistake(key, 0, alias.into());
        return None;
    }
    reader.word(key, Some(text), words).get().map(|set| set.value)
}

/// Reports matchers that packets of the protocol cannot have.
fn protocols(rule: &Rule, protocol: Option<Protocol>, reader: &mut Reader<'_>) {
    let Rule { port, icmp, flags, longer_than, shorter_than, .. } = rule;
    let implied = icmp.as_ref().map(|_| Protocol::Icmp);
    let has_ports = |protocol| matches!(protocol, Protocol::Tcp | Protocol::Udp);
    if let (Some(_), Some(protocol)) = (port, protocol.or(implied))
        && !has_ports(protocol)
    {
        reader.mistake("port", 0, RuleMistake::NoPorts { protocol }.into());
    }
    if let (Some(_), Some(protocol)) = (icmp, protocol)
        && protocol != Protocol::Icmp
    {
        reader.mistake("icmp", 0, RuleMistake::NotIcmp { protocol }.into());
    }
    if flags.is_some() && protocol != Some(Protocol::Tcp) {
        reader.mistake("flags", 0, RuleMistake::NotTcp { protocol }.into());
    }
    for (key, bytes) in [("longer_than", longer_than), ("shorter_than", shorter_than)] {
        if bytes.is_some() && protocol == Some(Protocol::Arp) {
            reader.mistake(key, 0, RuleMistake::ArpLength { key }.into());
        }
    }
}

/// The length of an IPv4 header without options (RFC 791) and that of IPv6 (RFC 8200).
const SHORTEST: [u32; 2] = [20, 40];

/// Reports lengths that no packet has.
fn lengths(matcher: &Matcher, scope: Scope<'_>, reader: &mut Reader<'_>) {
    let Matcher { longer_than, shorter_than, protocol, .. } = *matcher;
    if let (Some(longer), Some(shorter)) = (longer_than, shorter_than)
        && shorter <= longer.saturating_add(1)
    {
        reader.mistake("shorter_than", 0, RuleMistake::NoLength { longer, shorter }.into());
        return;
    }
    if let (Some(bytes), Some(mtu)) = (longer_than, scope.mtu)
        && bytes >= mtu
    {
        reader.mistake("longer_than", 0, RuleMistake::AboveMtu { bytes, mtu }.into());
    }
    let least = SHORTEST[usize::from(protocol == Some(Protocol::Ipv6))];
    if shorter_than.is_some_and(|bytes| bytes <= least) {
        reader.mistake("shorter_than", 0, RuleMistake::TooShort { least }.into());
    }
}
