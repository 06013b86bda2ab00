//! What goes wrong with packets in one direction of a cable, as asked for.

use super::fault_builders::fault_builders;
use super::field::{Access, Field, OptionRow, OptionValue, access};
use super::mtu::{MTU_MIN, path_mtu_out_of_range};
use super::outage::{AFTER, EVERY, LASTS, Outage};
use super::rule::Rule;
use super::trace::Trace;
use crate::key::Key;

/// What goes wrong with the packets in one direction: they are delayed, lost, duplicated, limited to a
/// rate.
///
/// It is given to [`Link::from`](crate::Link::from) and [`Lan::from`](crate::Lan::from) for the packets from one
/// host; links and LANs have the same methods for all packets.
///
/// Like a [`Topology`](crate::Topology), it is plain data that nothing has checked: what is wrong with it is
/// reported when it is used, before anything changes. A quantity needs a unit: times have `ns`, `us`, `ms`, `s`,
/// `m` and `h`, shares of packets `%`, with up to four decimals, and rates `bit`, `kbit`, `mbit` and `gbit`, which
/// are powers of 1,000. A value that can do nothing, such as a jitter without a delay, is an error.
///
/// ```
/// # extern crate nsfixture_plan as nsfixture;
/// use nsfixture::{Faults, Link, Topology};
///
/// let uplink = Faults::new().rate("1mbit").queue("200ms");
/// let dsl = Link::new("home", "isp").delay("10ms").rate("16mbit").from("home", uplink);
/// let topology = Topology::new().link(dsl);
/// # nsfixture::Plan::new(&topology)?;
/// # Ok::<(), nsfixture::Problems>(())
/// ```
///
/// # Conditions
///
/// A [`condition`](Self::condition) has the values of a kind of network. On a link, the host that is named first is
/// the user: its packets go up, and those of the other host down. On a LAN, every host is a user.
///
/// | condition | delay | up | down | loss | source |
/// |---|---|---|---|---|---|
/// | `"wifi"` | 1ms | 15mbit | 30mbit | | [Firefox], "Wi-Fi" |
/// | `"fiber"` | 2ms | 5mbit | 20mbit | | [WebPageTest], "FIOS" |
/// | `"cable"` | 14ms | 1mbit | 5mbit | | [WebPageTest], "Cable" |
/// | `"dsl"` | 25ms | 384kbit | 1500kbit | | [WebPageTest], "DSL" |
/// | `"lte"` | 35ms | 12mbit | 12mbit | | [WebPageTest], "LTE" |
/// | `"4g"` | 85ms | 9mbit | 9mbit | | [WebPageTest], "4G" |
/// | `"3g"` | 150ms | 768kbit | 1600kbit | | [WebPageTest], "3G" |
/// | `"3g-lossy"` | 95ms | 200kbit | 900kbit | 1% | [BrowserStack], "3.5g-hspa-lossy" |
/// | `"edge"` | 420ms | 200kbit | 240kbit | | [WebPageTest], "Edge" |
/// | `"dial-up"` | 60ms | 30kbit | 49kbit | | [WebPageTest], "Dial" |
/// | `"satellite"` | 300ms | 10mbit | 100mbit | | geostationary: delay by [Huston], a subscription's rates by [UCLouvain] |
///
/// The sources have round-trip times, half of which is the delay. None has a jitter or a queue: the queue is the
/// default, 1,000 packets, unless it is set.
///
/// [Firefox]: https://firefox-source-docs.mozilla.org/devtools-user/network_monitor/throttling/index.html
/// [WebPageTest]: https://github.com/WPO-Foundation/webpagetest/blob/a7cf6a7742c9e93cf0c06ee6b58a608adb223f20/www/settings/connectivity.ini.sample
/// [BrowserStack]: https://www.browserstack.com/docs/app-automate/earlgrey/simulate-network-conditions
/// [Huston]: https://blog.apnic.net/2022/05/02/testing-leo-and-geo-satellite-services-in-australia/
/// [UCLouvain]: https://blog.apnic.net/2022/11/28/fact-checking-starlinks-performance-figures
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faults {
    pub(crate) condition: Option<String>,
    pub(crate) delay: Option<String>,
    pub(crate) rtt: Option<String>,
    pub(crate) jitter: Option<String>,
    pub(crate) distribution: Option<String>,
    pub(crate) reorder: Option<String>,
    pub(crate) loss: Option<String>,
    pub(crate) burst: Option<u32>,
    pub(crate) drop: Option<Vec<u64>>,
    pub(crate) drop_every: Option<u64>,
    pub(crate) outage: Option<Outage>,
    pub(crate) flap: Option<Outage>,
    pub(crate) blackhole_above: Option<u32>,
    pub(crate) path_mtu: Option<u32>,
    pub(crate) duplicate: Option<String>,
    pub(crate) corrupt: Option<String>,
    pub(crate) rate: Option<String>,
    pub(crate) trace: Option<Trace>,
    pub(crate) queue: Option<String>,
    pub(crate) aqm: Option<String>,
    pub(crate) rules: Vec<Rule>,
}

