//! Tests of the whole engine.
#![expect(clippy::cast_precision_loss, reason = "the counts are small")]

mod background;
mod blackholes;
mod build;
mod bursts;
mod copies;
mod delays;
mod fates;
mod flaps;
mod garbage;
mod golden;
mod headers;
mod losses;
mod matchers;
mod naive;
mod outages;
mod path_mtus;
mod queues;
mod random;
mod rates;
mod read;
mod rejections;
mod repeats;
mod rig;
mod rule_fates;
mod rules;
mod segmentation;
mod speed;
mod stream;
mod traces;
