//! Recording the packets of a network, and what has been recorded.

use std::sync::Arc;

use nsfixture_plan::{CableEnd, SiteId};

use super::network::Network;
use crate::error::{Error, Operation};
use crate::kernel::capture::{Points, Position, Recorded, Recording, wait_for_stamps};
use crate::kernel::context::Context;
use crate::kernel::packet_socket::{Taps, open_tap};
use crate::packets::Point;

impl Network {
    /// Records packets, if they are not recorded yet. Returns the position of the next one.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if the kernel refuses packet sockets.
    pub(crate) fn record(&self) -> Result<Position, Error> {
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
                let taps = interfaces.iter().map(open).collect::<Result<Vec<_>, _>>();
                // The sockets have asked for them.
                wait_for_stamps();
                taps
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
    pub(super) fn recorded_with_control_frames(&self, from: Position) -> Recorded {
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
