//! A rule as nft(8) would print it, if it has only conditions that are easily told.

use super::expression::{Expression, Field};
use super::values::{address, name, network, protocol, states};

/// What was loaded, and is compared next.
#[derive(Clone, Copy)]
enum Loaded {
    NetworkProtocol,
    Transport,
    InputName,
    OutputName,
    Addr(&'static str),
    IpProtocol,
    Port(&'static str),
    ConnectionState,
}

/// `NFT_META_*`
const INPUT_NAME: u32 = 6;
const OUTPUT_NAME: u32 = 7;
const NETWORK_PROTOCOL: u32 = 15;
const TRANSPORT: u32 = 16;

/// `NFT_PAYLOAD_NETWORK_HEADER` and `NFT_PAYLOAD_TRANSPORT_HEADER`.
const NETWORK_HEADER: u32 = 1;
const TRANSPORT_HEADER: u32 = 2;

/// `NFT_CMP_EQ` and `NFT_CMP_NEQ`.
const EQUAL: u32 = 0;
const NOT_EQUAL: u32 = 1;

/// The text of a rule, as far as it was read.
#[derive(Default)]
struct Text {
    words: Vec<String>,
    /// Protocols that were compared. They are printed unless a condition on what is in their headers implies them.
    network: Option<&'static str>,
    transport: Option<String>,
    implies_network: bool,
    implies_transport: bool,
}

/// Returns the text of a rule, with its verdict and without its counter.
pub(super) fn describe(expressions: &[Expression<'_>]) -> Option<String> {
    let mut text = Text::default();
    let mut loaded: Option<(Loaded, Option<&[u8]>)> = None;
    for expression in expressions {
        match expression {
            Expression::Meta(key) => loaded = Some((meta(*key)?, None)),
            Expression::Payload(field) => loaded = Some((payload(*field)?, None)),
            Expression::ConnectionState => loaded = Some((Loaded::ConnectionState, None)),
            Expression::Mask(mask) => loaded = Some((loaded?.0, Some(mask))),
            Expression::Compare(operator, value) => {
                let (what, mask) = loaded.take()?;
                text.compare(what, *operator, value, mask)?;
            }
            // What was loaded is looked up.
            Expression::Verdict(_) if loaded.is_some() => return None,
            Expression::Verdict(verdict) => text.end(&verdict.to_string()),
            Expression::Counter(_) | Expression::Neutral => {}
            Expression::Jump(_) | Expression::Other => return None,
        }
    }
    Some(text.words.join(" "))
}

fn meta(key: u32) -> Option<Loaded> {
    Some(match key {
        INPUT_NAME => Loaded::InputName,
        OUTPUT_NAME => Loaded::OutputName,
        NETWORK_PROTOCOL => Loaded::NetworkProtocol,
        TRANSPORT => Loaded::Transport,
        _ => return None,
    })
}

fn payload(Field { header, offset, length }: Field) -> Option<Loaded> {
    // An IPv4 prefix of whole bytes is compared without the rest.
    Some(match (header, offset, length) {
        (NETWORK_HEADER, 12, 1..=4) => Loaded::Addr("ip saddr"),
        (NETWORK_HEADER, 16, 1..=4) => Loaded::Addr("ip daddr"),
        (NETWORK_HEADER, 8, 16) => Loaded::Addr("ip6 saddr"),
        (NETWORK_HEADER, 24, 16) => Loaded::Addr("ip6 daddr"),
        (NETWORK_HEADER, 9, 1) => Loaded::IpProtocol,
        (TRANSPORT_HEADER, 0, 2) => Loaded::Port("sport"),
        (TRANSPORT_HEADER, 2, 2) => Loaded::Port("dport"),
        _ => return None,
    })
}

impl Text {
    /// Adds a condition; returns `None` if it cannot be told.
    fn compare(
        &mut self,
        what: Loaded,
        operator: u32,
        value: &[u8],
        mask: Option<&[u8]>,
    ) -> Option<()> {
        let is_equal = operator == EQUAL;
        let sign = match operator {
            EQUAL => "",
            NOT_EQUAL => "!= ",
            _ => return None,
        };
        if mask.is_some() && !matches!(what, Loaded::Addr(_) | Loaded::ConnectionState) {
            return None;
        }
        let words = match what {
            Loaded::NetworkProtocol => {
                self.network = Some(network(value).filter(|_| is_equal)?);
                return Some(());
            }
            Loaded::Transport if is_equal => {
                self.transport = Some(protocol(value)?);
                return Some(());
            }
            Loaded::Transport => format!("meta l4proto {sign}{}", protocol(value)?),
            Loaded::InputName => format!("iifname {sign}\"{}\"", name(value)),
            Loaded::OutputName => format!("oifname {sign}\"{}\"", name(value)),
            Loaded::Addr(name) => {
                self.implies_network = true;
                format!("{name} {sign}{}", address(name, value, mask)?)
            }
            Loaded::IpProtocol => {
                self.implies_network = true;
                format!("ip protocol {sign}{}", protocol(value)?)
            }
            Loaded::Port(name) => {
                let has_ports = |name: &&String| ["tcp", "udp", "sctp", "dccp"].contains(&&***name);
                let transport = self.transport.as_ref().filter(has_ports)?;
                self.implies_transport = true;
                format!("{transport} {name} {sign}{}", u16::from_be_bytes(*value.first_chunk()?))
            }
            Loaded::ConnectionState => {
                let is_any = !is_equal && value.iter().all(|byte| *byte == 0);
                format!("ct state {}", states(mask.filter(|_| is_any)?)?)
            }
        };
        self.words.push(words);
        Some(())
    }

    /// Adds what is not implied, and the verdict.
    fn end(&mut self, verdict: &str) {
        let network = self.network.take().filter(|_| !self.implies_network);
        let transport = self.transport.take().filter(|_| !self.implies_transport);
        self.words.extend(network.map(|name| format!("meta nfproto {name}")));
        self.words.extend(transport.map(|name| format!("meta l4proto {name}")));
        self.words.push(verdict.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host_state::{Counted, Verdict};

    const TCP: [Expression<'_>; 2] =
        [Expression::Meta(TRANSPORT), Expression::Compare(EQUAL, &[6])];

    fn field(header: u32, offset: u32, length: u32) -> Expression<'static> {
        Expression::Payload(Field { header, offset, length })
    }

    fn drops<const N: usize>(conditions: [Expression<'_>; N]) -> Option<String> {
        let counter = Expression::Counter(Counted { packets: 3, bytes: 90 });
        let rest = [counter, Expression::Verdict(Verdict::Drop)];
        describe(&conditions.into_iter().chain(rest).collect::<Vec<_>>())
    }

    #[track_caller]
    fn check<const N: usize>(conditions: [Expression<'_>; N], expected: &str) {
        assert_eq!(drops(conditions).as_deref(), Some(expected));
    }

    #[test]
    fn conditions_are_told_as_by_nft() {
        let [protocol, tcp] = TCP;
        check([], "drop");
        check([protocol, tcp], "meta l4proto tcp drop");
        let [protocol, tcp] = TCP;
        let addr = [field(NETWORK_HEADER, 12, 3), Expression::Compare(NOT_EQUAL, &[10, 0, 0])];
        let [source, prefix] = addr;
        let [port, number] = [field(TRANSPORT_HEADER, 2, 2), Expression::Compare(EQUAL, &[0, 80])];
        check(
            [protocol, tcp, source, prefix, port, number],
            "ip saddr != 10.0.0.0/24 tcp dport 80 drop",
        );
        let mask = Expression::Mask(&[255, 255, 240, 0]);
        let equal = Expression::Compare(EQUAL, &[10, 0, 0, 0]);
        check([field(NETWORK_HEADER, 16, 4), mask, equal], "ip daddr 10.0.0.0/20 drop");
        let name = Expression::Compare(EQUAL, b"eth0\0\0\0\0\0\0\0\0\0\0\0\0");
        check([Expression::Meta(INPUT_NAME), name], "iifname \"eth0\" drop");
        let name = Expression::Compare(EQUAL, b"eth");
        check([Expression::Meta(OUTPUT_NAME), name], "oifname \"eth*\" drop");
        let bits = 6_u32.to_ne_bytes();
        let state = [Expression::Mask(&bits), Expression::Compare(NOT_EQUAL, &[0; 4])];
        let [mask, any] = state;
        check([Expression::ConnectionState, mask, any], "ct state established,related drop");
    }

    #[test]
    fn what_is_not_easily_told_is_left_out() {
        assert_eq!(drops([Expression::Other]), None);
        assert_eq!(drops([Expression::Meta(INPUT_NAME)]), None);
        // There is no protocol, the mask has a gap, the value is cut off.
        let port = Expression::Compare(EQUAL, &[0, 80]);
        assert_eq!(drops([field(TRANSPORT_HEADER, 2, 2), port]), None);
        let mask = Expression::Mask(&[255, 0, 255, 0]);
        let equal = Expression::Compare(EQUAL, &[10, 0, 0, 0]);
        assert_eq!(drops([field(NETWORK_HEADER, 16, 4), mask, equal]), None);
        let [protocol, tcp] = TCP;
        let cut = Expression::Compare(EQUAL, &[80]);
        assert_eq!(drops([protocol, tcp, field(TRANSPORT_HEADER, 2, 2), cut]), None);
        assert_eq!(drops([Expression::Compare(EQUAL, &[1])]), None);
        let long = Expression::Compare(EQUAL, &[1; 17]);
        assert_eq!(drops([field(NETWORK_HEADER, 16, 4), long]), None);
    }
}
