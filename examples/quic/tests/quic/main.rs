//! QUIC over networks with faults.
#![forbid(unsafe_code)]

mod download;
mod outage;
mod repeats;
mod server;

type Error = Box<dyn std::error::Error + Send + Sync>;
