//! Doing what is asked for.

use nsfixture::Net;

use super::answer::Answer;
use super::request::Request;
use super::target::Target;
use crate::net::action::Action;
use crate::net::fault;

/// Does what is asked for.
///
/// # Errors
/// Returns what is wrong with the request.
pub(super) fn act(request: &Request, net: &Net) -> Result<Answer, String> {
    match request {
        Request::Link { name, action } => {
            act_on_link(name, *action, net)?;
            Ok(Answer::Done)
        }
        Request::Fault(action) => fault::act(action, net),
    }
}

fn act_on_link(name: &str, action: Action, net: &Net) -> Result<(), String> {
    let acted = match (action, &Target::find(net, name)?) {
        (Action::Down, Target::Cable(cable)) => cable.down(),
        (Action::Up, Target::Cable(cable)) => cable.up(),
        (Action::Unplug, Target::Cable(cable)) => cable.unplug(),
        (Action::Plug, Target::Cable(cable)) => cable.plug(),
        (Action::Down | Action::Unplug, Target::Lan(lan)) => lan.down(),
        (Action::Up | Action::Plug, Target::Lan(lan)) => lan.up(),
    };
    acted.map_err(|error| error.to_string())
}
