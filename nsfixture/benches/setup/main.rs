//! How long networks take to set up: nsfixture compared with bare system calls and netlink messages
//! (the floor), and with `ip -batch`, in one run.
//!
//! ```text
//! cargo bench -p nsfixture --bench setup -- [--quick] [--processes] [--suites] [--stars HOSTS,...] [--rounds N]
//! ```
//!
//! Without these arguments everything is measured. `--processes`: processes that run one test each. `--suites`: suites of
//! tests whose bodies take some time, which shows what hosts gain that are made ahead. `--stars`: LANs with these numbers of
//! hosts.
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
