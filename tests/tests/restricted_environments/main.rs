//! On a machine that lacks what every other has, a test ends in a pass, a skip or a failure that
//! say what there is to do; it never hangs, never dies without a word, never is green without its
//! body, and leaves nothing.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

mod environment;
mod files;
mod limits;
mod restricted;
mod subject;
