//! What the command `nsfixture` (crate `nsfixture-cli`) uses in addition to the public API. It requires
//! exactly this version of the library. None of it is for others, and all of it may change.

pub use crate::access::{
    Note, ProbeResult, explain_rootless, fix, no_capabilities, no_packet_sockets, probe_result,
    silence_notes,
};
pub use crate::kernel::bare::capability::{are_permitted, raise_ambient_set};
pub use crate::kernel::bare::enter::enter_mounts;
pub use crate::kernel::bare::probe::run as probe;
pub use crate::kernel::bare::probe_report::{Denial, ProbeReport, VIEW_PARTS, ViewPart};
pub use crate::kernel::bare::process::{pidfd_open, wait_readable};
pub use crate::kernel::bare::stage::{STAGES, Stage};
pub use crate::kernel::bare::syscalls::{RawErrno, fork_quietly, set_capabilities, wait};
pub use crate::kernel::bare::userns::enter_as;
pub use crate::kernel::context::errno_of;
pub use crate::kernel::entry::confinement::Confinement;
pub use crate::kernel::entry::constructor::{
    defer, enter_as_current_user, enter_deferred, needs_user_namespace, outcome,
};
pub use crate::kernel::entry::environment::Environment;
pub use crate::kernel::entry::masks::Masks;
pub use crate::kernel::entry::outcome::EntryOutcome;
pub use crate::kernel::guardian::{share_pid, shared_pid};
pub use crate::kernel::netlink::socket::ext_ack;
pub use crate::kernel::sites::fd_reservation::{PER_HOST, SPARE};
pub use crate::kernel::threads::fields_from_third;
pub use nsfixture_plan::did_you_mean;
