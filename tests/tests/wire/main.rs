//! Faults on cables, seen by the hosts.

mod carriers;
mod changes;
mod lans;
mod links;
mod partitions;
mod payload;
mod repeats;
mod udp;
