//! What the command `nsfixture` calls in addition to the public API. None of it is for others, and
//! all of it may change.

pub use crate::kernel::command::job::{ExitOutcome, SignalForwarder, raise_signal};
pub use crate::kernel::command::join::{Running, here, running};
pub use crate::kernel::command::orphans::kill_orphans;
pub use crate::kernel::command::supervisor::Role;
pub use crate::kernel::command::userns_root::{enter_as_root, user};
pub use crate::kernel::entry::constructor::{defer, enter_as_current_user, needs_user_namespace};
