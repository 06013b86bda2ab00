//! Faults by themselves, as they are set at run time.

use super::conditions::Side;
use super::direction::{Layers, direction};
use crate::impairment::Impairment;
use crate::problem::{Kind, Location, Problem, Problems};
use crate::topology::Faults;

impl Faults {
    /// Checks the values, and returns what they do to packets. A [`condition`](Self::condition) has the
    /// values of packets from the user's end.
    ///
    /// # Errors
    /// Returns everything that is wrong with them, each with its key.
    #[doc(hidden)]
    pub fn check(&self) -> Result<Impairment, Problems> {
        self.check_from(Side::User, false)
    }

    /// Checks the values, and returns what they do to packets from the first and from the second end of a
    /// link, with IPv6 addresses or without. They differ by a [`condition`](Self::condition), where the first end is
    /// the user's.
    ///
    /// # Errors
    /// Returns everything that is wrong with them, each with its key.
    #[doc(hidden)]
    pub fn check_link(&self, has_ipv6: bool) -> Result<[Impairment; 2], Problems> {
        let from = |side| self.check_from(side, has_ipv6);
        Ok([from(Side::User)?, from(Side::Provider)?])
    }

    /// Returns true if something among them is a fault of a whole cable, which none of its directions can have alone.
    #[doc(hidden)]
    pub fn need_whole_cable(&self) -> bool {
        self.flap.is_some()
    }

    fn check_from(&self, side: Side, has_ipv6: bool) -> Result<Impairment, Problems> {
        let layers = Layers { base: self, from: None, mtu: None, has_ipv6, side };
        let (impairment, mistakes) = direction(layers);
        if mistakes.is_empty() {
            return Ok(impairment);
        }
        let problem = |(_, (key, item, mistake))| {
            Problem::new(Location::Fault { key, item }, Kind::Fault(mistake))
        };
        Err(Problems(mistakes.into_iter().map(problem).collect()))
    }
}
