//! Tests of the whole engine.
#![expect(clippy::cast_precision_loss, reason = "the counts are small")]

mod background;
mod blackholes;
mod build;
mod bursts;
mod copies;
mod delays;
mod fates;
mod garbage;
mod headers;
mod losses;
mod naive;
mod outages;
mod queues;
mod random;
mod rates;
mod repeats;
mod rig;
mod segmentation;
mod speed;
mod stream;
mod traces;
