//! Topologies in whatever format serde reads and writes, with the keys and values of a TOML file.

mod read;
mod write;
