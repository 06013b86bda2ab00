//! The adapter for faults on a command line: `loss=5% drop=2,3`.

mod notation;
mod read;
