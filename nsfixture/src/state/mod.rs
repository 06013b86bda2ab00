//! The state of a network that is up, below the handles.

mod cancel;
mod down;
mod live;
mod network;
mod owner;
mod runtime;
mod status;
mod up;

pub(crate) use down::Ending;
pub(crate) use network::Network;
pub(crate) use owner::{Owner, current};
pub(crate) use runtime::shut_down as shut_down_runtime;
pub(crate) use up::create;
