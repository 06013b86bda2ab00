//! Recording the packets of a network.

use std::os::fd::RawFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nsfixture_plan::{CableEnd, Plan, SiteId};

use super::network::Network;
use super::up::OfTest;
use crate::capture_mode::CaptureMode;
use crate::error::{Error, Operation};
use crate::kernel::capture::{Points, Recorded, Recording};
use crate::kernel::context::Context;
use crate::kernel::packet_socket::{PacketSocket, Taps, open_tap};
use crate::kernel::pump::Engine;
use crate::packets::Point;
use crate::variables;

/// What is recorded of the packets of a network.
pub(crate) struct Capture {
    mode: CaptureMode,
    state: Mutex<State>,
}

struct State {
    recording: Option<Arc<Recording>>,
    /// Why nothing is recorded at the interfaces whose cables have no engine.
    refused: Option<String>,
}

impl Capture {
    /// Records in a network of a test, or another one, what `NSFIXTURE_CAPTURE` says, or the test, or by default nothing
    /// but in tests.
    pub(super) fn new(test: Option<OfTest<'_>>) -> Self {
        let default = if test.is_some() { CaptureMode::Headers } else { CaptureMode::Off };
        let asked = variables::capture().or(test.and_then(|test| test.capture));
        let mode = asked.unwrap_or(default);
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

    /// Returns the sockets that this process has open for it.
    pub(super) fn fds(&self) -> Vec<RawFd> {
        self.recording().map(|recording| recording.fds()).unwrap_or_default()
    }

    /// Returns why nothing is recorded at the interfaces whose cables have no engine.
    pub(crate) fn refused(&self) -> Option<String> {
        self.state().refused.clone()
    }

    fn recording(&self) -> Option<Arc<Recording>> {
        self.state().recording.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Network {
    /// Records packets, if they are not recorded yet. Returns the position of the next one.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the kernel refuses packet sockets.
    pub(crate) fn record(&self) -> Result<u64, Error> {
        let mut state = self.capture.state();
        if let (Some(recording), None) = (&state.recording, &state.refused) {
            return Ok(recording.position());
        }
        let recording =
            state.recording.get_or_insert_with(|| Recording::new(self.capture.mode.first_bytes()));
        let recording = Arc::clone(recording);
        let mut bound = Vec::new();
        let taps = Taps::new(&self.plan, recording.first_bytes);
        let points = Points::of(&self.plan);
        for (node, interfaces) in taps.interfaces.iter().enumerate() {
            let cx = Context::in_host(self.plan.nodes[node].name.as_str());
            let site = self.site(SiteId::Node(node))?;
            let sockets = site.net().inside(cx, || {
                let open = |_: &usize| open_tap(cx, recording.first_bytes);
                interfaces.iter().map(open).collect::<Result<Vec<_>, _>>()
            })?;
            for (socket, &interface) in sockets.into_iter().zip(interfaces) {
                let end = CableEnd { site: SiteId::Node(node), interface };
                socket.bind(cx, self.plan.interface(end))?;
                bound.push((points.at(end), socket));
            }
        }
        if let Some(engine) = self.if_up(|up| up.engine.clone()).flatten() {
            engine.record(&self.plan, &recording);
        }
        Context::default()
            .attempt(Operation::Start, "to record packets", || recording.start(bound))?;
        state.refused = None;
        self.if_up(|up| {
            for (host, interfaces) in up.hosts.iter().zip(&taps.interfaces) {
                host.set_taps(interfaces.len());
            }
        });
        Ok(recording.position())
    }

    /// Returns what has been recorded from a position on, with the frames that only show that it works.
    pub(super) fn recorded_with_control_frames(&self, from: u64) -> Recorded {
        if let Some(engine) = self.if_up(|up| up.engine.clone()).flatten() {
            engine.finish_records();
        }
        let recording = self.capture.recording();
        recording.map_or_else(Recorded::default, |recording| recording.since(from))
    }

    /// Returns where packets arrive.
    pub(crate) fn points(&self) -> Vec<Point> {
        Point::all(&self.plan)
    }
}
