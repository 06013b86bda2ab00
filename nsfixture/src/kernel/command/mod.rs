//! What only the command needs: a program whose signals and whose exit status are this process's, two
//! processes of which each kills what the other leaves behind, and the way into other processes'
//! networks.

pub(crate) mod job;
pub(crate) mod join;
pub(crate) mod orphans;
pub(crate) mod supervisor;
pub(crate) mod sysinfo;
pub(crate) mod userns_root;
mod worker;
