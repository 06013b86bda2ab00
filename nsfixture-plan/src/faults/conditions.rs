//! Kinds of networks, with their values and the sources of these.

use std::time::Duration;

use crate::impairment::Ppm;

/// One of the two ends of an access network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The user's: its packets go up.
    User,
    /// The provider's: its packets go down.
    Provider,
}

/// A kind of network.
pub(super) struct Condition {
    pub(super) name: &'static str,
    /// One way.
    pub(super) delay: Duration,
    /// In bits per second.
    download: u64,
    upload: u64,
    pub(super) loss: Ppm,
}

impl Condition {
    const fn new(
        name: &'static str,
        rtt_millis: u64,
        download_kbit: u64,
        upload_kbit: u64,
    ) -> Self {
        Self {
            name,
            delay: Duration::from_micros(rtt_millis * 1_000 / 2),
            download: download_kbit * 1_000,
            upload: upload_kbit * 1_000,
            loss: Ppm::NONE,
        }
    }

    const fn lossy(mut self, ppm: u32) -> Self {
        self.loss = Ppm::new(ppm).expect("at most all packets");
        self
    }

    /// Returns the rate of the packets from one side.
    pub(super) fn rate(&self, from: Side) -> u64 {
        match from {
            Side::User => self.upload,
            Side::Provider => self.download,
        }
    }
}

/// Every condition. Its figures are in the documentation of `Faults` as well, with the sources; a test
/// compares them.
pub(super) const CONDITIONS: &[Condition] = &[
    Condition::new("wifi", 2, 30_000, 15_000),
    Condition::new("fiber", 4, 20_000, 5_000),
    Condition::new("cable", 28, 5_000, 1_000),
    Condition::new("dsl", 50, 1_500, 384),
    Condition::new("lte", 70, 12_000, 12_000),
    Condition::new("4g", 170, 9_000, 9_000),
    Condition::new("3g", 300, 1_600, 768),
    Condition::new("3g-lossy", 190, 900, 200).lossy(10_000),
    Condition::new("edge", 840, 240, 200),
    Condition::new("dial-up", 120, 49, 30),
    Condition::new("satellite", 600, 100_000, 10_000),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::impairment::rate;

    #[test]
    fn the_documentation_has_the_same_figures() {
        let documentation = include_str!("../topology/faults.rs");
        for condition in CONDITIONS {
            let [up, down] = [Side::User, Side::Provider].map(|side| rate(condition.rate(side)));
            let Condition { name, delay, loss, .. } = condition;
            let loss = if *loss == Ppm::NONE { String::new() } else { format!("{loss} ") };
            let row = format!("/// | `{name:?}` | {delay:?} | {up} | {down} | {loss}| ");
            assert!(documentation.contains(&row), "no row {row:?}");
        }
        let rows = documentation.matches("/// | `\"").count();
        assert_eq!(rows, CONDITIONS.len(), "other rows");
    }
}
