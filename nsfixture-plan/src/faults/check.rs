//! Faults by themselves, as they are set at run time.

use super::conditions::Side;
use super::direction::{Layers, direction};
use super::matcher::Scope;
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
        self.check_from(Side::User, Scope::default())
    }

    /// Checks the values, and returns what they do to packets from the first and from the second end of a
    /// link, with IPv6 addresses or without. They differ by a [`condition`](Self::condition), where the first end is
    /// the user's.
    ///
    /// `hosts` are those that rules may name, if they are known.
    ///
    /// # Errors
    /// Returns everything that is wrong with them, each with its key.
    #[doc(hidden)]
    pub fn check_link(
        &self,
        hosts: Option<&[&str]>,
        has_ipv6: bool,
    ) -> Result<[Impairment; 2], Problems> {
        let scope = Scope { hosts, mtu: None, has_ipv6 };
        Ok([self.check_from(Side::User, scope)?, self.check_from(Side::Provider, scope)?])
    }

    /// Returns true if something among them is a fault of a whole cable, which none of its directions can have alone.
    #[doc(hidden)]
    pub fn need_whole_cable(&self) -> bool {
        self.flap.is_some()
    }

    fn check_from(&self, side: Side, scope: Scope<'_>) -> Result<Impairment, Problems> {
        let (impairment, mistakes) = direction(Layers { base: self, from: None, scope, side });
        if mistakes.is_empty() {
            return Ok(impairment);
        }
        let problem = |(_, (key, item, mistake))| {
            Problem::new(Location::Fault { key, item }, Kind::Fault(mistake))
        };
        Err(Problems(mistakes.into_iter().map(problem).collect()))
    }
}
