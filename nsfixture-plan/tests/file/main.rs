//! Topologies as TOML files: what is read, what is said of mistakes, what is written.

mod garbage;
mod mistakes;
mod random;
mod read;
mod round_trip;
mod topologies;
mod write;
