//! In an environment that lacks what others have, a test passes, is skipped or fails with a message that
//! names the fix. It never hangs, never exits without a message, never passes without its body, and leaves
//! nothing behind.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

mod environment;
mod files;
mod library;
mod limits;
mod packet_sockets;
mod restricted;
mod subject;
