//! The handle to a host.

mod command;
mod handle;
mod listening;
mod ping;
mod run;
mod runtime;
mod service;
mod sysctl;
mod target;
mod task;
mod wait;

pub use handle::Node;
pub use listening::Port;
pub use ping::Ping;
pub use service::Service;
pub use target::Target;
pub use task::JoinHandle;
pub use wait::Wait;
