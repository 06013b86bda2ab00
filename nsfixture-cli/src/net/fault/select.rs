//! Which cables, and which of their packets.

use nsfixture::{Cable, Direction, Error, Net, Switch};
use serde::{Deserialize, Serialize};

use crate::net::control::Target;

/// The packets that faults are set for.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args, Serialize, Deserialize)]
pub(crate) struct Packets {
    /// The link or the LAN, or the cable of one host of a LAN: LAN:HOST
    pub(super) cable: String,
    /// Only the packets that this host sends
    #[arg(long, value_name = "HOST", conflicts_with = "to")]
    pub(super) from: Option<String>,
    /// Only the packets to this host
    #[arg(long, value_name = "HOST")]
    pub(super) to: Option<String>,
}

impl Packets {
    /// Returns true if they are those from one end of a cable only.
    pub(super) fn are_of_one_direction(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    /// Returns their directions, all of which can be impaired. Those of a LAN are the packets that its hosts send.
    pub(super) fn directions(&self, net: &Net) -> Result<Vec<Direction>, String> {
        let target = Target::find(net, &self.cable)?;
        let directions = match (&target, &self.from, &self.to) {
            (Target::Cable(cable), Some(host), _) => vec![cable.get_from(host)],
            (Target::Cable(cable), None, Some(host)) => vec![cable.get_to(host)],
            (Target::Cable(cable), None, None) => both(cable).map(Ok).into(),
            (Target::Lan(lan), Some(host), _) => {
                vec![lan.get_cable(host).and_then(|cable| cable.get_from(host))]
            }
            (Target::Lan(lan), None, Some(host)) => {
                vec![lan.get_cable(host).and_then(|cable| cable.get_to(host))]
            }
            (Target::Lan(lan), None, None) => {
                let from = |host: &str| lan.get_cable(host).and_then(|cable| cable.get_from(host));
                lan.nodes().map(|node| from(node.name())).collect()
            }
        };
        let directions: Vec<Direction> =
            directions.into_iter().collect::<Result<_, _>>().map_err(text)?;
        // All of them are checked before one is changed.
        directions
            .iter()
            .try_for_each(|direction| direction.fault_counters().map(drop))
            .map_err(text)?;
        Ok(directions)
    }
}

/// Returns the cables of a link or a LAN, or of the whole network, that can be impaired.
pub(super) fn cables(net: &Net, name: Option<&str>) -> Result<Vec<Cable>, String> {
    let named = match name {
        Some(name) => match Target::find(net, name)? {
            Target::Cable(cable) => vec![cable],
            Target::Lan(lan) => lan_cables(&lan),
        },
        None => net.lans().flat_map(|lan| lan_cables(&lan)).chain(net.links()).collect(),
    };
    let (mut cables, mut refusal) = (Vec::new(), None);
    for cable in named {
        match cable.fault_counters() {
            Ok(_) => cables.push(cable),
            Err(error) => refusal = Some(error),
        }
    }
    match refusal {
        Some(error) if cables.is_empty() && name.is_some() => Err(text(error)),
        _ => Ok(cables),
    }
}

fn lan_cables(lan: &Switch) -> Vec<Cable> {
    lan.nodes().map(|node| lan.cable(node.name())).collect()
}

/// Returns the directions of a cable, first that of packets from the first end that is a host.
pub(super) fn both(cable: &Cable) -> [Direction; 2] {
    let nodes = cable.nodes();
    let host = nodes.first().expect("a cable has an end in a host").name();
    [cable.from(host), cable.to(host)]
}

#[allow(clippy::needless_pass_by_value, reason = "`map_err` passes a value")]
pub(super) fn text(error: Error) -> String {
    error.to_string()
}
