//! A program whose signals and whose exit status are this process's, and two processes of which each
//! kills what the other leaves behind.

pub(crate) mod job;
pub(crate) mod orphans;
pub(crate) mod supervisor;
pub(crate) mod userns_root;
mod worker;
