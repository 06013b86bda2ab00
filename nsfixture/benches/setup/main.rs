//! How long networks take to set up: nsfixture compared with bare system calls and netlink messages
//! (the floor), and with `ip -batch`, in one run.
//!
//! ```text
//! cargo bench -p nsfixture --bench setup -- [--quick] [--suites] [--stars HOSTS,...] [--rounds N]
//! ```
//!
//! With `--suites` only suites of tests are measured, whose bodies take some time: this shows what hosts gain that are made
//! ahead. With `--stars` only stars are measured: LANs with these numbers of hosts.
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
