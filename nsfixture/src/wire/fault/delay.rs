//! The time that packets take.

use std::f64::consts::TAU;
use std::time::Duration;

use nsfixture_plan::{Distribution, Impairment};

use crate::wire::hash::mix;
use crate::wire::time::nanos;

/// A delay and how it varies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Delay {
    mean: Duration,
    jitter: Duration,
    distribution: Distribution,
}

impl Delay {
    /// Returns the delay that an impairment asks for.
    pub(crate) fn new(impairment: &Impairment) -> Self {
        let Impairment { delay: mean, jitter, distribution, .. } = *impairment;
        Self { mean, jitter, distribution }
    }

    /// Returns whether there is none.
    pub(crate) fn is_none(&self) -> bool {
        self.mean.is_zero() && !self.varies()
    }

    /// Returns whether it is not the same for all packets.
    pub(crate) fn varies(&self) -> bool {
        !self.jitter.is_zero()
    }

    /// Returns the delay of a packet, given 64 uniformly distributed bits.
    pub(crate) fn of(&self, draw: u64) -> Duration {
        if !self.varies() {
            return self.mean;
        }
        let (mean, jitter) = (nanos(self.mean), nanos(self.jitter));
        let delay = match self.distribution {
            Distribution::Uniform => {
                let range = u128::from(jitter) * 2 + 1;
                let above = ((u128::from(draw) * (range >> 1)) >> 63) as i128;
                i128::from(mean) + above - i128::from(jitter)
            }
            Distribution::Normal => i128::from(mean) + scaled(jitter, normal(draw)),
            Distribution::Pareto => i128::from(mean) + scaled(jitter, pareto(draw)),
        };
        Duration::from_nanos(delay.clamp(0, u64::MAX.into()) as u64)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a jitter is far below 2^52 ns")]
fn scaled(jitter: u64, deviation: f64) -> i128 {
    (jitter as f64 * deviation).round() as i128
}

/// Returns a number that is uniformly distributed over (0, 1].
#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
fn unit(draw: u64) -> f64 {
    ((draw >> 11) + 1) as f64 / (1_u64 << 53) as f64
}

/// Returns a number from the normal distribution with mean 0 and standard deviation 1 (Box and Muller).
fn normal(draw: u64) -> f64 {
    (-2.0 * unit(draw).ln()).sqrt() * (TAU * unit(mix(draw))).cos()
}

/// Returns a number from the Pareto distribution of the third degree, moved and scaled to mean 0 and standard deviation 1.
fn pareto(draw: u64) -> f64 {
    let (mean, deviation) = (1.5, 0.75_f64.sqrt());
    (unit(draw).cbrt().recip() - mean) / deviation
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::hash::combine;

    #[track_caller]
    fn check(distribution: Distribution, mean_ms: f64, deviation_ms: f64, least_ms: u64) {
        let impairment = Impairment {
            delay: Duration::from_millis(100),
            jitter: Duration::from_millis(10),
            distribution,
            ..Impairment::default()
        };
        let delay = Delay::new(&impairment);
        let all: Vec<f64> =
            (0..100_000).map(|i| delay.of(combine(1, i)).as_secs_f64() * 1e3).collect();
        let count = 100_000.0;
        let mean = all.iter().sum::<f64>() / count;
        let deviation = (all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count).sqrt();
        assert!((mean - mean_ms).abs() < 0.2, "mean {mean}");
        assert!((deviation - deviation_ms).abs() < 2.0, "deviation {deviation}");
        let least = all.iter().copied().fold(f64::MAX, f64::min);
        assert!(least > 0.0 && least >= Duration::from_millis(least_ms).as_secs_f64() * 1e3);
    }

    #[test]
    fn distributions_have_their_mean_and_deviation() {
        check(Distribution::Uniform, 100.0, 10.0 / 3.0_f64.sqrt(), 90);
        check(Distribution::Normal, 100.0, 10.0, 0);
        check(Distribution::Pareto, 100.0, 10.0, 94);
    }
}
