//! What a cable that can be impaired costs, and what recording packets does, compared with a plain cable (a veth pair), in one
//! run.
//!
//! ```text
//! cargo bench -p nsfixture --bench wire -- [--quick]
//! ```
//!
//! Absolute figures belong to the machine and its mood; the ratios are what to look at. That is why
//! the cables take turns.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
use linux::main;

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("not measured: networks of namespaces are Linux's");
}
