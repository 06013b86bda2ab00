//! Setting faults, for good or for a while.

use nsfixture_plan::Faults;

use super::cable::Cable;
use super::direction::Direction;
use super::guard::FaultGuard;
use crate::error::Error;
use crate::fault_counters::FaultCounters;

impl Direction {
    /// Sets the faults of this direction until the guard is dropped. Those that were set before are out of force
    /// meanwhile. Of several guards, the last one counts.
    ///
    /// # Errors
    /// Returns the same errors as [`set`](Self::set).
    pub fn impair(&self, faults: &Faults) -> Result<FaultGuard, Error> {
        self.check_direction(faults)?;
        FaultGuard::new(vec![self.clone()], faults)
    }
}

impl Cable {
    /// Sets the faults of both directions; see [`Direction::set`]. A [`flap`](Faults::flap) goes on until the faults
    /// of both directions are set again.
    ///
    /// # Errors
    /// Returns an error if a fault is invalid or could have no effect, if the network is down, or if the cable
    /// cannot be impaired.
    pub fn set(&self, faults: &Faults) -> Result<(), Error> {
        self.directions().iter().try_for_each(|direction| direction.set_for_cable(faults))
    }

    /// Removes the faults of both directions.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the cable cannot be impaired.
    pub fn clear(&self) -> Result<(), Error> {
        self.set(&Faults::new())
    }

    /// Sets the faults of both directions until the guard is dropped; see [`Direction::impair`].
    ///
    /// The cable must be one that can be impaired: it has a fault in the topology, or `faults` is set for it or
    /// for the whole topology.
    ///
    /// # Errors
    /// Returns the same errors as [`set`](Self::set).
    ///
    /// ```
    /// use nsfixture::{Faults, prelude::*};
    ///
    /// #[ns_test(link(a, b, name = "wire", faults))]
    /// fn copes_with_a_cut(a: Node, net: Net) -> Result<(), nsfixture::Error> {
    ///     let cut = net.link("wire").impair(&Faults::new().loss("100%"))?;
    ///     a.ping("b").unwrap_err();
    ///     cut.assert_acted();
    ///     drop(cut);
    ///     a.ping("b")?;
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    pub fn impair(&self, faults: &Faults) -> Result<FaultGuard, Error> {
        FaultGuard::new(self.directions().into(), faults)
    }

    /// Returns what has happened to the packets of each direction: those from the first end first. Of a LAN's
    /// cable, that is the switch.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the cable cannot be impaired.
    pub fn fault_counters(&self) -> Result<[FaultCounters; 2], Error> {
        let [a, b] = self.directions();
        Ok([a.fault_counters()?, b.fault_counters()?])
    }
}
