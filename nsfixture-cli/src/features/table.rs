//! What is tried. Attributes are those of `linux/if_link.h`, `linux/if_tunnel.h`,
//! `linux/pkt_sched.h`, `linux/pkt_cls.h` and `linux/netfilter/nf_tables.h`.

use libc::{
    AF_INET, AF_INET6, AF_PACKET, IFF_TAP, IFF_TUN, IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_MPTCP,
    IPPROTO_SCTP, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM,
};

use super::feature::{Feature, FeatureGroup, Probe};
use super::message::Value;
use super::nft::Expression;
use super::qdisc::{Options, Place};

/// All features, those first that most tests need.
pub(crate) const GROUPS: [FeatureGroup; 7] = [
    FeatureGroup { name: "links", features: &LINKS },
    FeatureGroup { name: "links on a link", features: &STACKED },
    FeatureGroup { name: "tunnels", features: &TUNNELS },
    FeatureGroup { name: "queueing disciplines", features: &QDISCS },
    FeatureGroup { name: "classifiers", features: &FILTERS },
    FeatureGroup { name: "packet filters", features: &NFT },
    FeatureGroup { name: "sockets", features: &SOCKETS },
];

/// What cables with faults are made with, in addition to what other networks are.
pub(crate) const PACKET_SOCKET: Feature = socket(
    "faults",
    "packet sockets, for cables that can be impaired",
    "CONFIG_PACKET",
    "af_packet",
    Probe::PacketSocket,
);

const LINKS: [Feature; 10] = [
    link("veth", "links", "CONFIG_VETH", "veth", &[]),
    link("bridge", "LANs", "CONFIG_BRIDGE", "bridge", &[]),
    link("dummy", "discards packets", "CONFIG_DUMMY", "dummy", &[])
        .brings("dummy0")
        .unless("numdummies=0"),
    tun("tun", "TUN device", IFF_TUN),
    tun("tap", "frames for a program", IFF_TAP),
    link("vrf", "routing tables apart", "CONFIG_NET_VRF", "vrf", &[(1, Value::U32(10))]),
    link("bond", "several links as one", "CONFIG_BONDING", "bonding", &[])
        .brings("bond0")
        .unless("max_bonds=0"),
    link("ifb", "where arriving packets queue", "CONFIG_IFB", "ifb", &[])
        .brings("ifb0 and ifb1")
        .unless("numifbs=0"),
    link("netkit", "a pair that runs BPF", "CONFIG_NETKIT", "netkit", &[]),
    link("vcan", "a CAN bus", "CONFIG_CAN_VCAN", "vcan", &[]),
];

const STACKED: [Feature; 6] = [
    over("vlan", "802.1Q tags", "CONFIG_VLAN_8021Q", "8021q", &[(1, Value::U16(10))]),
    over("macvlan", "more MACs on a link", "CONFIG_MACVLAN", "macvlan", &[(1, Value::U32(4))]),
    over("macvtap", "the same, for a program", "CONFIG_MACVTAP", "macvtap", &[(1, Value::U32(4))]),
    over("ipvlan", "more addresses, one MAC", "CONFIG_IPVLAN", "ipvlan", &[(1, Value::U16(0))]),
    over("macsec", "802.1AE encryption", "CONFIG_MACSEC", "macsec", &[]),
    over("xfrm", "IPsec as an interface", "CONFIG_XFRM_INTERFACE", "xfrm_interface", &XFRM),
];

const TUNNELS: [Feature; 8] = [
    link("vxlan", "Ethernet in UDP", "CONFIG_VXLAN", "vxlan", &[(1, Value::U32(10))]),
    link("geneve", "Ethernet in UDP, with options", "CONFIG_GENEVE", "geneve", &[(6, Value::Flag)]),
    link("wireguard", "an encrypted tunnel", "CONFIG_WIREGUARD", "wireguard", &[]),
    link("gre", "IP in GRE", "CONFIG_NET_IPGRE", "ip_gre", &[(7, FAR)])
        .brings("gre0, gretap0 and erspan0"),
    link("gretap", "Ethernet in GRE", "CONFIG_NET_IPGRE", "ip_gre", &[(7, FAR)])
        .brings("gre0, gretap0 and erspan0"),
    link("ipip", "IPv4 in IPv4", "CONFIG_NET_IPIP", "ipip", &[(3, FAR)]).brings("tunl0"),
    link("sit", "IPv6 in IPv4", "CONFIG_IPV6_SIT", "sit", &[(3, FAR)]).brings("sit0"),
    link("ip6tnl", "IP in IPv6", "CONFIG_IPV6_TUNNEL", "ip6_tunnel", &[(3, FAR6)])
        .brings("ip6tnl0"),
];