/// The key of the only fault that is one of a cable, and not of its directions.
pub(crate) const FLAP: &str = "flap";

/// Every fault, in the order in which they are written.
pub(crate) const FAULTS: &[OptionRow<Faults>] = &[
    OptionRow {
        key: Key { name: "condition", form: r#"condition = "3g""# },
        field: Field::Text(access!(condition)),
    },
    OptionRow {
        key: Key { name: "delay", form: r#"delay = "20ms""# },
        field: Field::Quantity(access!(delay), "ms"),
    },
    OptionRow {
        key: Key { name: "rtt", form: r#"rtt = "40ms""# },
        field: Field::Quantity(access!(rtt), "ms"),
    },
    OptionRow {
        key: Key { name: "jitter", form: r#"jitter = "5ms""# },
        field: Field::Quantity(access!(jitter), "ms"),
    },
    OptionRow {
        key: Key { name: "distribution", form: r#"distribution = "normal""# },
        field: Field::Text(access!(distribution)),
    },
    OptionRow {
        key: Key { name: "reorder", form: r#"reorder = "25%""# },
        field: Field::Quantity(access!(reorder), "%"),
    },
    OptionRow {
        key: Key { name: "loss", form: r#"loss = "1%""# },
        field: Field::Quantity(access!(loss), "%"),
    },
    OptionRow {
        key: Key { name: "burst", form: "burst = 5" },
        field: Field::Integer(access!(burst), |burst| {
            format!("`burst` {burst} is out of range: 1 to {}", u32::MAX)
        }),
    },
    OptionRow {
        key: Key { name: "drop", form: "drop = [2, 3, 7]" },
        field: Field::Numbers(access!(drop)),
    },
    OptionRow {
        key: Key { name: "drop_every", form: "drop_every = 5" },
        field: Field::Number(access!(drop_every)),
    },
    OptionRow {
        key: Key { name: "outage", form: r#"outage(after = "2s", lasts = "500ms")"# },
        field: Field::Outage(access!(outage)),
    },
    OptionRow {
        key: Key { name: FLAP, form: r#"flap(after = "2s", lasts = "500ms")"# },
        field: Field::Outage(access!(flap)),
    },
    OptionRow {
        key: Key { name: "blackhole_above", form: "blackhole_above = 1280" },
        field: Field::Integer(access!(blackhole_above), |bytes| {
            format!("`blackhole_above` {bytes} is out of range: 1 to {}", u32::MAX)
        }),
    },
    OptionRow {
        key: Key { name: "path_mtu", form: "path_mtu = 1280" },
        field: Field::Integer(access!(path_mtu), |bytes| path_mtu_out_of_range(bytes, MTU_MIN)),
    },
    OptionRow {
        key: Key { name: "duplicate", form: r#"duplicate = "1%""# },
        field: Field::Quantity(access!(duplicate), "%"),
    },
    OptionRow {
        key: Key { name: "corrupt", form: r#"corrupt = "0.1%""# },
        field: Field::Quantity(access!(corrupt), "%"),
    },
    OptionRow {
        key: Key { name: "rate", form: r#"rate = "10mbit""# },
        field: Field::Quantity(access!(rate), "mbit"),
    },
    OptionRow {
        key: Key { name: "trace", form: r#"trace = "lte.up""# },
        field: Field::Trace(access!(trace)),
    },
    OptionRow {
        key: Key { name: "queue", form: r#"queue = "100ms""# },
        field: Field::Quantity(access!(queue), "packets"),
    },
    OptionRow {
        key: Key { name: "aqm", form: r#"aqm = "codel""# },
        field: Field::Text(access!(aqm)),
    },
    OptionRow {
        key: Key { name: "rule", form: r#"rule(protocol = "udp", loss = "10%")"# },
        field: Field::Rules(access!(rules)),
    },
];

/// Every option of an outage and of a flap, in the order in which they are written.
pub(crate) const OUTAGE: &[OptionRow<Outage>] = &[
    OptionRow { key: AFTER, field: Field::Quantity(access!(after), "s") },
    OptionRow { key: LASTS, field: Field::Quantity(access!(lasts), "ms") },
    OptionRow { key: EVERY, field: Field::Quantity(access!(every), "s") },
];

impl Faults {
    /// Creates a value that does nothing to packets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fault_builders!();

    /// Returns the faults that are set, with their keys; the builder method of each has the name of the
    /// key.
    #[doc(hidden)]
    pub fn option_entries(&self) -> impl Iterator<Item = (&'static str, OptionValue<'_>)> {
        OptionRow::entries(FAULTS, self)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.option_entries().next().is_none()
    }
}
