//! Acting on a network that another process of this command has up: a socket in its hosts, which only a user who may
//! enter them can reach.

mod act;
mod answer;
mod client;
mod request;
mod server;
mod target;

pub(crate) use answer::Answer;
pub(crate) use client::send;
pub(crate) use request::Request;
pub(crate) use server::Server;
pub(crate) use target::Target;

/// The socket, below the root directory of each host.
const SOCKET: &str = "run/nsfixture/control";
