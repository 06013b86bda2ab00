//! The fates of a seed stay the same from version to version.

use nsfixture_plan::Faults;

use super::build::{ACK, SYN, Spec, arp, icmp};
use super::rig::{BACK, Rig, THERE};
use crate::wire::hash::{combine, of_bytes};

/// Returns a hash of everything that leaves a cable, and of when.
fn digest(faults: &Faults) -> u64 {
    let impairment = faults.check().unwrap_or_else(|problems| panic!("{problems}"));
    let mut rig = Rig::new(42, &impairment);
    for number in 0..200_u32 {
        let spec = Spec { sequence: number * 20_000, ..Spec::default() };
        let bulk = Spec { payload: 20_000, segment: 1000, ..spec };
        let datagrams = Spec { is_udp: true, is_v6: true, payload: 5000, segment: 500, ..spec };
        let syn = Spec { flags: SYN, payload: 0, client_port: 7, ..spec };
        for frame in [bulk, datagrams, syn].map(|spec| spec.build()) {
            rig.send(THERE, &frame);
        }
        rig.send(BACK, &Spec { is_reply: true, flags: ACK, payload: 0, ..spec }.build());
        rig.send(BACK, &icmp(false, 8));
        rig.send(THERE, &arp());
    }
    rig.drain();
    rig.sink.sent.iter().fold(0, |hash, sent| {
        let hash = combine(hash, of_bytes(&sent.frame.bytes));
        combine(combine(hash, sent.at.as_nanos()), sent.direction.from as u64)
    })
}

#[test]
fn seeds_keep_their_meaning() {
    let all = [
        Faults::new().loss("10%"),
        Faults::new().loss("10%").burst(4),
        Faults::new().duplicate("10%").corrupt("10%"),
        Faults::new().delay("5ms").jitter("4ms").reorder("10%").loss("1%"),
    ];
    let digests = all.each_ref().map(digest);
    let expected = [
        0xc799_def2_093e_679c,
        0x532c_9297_9f42_4745,
        0x2c64_64a7_518b_a5f1,
        0xaeb7_4ddc_58a8_e5ce,
    ];
    assert_eq!(digests, expected);
}
