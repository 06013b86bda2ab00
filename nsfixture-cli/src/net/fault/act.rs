//! Doing it, where the network is.

use nsfixture::{Direction, Error, Faults, Net, Partition};

use super::action::FaultAction;
use super::counters;
use super::select::{Packets, both, cables, text};
use crate::net::control::Answer;

/// Does what is asked for.
///
/// # Errors
/// Returns what is wrong with it. Nothing has changed then.
pub(in crate::net) fn act(action: &FaultAction, net: &Net) -> Result<Answer, String> {
    let done = match action {
        FaultAction::Set { packets, faults } => {
            let (directions, faults) = (packets.directions(net)?, Faults::from_words(faults)?);
            if packets.are_of_one_direction() {
                set(&directions, &faults)
            } else {
                directions.iter().try_for_each(|direction| direction.set_for_cable(&faults))
            }
        }
        FaultAction::Clear { cable: Some(cable), from, to } if from.is_some() || to.is_some() => {
            let packets = Packets { cable: cable.clone(), from: from.clone(), to: to.clone() };
            set(&packets.directions(net)?, &Faults::new())
        }
        FaultAction::Clear { cable, .. } => {
            let cables = cables(net, cable.as_deref())?;
            set(&cables.iter().flat_map(both).collect::<Vec<_>>(), &Faults::new())
        }
        FaultAction::Partition { groups, reject } => {
            let groups = groups.iter().map(|hosts| hosts.split(',').collect());
            cut(net.partition(groups.collect::<Vec<Vec<&str>>>()), *reject)
        }
        FaultAction::Oneway { from, to, reject } => cut(net.partition_oneway(from, to), *reject),
        FaultAction::Isolate { host, reject } => cut(net.isolate(host), *reject),
        FaultAction::Heal => net.heal(),
        FaultAction::Counters { cable, .. } => {
            return counters::of(&cables(net, cable.as_deref())?).map(Answer::Counters);
        }
    };
    done.map(|()| Answer::Done).map_err(text)
}

/// Has a partition reject packets if that is asked for. If that is not possible, there is none.
fn cut(partition: Result<Partition, Error>, rejects: bool) -> Result<(), Error> {
    let partition = partition?;
    if rejects && let Err(error) = partition.reject() {
        partition.heal()?;
        return Err(error);
    }
    Ok(())
}

fn set(directions: &[Direction], faults: &Faults) -> Result<(), Error> {
    directions.iter().try_for_each(|direction| direction.set(faults))
}
