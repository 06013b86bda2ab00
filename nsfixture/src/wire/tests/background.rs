//! Exact drops leave alone what kernels send by themselves.

use std::num::NonZeroU64;

use nsfixture_plan::Impairment;

use super::build::{Owned, Spec, arp, fragment, icmp};
use super::rig::{Rig, THERE};
use crate::wire::Offload;

#[track_caller]
fn check(frame: &Owned, is_counted: bool) {
    let drop = vec![NonZeroU64::new(1).expect("not 0")];
    let mut rig = Rig::new(1, &Impairment { drop, ..Impairment::default() });
    assert_eq!(rig.send(THERE, frame).is_empty(), is_counted);
    assert_eq!(rig.send(THERE, &Spec::default().build()).is_empty(), !is_counted);
}

#[test]
fn kernels_talk() {
    check(&arp(), false);
    for kind in (130..=137).chain([143]) {
        check(&icmp(true, kind), false);
    }
    let mut igmp = icmp(false, 0x22);
    igmp.bytes[23] = 2;
    check(&igmp, false);
    // LLDP.
    let mut lldp = arp();
    lldp.bytes[12..14].copy_from_slice(&[0x88, 0xcc]);
    check(&lldp, false);
    check(&Owned { bytes: vec![1, 2, 3], offload: Offload::default() }, false);
}

#[test]
fn programs_talk() {
    check(&Spec { tags: 1, ..Spec::default() }.build(), true);
    check(&Spec { is_v6: true, is_udp: true, ..Spec::default() }.build(), true);
    for kind in [0, 3, 8] {
        check(&icmp(false, kind), true);
    }
    for kind in [1, 2, 3, 4, 128, 129] {
        check(&icmp(true, kind), true);
    }
    check(&fragment(0), true);
    check(&fragment(800), true);
}
