//! The handle to a host.

mod command;
mod handle;
mod listening;
mod ping;
mod run;
mod runtime;
mod sysctl;
mod target;
mod task;

pub use handle::Node;
pub use listening::Port;
pub use ping::Ping;
pub use target::Target;
pub use task::JoinHandle;
