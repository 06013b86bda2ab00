//! How the process got its capabilities.

use crate::kernel::bare::probe_report::ProbeReport;
use crate::kernel::bare::stage::Stage;
use crate::kernel::bare::syscalls::RawErrno;

/// What came of the attempt to get the capabilities before `main`.
#[derive(Debug, Clone, Copy)]
pub enum EntryOutcome {
    /// Nothing: the process has the required capabilities.
    Capabilities,
    /// It entered a user namespace, in which the process has them all.
    Entered(ProbeReport),
    /// Nothing: the probe was denied.
    Denied(ProbeReport),
    /// The probe succeeded, but entering failed.
    Failed(Stage, RawErrno),
    /// Nothing: `NSFIXTURE_USERNS=never` is set.
    Disabled,
    /// Nothing: the process was started with `--list`, and runs no test.
    Listing,
}
