//! The pump: moves frames between the engine's ports and [`Wire`](crate::wire::Wire), which decides what
//! becomes of them. It knows no fault.

mod carrier;
mod clock;
mod engine;
mod events;
pub(crate) mod offload;
mod outbox;
mod port;
mod pump_thread;
mod recorder;
mod shared;

pub(crate) use engine::Engine;
pub(crate) use shared::{Overload, in_closure};
