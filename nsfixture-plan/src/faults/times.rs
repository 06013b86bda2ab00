//! When something is active: for a time, once or periodically.

use std::time::Duration;

use super::mistake::Mistake;
use super::reader::{self, LONGEST};
use crate::topology::Outage;

/// The times of an outage or of a fault on a schedule, as far as they are valid.
pub(crate) struct Times {
    pub(crate) after: Option<Duration>,
    pub(crate) lasts: Option<Duration>,
    pub(crate) every: Option<Duration>,
}

impl Times {
    /// Reads the times of what has this key. Each mistake is reported with the number of the option
    /// that it is about: 0 for `after`, 1 for `lasts`, 2 for `every`.
    pub(crate) fn read(
        key: &'static str,
        times: &Outage,
        mut report: impl FnMut(usize, Mistake),
    ) -> Self {
        let mut read = |nth, option, text: &Option<String>| match time(option, text.as_deref()?) {
            Ok(time) => Some(time),
            Err(mistake) => {
                report(nth, mistake);
                None
            }
        };
        let after = read(0, "after", &times.after);
        let lasts = read(1, "lasts", &times.lasts);
        let every = read(2, "every", &times.every);
        if let (Some(lasts), Some(every)) = (lasts, every)
            && lasts >= every
        {
            let [lasts, every] = [lasts, every].map(|time| format!("{time:?}"));
            report(2, Mistake::NeverEnds { key, lasts, every });
        }
        Self { after, lasts, every }
    }
}

fn time(key: &'static str, text: &str) -> Result<Duration, Mistake> {
    match reader::time(key, text, LONGEST, "1h")? {
        time if time.is_zero() => Err(Mistake::Zero { key }),
        time => Ok(time),
    }
}
