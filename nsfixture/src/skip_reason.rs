//! Skipping without the attribute.

use crate::unavailable::Unavailable;
use crate::{outcome, unavailable, variables};

/// Returns why a test has to be skipped on this machine, if it has to, for fixtures and custom
/// harnesses. Like [`unavailable()`], but panics if `NSFIXTURE_REQUIRE` is set.
///
/// ```
/// # use nsfixture::{Net, Topology};
/// fn net() -> Option<Net> {
///     if let Some(reason) = nsfixture::skip_reason() {
///         eprintln!("skipped: {reason}");
///         return None;
///     }
///     Some(Net::up(&Topology::new().link(("client", "server"))).expect("a network"))
/// }
/// # drop(net());
/// ```
///
/// # Panics
/// Panics if there is a reason and `NSFIXTURE_REQUIRE` is set, so that nothing is skipped where it must
/// not be.
#[track_caller]
pub fn skip_reason() -> Option<&'static Unavailable> {
    variables::check();
    let reason = unavailable()?;
    assert!(!variables::is_required(), "{}", outcome::required(reason));
    Some(reason)
}
