//! When a cable loses everything, as asked for.

/// When everything that is sent in one direction is lost: for a time, once or periodically.
///
/// It is given to [`Faults::outage`](crate::Faults::outage) and to the same method of links and LANs, or to
/// [`flap`](crate::Faults::flap), which takes the carriers away meanwhile. Each method takes a time with a unit: `ns`, `us`, `ms`, `s`, `m` or `h`.
///
/// Times count from the start of the network, or from when the fault is set at run time. A change that leaves the
/// outage as it is does not begin it again.
///
/// ```
/// # extern crate nsfixture_plan as nsfixture;
/// use nsfixture::{Link, Outage, Topology};
///
/// // From 2 s to 2.5 s, from 7 s to 7.5 s, from 12 s to 12.5 s, ...
/// let outage = Outage::new().after("2s").lasts("500ms").every("5s");
/// let topology = Topology::new().link(Link::new("a", "b").outage(outage));
/// # nsfixture::Plan::new(&topology)?;
/// # Ok::<(), nsfixture::Problems>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outage {
    pub(crate) after: Option<String>,
    pub(crate) lasts: Option<String>,
    pub(crate) every: Option<String>,
}

impl Outage {
    /// Creates an outage that begins at once. How long it [`lasts`](Self::lasts) has to be set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets after what time the outage begins: `"2s"`.
    #[must_use]
    pub fn after(mut self, time: impl Into<String>) -> Self {
        self.after = Some(time.into());
        self
    }

    /// Sets how long the outage lasts: `"500ms"`.
    #[must_use]
    pub fn lasts(mut self, time: impl Into<String>) -> Self {
        self.lasts = Some(time.into());
        self
    }

    /// Sets the period of the outage, from one beginning to the next: `"5s"`. Without it, there is one outage.
    #[must_use]
    pub fn every(mut self, period: impl Into<String>) -> Self {
        self.every = Some(period.into());
        self
    }

    /// Returns the options that are set, with their keys; the builder method of each has the name of the key.
    #[doc(hidden)]
    pub fn option_entries(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let options = [("after", &self.after), ("lasts", &self.lasts), ("every", &self.every)];
        options.into_iter().filter_map(|(key, time)| Some((key, time.as_deref()?)))
    }
}
