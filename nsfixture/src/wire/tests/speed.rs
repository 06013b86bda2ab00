//! What a frame costs; see the numbers with
//! `cargo test --release -p nsfixture --lib wire::tests::speed -- --ignored --nocapture`.

use std::hint::black_box;
use std::num::NonZeroU64;
use std::time::Duration;

use nsfixture_plan::{Impairment, Ppm};

use super::build::{Owned, Spec};
use super::rig::{THERE, at};
use crate::wire::{Direction, Output, Packet, Wire};

struct Null(u64);

impl<'a> Output<'a> for Null {
    fn send(&mut self, _: Direction, packet: Packet<'a>) {
        self.0 += black_box(packet.head().len() + packet.body().len()) as u64;
    }
}

/// Returns the nanoseconds for each frame of a stream, in the fastest of some rounds.
fn measure(impairment: &Impairment, frame: &Owned, payload: u32, clock: &dyn Fn() -> u64) -> u64 {
    let mut wire = Wire::new(1);
    wire.add_cable("a-b", 1500, [impairment.clone(), impairment.clone()]);
    let (mut out, mut frame) = (Null(0), frame.clone());
    let (rounds, count) = (60, 5000_u32);
    let mut best = u64::MAX;
    for round in 0..rounds {
        let begin = clock();
        for number in round * count..(round + 1) * count {
            let now = at(Duration::from_micros(50 * u64::from(number)));
            if payload > 0 {
                frame.bytes[38..42].copy_from_slice(&number.wrapping_mul(payload).to_be_bytes());
            }
            wire.receive(THERE, now, frame.frame(), &mut out);
            wire.advance(now, &mut out);
        }
        best = best.min((clock() - begin) / u64::from(count));
    }
    best
}

#[test]
#[ignore = "measures"]
fn speed() {
    let origin = std::time::Instant::now();
    let clock = || origin.elapsed().as_nanos() as u64;
    let lossy = |ppm| Impairment { loss: Ppm::new(ppm).expect("a share"), ..Impairment::default() };
    let delay = Impairment { delay: Duration::from_millis(1), ..Impairment::default() };
    let rate = Impairment { rate: NonZeroU64::new(20_000_000_000), ..Impairment::default() };
    let gso = Spec { payload: 45 * 1448, segment: 1448, ..Spec::default() }.build();
    let tcp = Spec { payload: 64, ..Spec::default() }.build();
    let udp = Spec { payload: 64, is_udp: true, ..Spec::default() }.build();
    for (name, impairment) in [
        ("nothing", lossy(0)),
        ("loss 1 ppm", lossy(1)),
        ("loss 0.1 %", lossy(1000)),
        ("loss 5 %", lossy(50_000)),
        ("delay", delay),
        ("rate", rate),
    ] {
        let gso = measure(&impairment, &gso, 45 * 1448, &clock);
        let tcp = measure(&impairment, &tcp, 64, &clock);
        let udp = measure(&impairment, &udp, 0, &clock);
        println!("{name}: GSO frame {gso} ns, TCP packet {tcp} ns, UDP packet {udp} ns");
    }
}
