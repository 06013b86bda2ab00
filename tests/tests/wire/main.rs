//! Faults on cables, seen by the hosts.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod blackholes;
mod carriers;
mod changes;
mod fates;
mod lans;
mod links;
mod outages;
mod partitions;
mod payload;
mod repeats;
mod traces;
mod udp;
