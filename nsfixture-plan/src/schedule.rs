//! When packets are delivered, as checked values.

use std::fmt;
use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::Duration;

/// The bytes that are delivered at one opportunity: a packet of 1,500 bytes, and the four bytes that a TUN device puts
/// before it (mahimahi's `PACKET_SIZE`).
pub const OPPORTUNITY: u32 = 1504;

/// The latest time: a day, in milliseconds.
const LATEST: u32 = 24 * 60 * 60 * 1000;

/// The most opportunities: as many milliseconds as an hour has.
const MOST: usize = 60 * 60 * 1000;

/// The longest part of a line that is shown in a message.
const SHOWN: usize = 20;

/// The times at which packets are delivered, over and over again. The default is that they never are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    /// In milliseconds and in ascending order.
    times: Arc<[u32]>,
}

impl Schedule {
    /// Reads a trace.
    ///
    /// # Errors
    /// Returns the line that is wrong, counted from 1, and why.
    pub(crate) fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut times: Vec<u32> = Vec::new();
        for (nth, line) in text.trim_end().lines().enumerate() {
            let wrong = |why: String| Err((nth + 1, why));
            let word = line.trim();
            let shown = || word.chars().take(SHOWN).collect::<String>();
            let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
            if !is_number {
                let shown = shown();
                return wrong(format!("expected a number of milliseconds, found {shown:?}"));
            }
            let time = match word.parse() {
                Ok(time) if time <= LATEST => time,
                _ => return wrong(format!("{} is too large: at most {LATEST}, a day", shown())),
            };
            if let Some(last) = times.last().filter(|last| **last > time) {
                return wrong(format!("{time} is before {last}: times are in ascending order"));
            }
            if times.len() == MOST {
                return wrong(format!("too many lines: at most {MOST}"));
            }
            times.push(time);
        }
        match times.last() {
            None => {
                Err((1, "there is nothing: write a number of milliseconds on each line".into()))
            }
            Some(0) => {
                let why = "the trace lasts for no time: its last number must be greater than 0";
                Err((times.len(), why.to_owned()))
            }
            Some(_) => Ok(Self { times: times.into() }),
        }
    }

    /// Returns the number of opportunities before the trace begins again.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Returns true if packets are never delivered, because the trace has not been read.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// Returns the time of an opportunity, from the beginning of the trace.
    ///
    /// # Panics
    /// Panics if there are fewer opportunities.
    pub fn time(&self, nth: usize) -> Duration {
        Duration::from_millis(self.times[nth].into())
    }

    /// Returns how long the trace lasts before it begins again.
    pub fn period(&self) -> Duration {
        Duration::from_millis(self.times.last().copied().unwrap_or(0).into())
    }

    /// Returns the number of opportunities until a time after the beginning, included.
    pub fn until(&self, time: Duration) -> usize {
        self.times.partition_point(|&millis| Duration::from_millis(millis.into()) <= time)
    }

    /// Returns the mean rate in bits per second.
    pub fn rate(&self) -> Option<NonZeroU64> {
        let bits = self.times.len() as u64 * u64::from(OPPORTUNITY) * 8;
        NonZeroU64::new((bits * 1000).checked_div(u64::from(*self.times.last()?))?)
    }
}

/// Writes the mean rate: `trace of 12032kbit`.
impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rate() {
            Some(rate) => write!(f, "trace of {}kbit", rate.get().div_ceil(1000)),
            None => f.write_str("trace"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_are_read() {
        let schedule = Schedule::parse("0\n5\r\n5\n 20 \n\n").expect("a trace");
        assert_eq!((schedule.len(), schedule.period()), (4, Duration::from_millis(20)));
        assert_eq!(schedule.time(2), Duration::from_millis(5));
        assert_eq!(
            [0, 4, 5, 19, 20].map(|at| schedule.until(Duration::from_millis(at))),
            [1, 1, 3, 3, 4]
        );
        assert_eq!(schedule.rate().map(NonZeroU64::get), Some(4 * 1504 * 8 * 50));
        assert_eq!(schedule.to_string(), "trace of 2407kbit");
        assert_eq!(Schedule::default().to_string(), "trace");
    }

    #[track_caller]
    fn check(text: &str, line: usize, why: &str) {
        assert_eq!(Schedule::parse(text), Err((line, why.to_owned())), "{text:?}");
    }

    #[test]
    fn mistakes_have_their_lines() {
        check("", 1, "there is nothing: write a number of milliseconds on each line");
        check("1\n\n2\n", 2, "expected a number of milliseconds, found \"\"");
        check("1\n2.5\n", 2, "expected a number of milliseconds, found \"2.5\"");
        check("-1\n", 1, "expected a number of milliseconds, found \"-1\"");
        check("5\n4\n", 2, "4 is before 5: times are in ascending order");
        check("0\n0\n", 2, "the trace lasts for no time: its last number must be greater than 0");
        check("86400001\n", 1, "86400001 is too large: at most 86400000, a day");
        let huge = "9".repeat(1000);
        check(&huge, 1, "99999999999999999999 is too large: at most 86400000, a day");
        check(&"7\n".repeat(MOST + 1), MOST + 1, "too many lines: at most 3600000");
        let garbage: String = "\u{7f}\0é".repeat(100);
        assert!(Schedule::parse(&garbage).is_err());
    }
}
