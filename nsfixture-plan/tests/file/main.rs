//! Topologies as TOML files: reading, mistakes, writing.

mod faults;
mod garbage;
mod mistakes;
mod random;
mod read;
mod round_trip;
mod schedules;
mod topologies;
mod write;
