//! What the command `nsfixture` calls beside the public face. None of it is for anybody else, and
//! all of it may change.

pub use crate::kernel::entry::constructor::{
    defer, enter_as_current_user, enter_as_root, needs_user_namespace,
};
pub use crate::kernel::foreground::{Ended, Foreground, die_of};
pub use crate::kernel::join::{Running, here, running};
pub use crate::kernel::keeper::Side;
pub use crate::kernel::root::user;
pub use crate::kernel::strays::end_strays;
