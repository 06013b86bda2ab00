//! No frame makes the engine panic.
//!
//! `NSFIXTURE_FUZZ_SECONDS` sets how long it is tried.

use std::num::{NonZeroU32, NonZeroU64};
use std::time::{Duration, Instant};

use nsfixture_plan::{Aqm, Impairment, Ppm, Queue, Rule};

use super::build::{Owned, Spec, arp, fragment, icmp};
use super::rig::{Rig, THERE, at};
use super::rules::with;
use crate::wire::hash::combine;
use crate::wire::{Checksum, Offload, Segmentation};

/// The impairments whose code looks at frames, with little waiting.
fn impairment() -> Impairment {
    let some = Ppm::new(100_000).expect("a share");
    Impairment {
        delay: Duration::from_micros(1),
        reorder: some,
        loss: some,
        burst: NonZeroU32::new(3),
        drop_every: NonZeroU64::new(50),
        duplicate: some,
        corrupt: some,
        rate: NonZeroU64::new(50_000_000_000),
        queue: Queue::default(),
        aqm: Aqm::CoDel,
        path_mtu: NonZeroU32::new(200),
        rules: with([
            Rule::new().protocol("udp").port(80).loss("10%").burst(3),
            Rule::new().protocol("tcp").flags("syn").drop_every(3),
            Rule::new().icmp("frag-needed").duplicate("50%"),
            Rule::new().matching(|packet| packet.payload().len() % 2 == 0).corrupt("10%"),
        ])
        .rules,
        ..Impairment::default()
    }
}

fn templates() -> Vec<Owned> {
    let mut all = vec![arp(), icmp(false, 8), icmp(true, 135), fragment(0), fragment(800)];
    for number in 0..48 {
        let spec = Spec {
            is_v6: number % 2 == 1,
            is_udp: number / 2 % 2 == 1,
            has_options: number / 4 % 2 == 1,
            tags: number / 8 % 3,
            ecn: 1,
            payload: 300,
            segment: if number < 24 { 0 } else { 100 },
            ..Spec::default()
        };
        all.push(spec.build());
    }
    all
}

#[test]
fn mutated_frames() {
    let mut rig = Rig::new(71, &impairment());
    let templates = templates();
    let mut frame = Owned { bytes: Vec::new(), offload: Offload::default() };
    let least = if cfg!(debug_assertions) { 200_000 } else { 1_000_000 };
    let seconds = std::env::var("NSFIXTURE_FUZZ_SECONDS").map_or(0, |text| {
        text.parse().unwrap_or_else(|_| panic!("NSFIXTURE_FUZZ_SECONDS is not a number: {text}"))
    });
    let (begin, time, mut count) = (Instant::now(), Duration::from_secs(seconds), 0);
    while count < least || begin.elapsed() < time {
        let number = count;
        count += 1;
        let mut draws = (0..).map(|draw| combine(number, draw));
        let mut draw = move |below: usize| draws.next().expect("no end") as usize % below;
        frame.clone_from(&templates[draw(templates.len())]);
        mutate(&mut frame, &mut draw);
        let now = at(Duration::from_nanos(number * 100));
        rig.wire.receive(THERE, now, frame.frame(), &mut rig.sink);
        rig.wire.advance(now, &mut rig.sink);
        rig.sink.sent.clear();
    }
    rig.drain();
    println!("{count} frames");
    assert!(rig.counters(THERE).received > count);
}

/// Spoils a frame in one to four ways.
fn mutate(frame: &mut Owned, draw: &mut impl FnMut(usize) -> usize) {
    let Owned { bytes, offload } = frame;
    for _ in 0..=draw(4) {
        let headers = bytes.len().clamp(1, 100);
        match draw(8) {
            0 => bytes.truncate(draw(bytes.len() + 1)),
            1 => bytes.extend(std::iter::repeat_n(draw(256) as u8, draw(100))),
            2 => bytes.iter_mut().take(headers).for_each(|byte| *byte = draw(256) as u8),
            3 => {
                offload.kind = [
                    None,
                    Some(Segmentation::Tcp4),
                    Some(Segmentation::Tcp6),
                    Some(Segmentation::Udp),
                ][draw(4)];
            }
            4 => offload.segment_size = draw(1 << 16) as u16 >> draw(16),
            5 => {
                let (start, offset) = (draw(1 << 16) >> draw(16), draw(1 << 16) >> draw(16));
                offload.checksum = Some(Checksum { start: start as u16, offset: offset as u16 });
            }
            _ => {
                let at = draw(headers);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = [0, 1, 0x45, 0x60, 0x81, 0xff, draw(256) as u8][draw(7)];
                }
            }
        }
    }
}