const QDISCS: [Feature; 10] = [
    qdisc(
        "netem",
        "delay, loss, reordering",
        "CONFIG_NET_SCH_NETEM",
        "sch_netem",
        Options::Plain(&NETEM),
    ),
    qdisc("tbf", "rate limiting", "CONFIG_NET_SCH_TBF", "sch_tbf", Options::Within(1, &TBF)),
    qdisc(
        "htb",
        "hierarchical rates",
        "CONFIG_NET_SCH_HTB",
        "sch_htb",
        Options::Within(2, &[3, 10, 0, 0, 0]),
    ),
    qdisc("fq", "fair queueing, with pacing", "CONFIG_NET_SCH_FQ", "sch_fq", Options::None),
    qdisc(
        "fq_codel",
        "fair queueing with CoDel",
        "CONFIG_NET_SCH_FQ_CODEL",
        "sch_fq_codel",
        Options::None,
    ),
    qdisc("cake", "fair queueing with shaping", "CONFIG_NET_SCH_CAKE", "sch_cake", Options::None),
    qdisc("prio", "strict priorities", "CONFIG_NET_SCH_PRIO", "sch_prio", Options::Plain(&PRIO)),
    qdisc("sfq", "stochastic fair queueing", "CONFIG_NET_SCH_SFQ", "sch_sfq", Options::None),
    hook("ingress", "ingress classifier"),
    hook("clsact", "ingress and egress classifier"),
];

const FILTERS: [Feature; 4] = [
    filter("bpf", "by a BPF program", "CONFIG_NET_CLS_BPF", "cls_bpf", &RETURN),
    filter("flower", "by header fields", "CONFIG_NET_CLS_FLOWER", "cls_flower", &[]),
    filter("matchall", "everything", "CONFIG_NET_CLS_MATCHALL", "cls_matchall", &[]),
    filter("u32", "by bytes", "CONFIG_NET_CLS_U32", "cls_u32", &[(5, Value::Bytes(&[0; 16]))]),
];

const NFT: [Feature; 6] = [
    nft("nf_tables", "a packet filter", "CONFIG_NF_TABLES", "nf_tables", "filter", None),
    nft("nat", "masquerading", "CONFIG_NFT_MASQ", "nft_masq", "nat", Some(&MASQUERADE)),
    nft("conntrack", "rules by connection", "CONFIG_NFT_CT", "nft_ct", "filter", Some(&STATE)),
    nft(
        "reject",
        "reject with ICMP",
        "CONFIG_NFT_REJECT_IPV4",
        "nft_reject_ipv4",
        "filter",
        Some(&REJECT),
    ),
    nft("limit", "rules by rate", "CONFIG_NFT_LIMIT", "nft_limit", "filter", Some(&LIMIT)),
    nft("numgen", "random matching", "CONFIG_NFT_NUMGEN", "nft_numgen", "filter", Some(&CHANCE)),
];

const SOCKETS: [Feature; 8] = [
    socket("ipv6", "IPv6", "CONFIG_IPV6", "ipv6", Probe::Socket(AF_INET6, SOCK_DGRAM, 0)),
    socket(
        "ping",
        "unprivileged ICMP sockets",
        "CONFIG_INET",
        "ipv4",
        Probe::Socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP),
    ),
    socket(
        "ping6",
        "unprivileged ICMPv6 sockets",
        "CONFIG_IPV6",
        "ipv6",
        Probe::Socket(AF_INET6, SOCK_DGRAM, IPPROTO_ICMPV6),
    ),
    socket(
        "raw",
        "raw IP sockets",
        "CONFIG_INET",
        "ipv4",
        Probe::Socket(AF_INET, SOCK_RAW, IPPROTO_ICMP),
    ),
    socket(
        "packet",
        "packet sockets (tcpdump)",
        "CONFIG_PACKET",
        "af_packet",
        Probe::Socket(AF_PACKET, SOCK_RAW, 0),
    ),
    socket(
        "sctp",
        "SCTP",
        "CONFIG_IP_SCTP",
        "sctp",
        Probe::Socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP),
    ),
    socket(
        "mptcp",
        "TCP over several paths",
        "CONFIG_MPTCP",
        "mptcp",
        Probe::Socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP),
    ),
    socket(
        "xdp",
        "AF_XDP sockets",
        "CONFIG_XDP_SOCKETS",
        "xsk",
        Probe::Socket(libc::AF_XDP, SOCK_RAW, 0),
    ),
];

