//! What has happened to packets by chance, and having it happen again.

use nsfixture_plan::{Fates, Topology};

use super::handle::Net;
use crate::error::Error;
use crate::kernel::faults::FaultInjector;

impl Net {
    /// Creates a network in which the same happens to packets by chance as in another run of the same traffic, whatever
    /// the seed: what was lost is lost, and nothing else. [`fates`](Self::fates) returns what has happened in a network.
    ///
    /// A packet is the same as in the other run if it has the same place in its flow; the format of [`Fates`] describes
    /// both. What does not happen by chance stays as the topology has it: `drop`, outages, queues, and shares of 100 %.
    /// The delay of a packet that was not there in the other run is drawn with that run's seed.
    ///
    /// The environment variable `NSFIXTURE_REPLAY` does the same for the network of a test.
    ///
    /// # Errors
    /// Returns the same errors as [`up`](Self::up), and one if the fates are not those of this topology: if only one of
    /// the two knows some cable that can be impaired or some fault of it, or if an MTU is another one. The error lists all
    /// of that.
    ///
    /// A fault that is set at run time, and was not set in the other run, does nothing by chance; a line on the standard
    /// error stream reports it.
    ///
    /// ```
    /// use nsfixture::{Fates, Link, Net, Topology};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # if nsfixture::unavailable().is_some() { return Ok(()) }
    /// let topology = Topology::new().link(Link::new("a", "b").loss("50%"));
    /// let net = Net::up(&topology)?;
    /// let ping = |net: &Net| net.node("a").ping("b").is_ok();
    /// let arrived = ping(&net);
    /// let text = net.fates()?.to_string();
    /// net.down()?;
    ///
    /// let fates: Fates = text.parse()?;
    /// let again = Net::replay(&topology, &fates)?;
    /// assert_eq!(ping(&again), arrived);
    /// # Ok(again.down()?)
    /// # }
    /// ```
    pub fn replay(topology: &Topology, fates: &Fates) -> Result<Self, Error> {
        Self::up_with(topology, &FaultInjector::default(), None, Some(fates))
    }

    /// Returns what has happened to packets by chance so far, or until the network went down.
    ///
    /// At most 32,768 fates are noted for each fault of each direction of a cable, and then only counted.
    ///
    /// # Errors
    /// Returns an error if the network is going down.
    pub fn fates(&self) -> Result<Fates, Error> {
        self.network().fates()
    }
}
