//! Faults on cables, seen by the hosts.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod blackholes;
mod carriers;
mod changes;
mod fates;
mod flaps;
mod lans;
mod links;
mod outages;
mod overload;
mod partitions;
mod path_mtus;
mod payload;
mod probe;
mod rejections;
mod repeats;
mod rules;
mod schedules;
mod tcp;
mod traces;
mod udp;