/// Addresses of hosts that nobody has (RFC 5737, RFC 3849).
const FAR: Value = Value::Bytes(&[192, 0, 2, 1]);
const FAR6: Value = Value::Bytes(&[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);

const XFRM: [(u16, Value); 1] = [(2, Value::U32(1))];

/// `struct tc_netem_qopt`: latency, limit, loss, gap, duplicate, jitter.
const NETEM: [u32; 6] = [0, 1000, 0, 0, 0, 0];

/// `struct tc_tbf_qopt`: a rate of 1 Gbit/s, a peak rate, limit, burst, MTU. The rate's second byte
/// is the link layer, Ethernet.
const TBF: [u32; 9] =
    [u32::from_ne_bytes([0, 1, 0, 0]), 0, 125_000_000, 0, 0, 0, 1_000_000, 1_000_000, 0];

/// `struct tc_prio_qopt`: three bands, and for each of 16 priorities its band.
const PRIO: [u32; 5] = [3, 0, 0, 0, 0];

/// A classic BPF program of one instruction, which returns "no match".
const RETURN: [(u16, Value); 2] = [(4, Value::U16(1)), (5, Value::Bytes(&PROGRAM))];
const PROGRAM: [u8; 8] = {
    let [a, b] = 6_u16.to_ne_bytes();
    [a, b, 0, 0, 0, 0, 0, 0]
};

const REGISTER: (u16, Value) = (1, Value::Be32(1));
const MASQUERADE: Expression = Expression { name: "masq", data: &[] };
const STATE: Expression = Expression { name: "ct", data: &[REGISTER, (2, Value::Be32(0))] };
const REJECT: Expression =
    Expression { name: "reject", data: &[(1, Value::Be32(0)), (2, Value::U8(3))] };
const LIMIT: Expression =
    Expression { name: "limit", data: &[(1, Value::Bytes(&ONE)), (2, Value::Bytes(&ONE))] };
const ONE: [u8; 8] = 1_u64.to_be_bytes();
const CHANCE: Expression =
    Expression { name: "numgen", data: &[REGISTER, (2, Value::Be32(100)), (3, Value::Be32(1))] };

type Attributes = &'static [(u16, Value)];
type Text = &'static str;

const fn link(name: Text, what: Text, config: Text, module: Text, data: Attributes) -> Feature {
    let probe = Probe::Link { kind: name, data, on_another: false };
    Feature { name, what, config, module, options: "", brings: "", probe }
}

const fn over(name: Text, what: Text, config: Text, module: Text, data: Attributes) -> Feature {
    let probe = Probe::Link { kind: name, data, on_another: true };
    Feature { name, what, config, module, options: "", brings: "", probe }
}

const fn tun(name: Text, what: Text, flag: i32) -> Feature {
    let probe = Probe::Tun { flag: flag as i16 };
    Feature { name, what, config: "CONFIG_TUN", module: "tun", options: "", brings: "", probe }
}

const fn qdisc(name: Text, what: Text, config: Text, module: Text, options: Options) -> Feature {
    let probe = Probe::Qdisc { kind: name, place: Place::Root, options };
    Feature { name, what, config, module, options: "", brings: "", probe }
}

const fn hook(name: Text, what: Text) -> Feature {
    let probe = Probe::Qdisc { kind: name, place: Place::Hook, options: Options::None };
    let (config, module) = ("CONFIG_NET_SCH_INGRESS", "sch_ingress");
    Feature { name, what, config, module, options: "", brings: "", probe }
}

const fn filter(name: Text, what: Text, config: Text, module: Text, data: Attributes) -> Feature {
    let probe = Probe::Filter { kind: name, data };
    Feature { name, what, config, module, options: "", brings: "", probe }
}

const fn nft(
    name: Text,
    what: Text,
    config: Text,
    module: Text,
    chain: Text,
    expression: Option<&'static Expression>,
) -> Feature {
    let probe = Probe::Nft { chain, expression };
    Feature { name, what, config, module, options: "", brings: "", probe }
}

const fn socket(name: Text, what: Text, config: Text, module: Text, probe: Probe) -> Feature {
    Feature { name, what, config, module, options: "", brings: "", probe }
}

impl Feature {
    /// What the module makes when it is loaded.
    const fn brings(self, interfaces: Text) -> Self {
        Self { brings: interfaces, ..self }
    }

    /// How it is kept from doing so.
    const fn unless(self, options: Text) -> Self {
        Self { options, ..self }
    }
}
