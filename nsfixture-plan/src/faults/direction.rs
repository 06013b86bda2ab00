//! One direction: which value holds, and whether each can act.

use std::time::Duration;

use super::conditions::Side;
use super::mistake::{At, Mistake};
pub(crate) use super::slot::Layer;
use super::slot::{Set, Slot};
use super::values::Values;
use crate::impairment::{Distribution, Impairment, Ppm};
use crate::topology::Faults;

/// What is asked for packets in one direction.
#[derive(Clone, Copy)]
pub(crate) struct Layers<'f> {
    pub(crate) base: &'f Faults,
    pub(crate) from: Option<&'f Faults>,
    /// The MTU of the cable, if there is one.
    pub(crate) mtu: Option<u32>,
    /// The end that the packets come from.
    pub(crate) side: Side,
}

/// Returns what is to happen to packets, and every mistake with its layer.
pub(crate) fn direction(layers: Layers<'_>) -> (Impairment, Vec<(Layer, At)>) {
    let mut mistakes = Vec::new();
    let mut values = Values::default();
    let from = layers.from.map(|from| (Layer::From, from));
    for (layer, faults) in [(Layer::Base, layers.base)].into_iter().chain(from) {
        let mut found = Vec::new();
        values = Values::of_condition(faults, layer, layers.side, &mut found).over(values);
        let own = Values::of(faults, layer, &mut found);
        zeros(&own, &values, &mut found);
        values = own.over(values);
        mistakes.extend(found.into_iter().map(|at| (layer, at)));
    }
    effects(&values, &mut mistakes);
    hole_above_mtu(&values, layers.mtu, &mut mistakes);
    (impairment(values), mistakes)
}

/// Reports zeros that override nothing.
fn zeros(own: &Values, below: &Values, mistakes: &mut Vec<At>) {
    fn check<T: PartialEq>(slot: &Slot<T>, below: &Slot<T>, zero: &T, mistakes: &mut Vec<At>) {
        if let Slot::Set(Set { value, key, .. }) = slot
            && value == zero
            && below.is_unset()
        {
            mistakes.push((key, 0, Mistake::Zero { key }));
        }
    }
    check(&own.delay, &below.delay, &Duration::ZERO, mistakes);
    check(&own.jitter, &below.jitter, &Duration::ZERO, mistakes);
    check(&own.reorder, &below.reorder, &Ppm::NONE, mistakes);
    check(&own.loss, &below.loss, &Ppm::NONE, mistakes);
    check(&own.duplicate, &below.duplicate, &Ppm::NONE, mistakes);
    check(&own.corrupt, &below.corrupt, &Ppm::NONE, mistakes);
}

/// Reports values that have no effect without others, or cannot have it with them.
fn effects(values: &Values, mistakes: &mut Vec<(Layer, At)>) {
    fn without<T, U>(
        slot: &Slot<T>,
        other: &Slot<U>,
        [needs, form]: [&'static str; 2],
        mistakes: &mut Vec<(Layer, At)>,
    ) {
        if let Some(&Set { layer, key, .. }) = slot.get()
            && other.is_unset()
        {
            mistakes.push((layer, (key, 0, Mistake::Without { key, needs, form })));
        }
    }
    let delay = ["delay", "delay = \"20ms\""];
    let rate = ["rate", "rate = \"10mbit\""];
    if values.jitter.value() != Some(&Duration::ZERO) {
        without(&values.jitter, &values.delay, delay, mistakes);
    }
    if values.reorder.value() != Some(&Ppm::NONE) {
        without(&values.reorder, &values.delay, delay, mistakes);
    }
    let jitter = ["jitter", "jitter = \"5ms\""];
    without(&values.distribution, &values.jitter, jitter, mistakes);
    without(&values.burst, &values.loss, ["loss", "loss = \"1%\""], mistakes);
    if values.trace.is_unset() {
        without(&values.queue, &values.rate, rate, mistakes);
        without(&values.aqm, &values.rate, rate, mistakes);
    }
    jitter_above_delay(values, mistakes);
    burst_too_short(values, mistakes);
}

/// With the other distributions, what would arrive too early arrives at once.
fn jitter_above_delay(values: &Values, mistakes: &mut Vec<(Layer, At)>) {
    let is_uniform = match &values.distribution {
        Slot::Unset => true,
        Slot::Invalid => false,
        Slot::Set(set) => set.value == Distribution::Uniform,
    };
    if let (Some(jitter), Some(delay)) = (values.jitter.get(), values.delay.get())
        && is_uniform
        && jitter.value > delay.value
    {
        let mistake = Mistake::JitterAboveDelay {
            jitter: format!("{:?}", jitter.value),
            delay: format!("{:?}", delay.value),
        };
        let (layer, key) = last(jitter, delay);
        mistakes.push((layer, (key, 0, mistake)));
    }
}

/// If every burst is followed by one packet that arrives, bursts of `n` packets lose `n / (n + 1)` of all.
fn burst_too_short(values: &Values, mistakes: &mut Vec<(Layer, At)>) {
    if let (Some(burst), Some(loss)) = (values.burst.get(), values.loss.get())
        && let Some(packets) = burst.value
        && loss.value != Ppm::ALL
    {
        let bursts = u64::from(packets.get());
        let most = u64::from(Ppm::ALL.get()) * bursts / (bursts + 1);
        let most = Ppm::new(most as u32).expect("a part of all packets");
        if loss.value > most {
            let (packets, share) = (packets.get(), loss.value);
            let mistake = Mistake::BurstTooShort { burst: packets, most, loss: share };
            let (layer, key) = last(burst, loss);
            mistakes.push((layer, (key, 0, mistake)));
        }
    }
}

/// No packet is larger than the MTU.
fn hole_above_mtu(values: &Values, mtu: Option<u32>, mistakes: &mut Vec<(Layer, At)>) {
    if let (Some(hole), Some(mtu)) = (values.blackhole_above.get(), mtu)
        && let Some(bytes) = hole.value
        && bytes.get() >= mtu
    {
        let mistake = Mistake::AboveMtu { bytes: bytes.get(), mtu };
        mistakes.push((hole.layer, (hole.key, 0, mistake)));
    }
}

/// Returns the layer and the key of the one that overrides more.
fn last<T, U>(first: &Set<T>, second: &Set<U>) -> (Layer, &'static str) {
    if second.layer > first.layer { (second.layer, second.key) } else { (first.layer, first.key) }
}

fn impairment(values: Values) -> Impairment {
    Impairment {
        delay: values.delay.or_default(),
        jitter: values.jitter.or_default(),
        distribution: values.distribution.or_default(),
        reorder: values.reorder.or_default(),
        loss: values.loss.or_default(),
        burst: values.burst.or_default(),
        drop: values.drop.or_default(),
        drop_every: values.drop_every.or_default(),
        outage: values.outage.or_default(),
        blackhole_above: values.blackhole_above.or_default(),
        duplicate: values.duplicate.or_default(),
        corrupt: values.corrupt.or_default(),
        rate: values.rate.or_default(),
        trace: values.trace.or_default(),
        queue: values.queue.or_default(),
        aqm: values.aqm.or_default(),
    }
}
