//! Recording the packets of a network.

use std::os::fd::RawFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nsfixture_plan::Plan;

use crate::capture_mode::CaptureMode;
use crate::error::Error;
use crate::kernel::capture::Recording;
use crate::kernel::packet_socket::{PacketSocket, Taps};
use crate::kernel::pump::Engine;

/// What is recorded of the packets of a network.
pub(crate) struct Capture {
    pub(super) mode: CaptureMode,
    state: Mutex<State>,
}

pub(super) struct State {
    pub(super) recording: Option<Arc<Recording>>,
    /// Why nothing is recorded at the interfaces whose cables have no engine.
    pub(super) refused: Option<String>,
}

impl Capture {
    pub(super) fn new(mode: CaptureMode) -> Self {
        let recording = (mode != CaptureMode::Off).then(|| Recording::new(mode.first_bytes()));
        Self { mode, state: Mutex::new(State { recording, refused: None }) }
    }

    /// Returns the interfaces at which packet sockets are to record.
    pub(super) fn taps(&self, plan: &Plan) -> Taps {
        match self.mode {
            CaptureMode::Off => Taps::none(plan),
            CaptureMode::Headers | CaptureMode::Full => Taps::new(plan, self.mode.first_bytes()),
        }
    }

    /// Begins to record. Where the kernel refuses that, the network is up all the same.
    pub(super) fn begin(
        &self,
        plan: &Plan,
        engine: Option<&Engine>,
        taps: Result<Vec<(usize, PacketSocket)>, Error>,
    ) {
        let mut state = self.state();
        let Some(recording) = &state.recording else { return };
        if let Some(engine) = engine {
            engine.record(plan, recording);
        }
        let refused = match taps {
            Ok(taps) => recording.start(taps).err().map(|errno| errno.to_string()),
            Err(error) => Some(error.to_string()),
        };
        state.refused = refused;
    }

    /// Ends the recording. What was recorded stays.
    pub(super) fn stop(&self) {
        if let Some(recording) = self.recording() {
            recording.stop();
        }
    }

    /// Returns whether sockets record.
    pub(super) fn has_taps(&self) -> bool {
        !self.fds().is_empty()
    }

    /// Returns the sockets that this process has open for it.
    pub(super) fn fds(&self) -> Vec<RawFd> {
        self.recording().map(|recording| recording.fds()).unwrap_or_default()
    }

    /// Returns why nothing is recorded at the interfaces whose cables have no engine.
    pub(crate) fn refused(&self) -> Option<String> {
        self.state().refused.clone()
    }

    pub(super) fn recording(&self) -> Option<Arc<Recording>> {
        self.state().recording.clone()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
