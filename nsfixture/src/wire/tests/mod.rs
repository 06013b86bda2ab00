//! Tests of the whole engine.

mod build;
mod naive;
mod rig;
mod segmentation;
