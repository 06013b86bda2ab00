//! Why there are no networks on this system.

use std::sync::OnceLock;

use crate::unavailable::Unavailable;

pub(super) fn reason() -> &'static Unavailable {
    static UNAVAILABLE: OnceLock<Unavailable> = OnceLock::new();
    UNAVAILABLE.get_or_init(|| Unavailable {
        reason: "this system has no network namespaces".to_owned(),
        fix: "run the tests on Linux (for example in a VM)".to_owned(),
    })
}

/// Returns why `#[ns_test]` skips every test on this system.
pub fn unavailable() -> Option<&'static Unavailable> {
    Some(reason())
}
