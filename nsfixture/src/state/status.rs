//! Up or down.

use std::sync::Arc;

use crate::kernel::guardian::Registration;
use crate::kernel::pump::Engine;
use crate::kernel::sites::ahead::UpTime;
use crate::kernel::sites::fd_reservation::FdReservation;
use crate::kernel::sites::host::Host;
use crate::kernel::sites::site::Site;

/// The status of a network.
pub(super) enum Status {
    Up(Up),
    Down,
}

/// Everything that keeps a network up.
pub(super) struct Up {
    pub(super) hosts: Vec<Host>,
    pub(super) switches: Vec<Arc<Site>>,
    pub(super) engine: Option<Arc<Engine>>,
    pub(super) reservation: FdReservation,
    pub(super) registration: Registration,
    pub(super) duration: UpTime,
}
