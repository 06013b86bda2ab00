//! The examination of this machine, by probing whatever can be probed.

mod faults;
mod features;
mod ids;
mod limits;
mod machine;
mod settings;
mod steps;
mod sysinfo;
mod view;

pub(super) use machine::this_machine;
