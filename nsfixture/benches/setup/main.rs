//! How long networks take to set up: nsfixture's beside the same ones made of bare system calls
//! and netlink bytes (the floor), and beside `ip -batch`, in one run.
//!
//! ```text
//! cargo bench -p nsfixture --bench setup -- [--quick] [--stars HOSTS,...] [--rounds N]
//! ```
//!
//! With `--stars` nothing but stars is made: LANs of so many hosts each.
//!
//! Absolute times belong to the machine and its mood; the ratios are what to look at. That is why
//! the ways take turns.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
use linux::main;

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("not measured: networks of namespaces are Linux's");
}
