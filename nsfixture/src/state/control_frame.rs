//! Frames that show that a recording works, and that everything sent before them has been recorded.

use std::time::{Duration, Instant};

use nsfixture_plan::{CableEnd, SiteId};

use super::network::Network;
use crate::error::{Error, Kind, Operation};
use crate::kernel::capture::{self, Position, Recorded};
use crate::kernel::context::Context;
use crate::kernel::packet_socket::PacketSocket;
use crate::packets::Record;

/// A protocol for experiments (IEEE 802, "local experimental ethertype 1"): no host receives it.
const ETHER_TYPE: u16 = 0x88b5;

/// The shortest frame without its checksum (IEEE 802.3).
const LEN: usize = 60;

/// How long frames may be on their way, and how often that is looked at.
const TIMEOUT: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(1);

impl Network {
    /// Sends a frame from each of these ends, in hosts, to all, and waits until all have been recorded, arrived or lost.
    /// Returns what has been recorded from a position on.
    ///
    /// # Errors
    /// Returns an error if the kernel refuses to send, or if a frame is not recorded in time.
    pub(crate) fn record_up_to_now(
        &self,
        from: Position,
        ends: &[CableEnd],
    ) -> Result<Recorded, Error> {
        let deadline = Instant::now() + TIMEOUT;
        let sent = self.record()?;
        for end in ends {
            self.send_control_frame(*end)?;
        }
        let macs: Vec<[u8; 6]> = ends.iter().map(|end| self.plan.interface(*end).mac).collect();
        loop {
            let recorded = self.recorded_with_control_frames(sent);
            let is_recorded = |mac: &[u8; 6]| {
                recorded.records.iter().any(|it| is_control(it) && it.sender() == Some(*mac))
            };
            let Some(missing) = macs.iter().position(|mac| !is_recorded(mac)) else { break };
            if Instant::now() > deadline {
                let end = ends[missing];
                let seen = "no such frame: the interface or the other end is down, or unplugged"
                    .to_owned();
                let host = self.plan.name(end.site).to_owned();
                let interface = &self.plan.interface(end).name;
                let waited_for = format!("the recording of a frame that was sent from {interface}");
                return Err(Kind::Timeout { waited_for, host, after: TIMEOUT, seen }.into());
            }
            self.wait_unless_down(0, PAUSE)?;
        }
        Ok(self.recorded(from))
    }

    fn send_control_frame(&self, end: CableEnd) -> Result<(), Error> {
        let SiteId::Node(node) = end.site else { return Ok(()) };
        let cx = Context::in_host(self.plan.nodes[node].name.as_str());
        let interface = self.plan.interface(end);
        let mut frame = vec![0xff; 6];
        frame.extend(interface.mac);
        frame.extend(ETHER_TYPE.to_be_bytes());
        frame.resize(LEN, 0);
        let socket = self.site(end.site)?.net().inside(cx, || {
            let socket = PacketSocket::open(cx)?;
            socket.bind(cx, interface)?;
            cx.attempt(Operation::Send, "a frame", || socket.send(&frame))?;
            Ok(socket)
        })?;
        // The kernel takes about 10 ms for that.
        capture::close_in_background(vec![socket]);
        Ok(())
    }

    /// Returns what has been recorded from a position on.
    pub(crate) fn recorded(&self, from: Position) -> Recorded {
        let mut recorded = self.recorded_with_control_frames(from);
        recorded.records.retain(|record| !is_control(record));
        recorded
    }
}

fn is_control(record: &Record) -> bool {
    record.view().ether_type() == ETHER_TYPE
}
