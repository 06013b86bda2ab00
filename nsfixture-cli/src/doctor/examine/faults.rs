//! Cables that can be impaired: the engine has packet sockets at their ends (packet(7)).

use nsfixture::__cli::{ProbeResult, no_packet_sockets};
use nsfixture::{Link, Topology};

use super::{features, steps};
use crate::doctor::report::{Row, Verdict};
use crate::features::{FeatureOutcome, Modules, PACKET_SOCKET, Refusal};

/// Returns the row about them, by a network with one. Without other networks it is not tried.
pub(super) fn row(result: &ProbeResult, can_try: bool) -> Row {
    let row = |verdict| Row::new(PACKET_SOCKET.name, verdict, PACKET_SOCKET.what);
    if !can_try {
        return row(Verdict::NotTried);
    }
    let link = Link::new("here", "there").faults();
    let Err(error) = steps::network(&Topology::new().link(link)) else {
        return row(Verdict::Works);
    };
    let modules = Modules::look();
    match features::attempt(&PACKET_SOCKET, &modules) {
        Ok(FeatureOutcome::Missing(refusal)) => {
            let get = modules.how_to_get(PACKET_SOCKET.module, "", PACKET_SOCKET.config);
            row(Verdict::Missing).because(denied(&refusal)).fixed_by(get)
        }
        Ok(FeatureOutcome::Refused(refusal)) => {
            let (why, fix) = no_packet_sockets(result.environment());
            let why = why.map(|why| format!(": {why}")).unwrap_or_default();
            row(Verdict::Refused).because(format!("{}{why}", denied(&refusal))).fixed_by(fix)
        }
        // The socket is not what it fails for.
        _ => row(Verdict::Failed).because(error.to_string()),
    }
}

fn denied(refusal: &Refusal) -> String {
    let words = features::words(refusal);
    format!("cannot open a packet socket in a new network namespace ({words})")
}
