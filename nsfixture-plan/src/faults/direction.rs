//! One direction: which value holds, and whether each can act.

use std::time::Duration;

use super::burst;
use super::conditions::Side;
use super::matcher::Scope;
use super::mistake::{At, Mistake};
pub(crate) use super::slot::Layer;
use super::slot::{Set, Slot};
use super::values::Values;
use crate::impairment::{Distribution, Impairment, Ppm};
use crate::topology::{Faults, MTU_MIN_IPV6};

/// What is asked for packets in one direction.
#[derive(Clone, Copy)]
pub(crate) struct Layers<'f> {
    pub(crate) base: &'f Faults,
    pub(crate) from: Option<&'f Faults>,
    /// The cable, as far as it is known.
    pub(crate) scope: Scope<'f>,
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
        let own = Values::of(faults, layer, layers.scope, &mut found);
        zeros(&own, &values, &mut found);
        values = own.over(values);
        mistakes.extend(found.into_iter().map(|at| (layer, at)));
    }
    effects(&values, &mut mistakes);
    lengths(&values, layers, &mut mistakes);
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

fn burst_too_short(values: &Values, mistakes: &mut Vec<(Layer, At)>) {
    if let (Some(burst), Some(loss)) = (values.burst.get(), values.loss.get())
        && let Some(packets) = burst.value
        && let Some(mistake) = burst::too_short(packets, loss.value)
    {
        let (layer, key) = last(burst, loss);
        mistakes.push((layer, (key, 0, mistake)));
    }
}

/// No packet is larger than the MTU, and IPv6 needs links of a certain MTU.
fn lengths(values: &Values, layers: Layers<'_>, mistakes: &mut Vec<(Layer, At)>) {
    let (hole, path_mtu) = (values.blackhole_above.get(), values.path_mtu.get());
    for set in [hole, path_mtu].into_iter().flatten() {
        let Set { value: Some(bytes), layer, key } = *set else { continue };
        let bytes = bytes.get();
        if let Some(mtu) = layers.scope.mtu.filter(|&mtu| bytes >= mtu) {
            mistakes.push((layer, (key, 0, Mistake::AboveMtu { key, bytes, mtu })));
        }
    }
    if let Some(&Set { value: Some(mtu), layer, key }) = path_mtu
        && layers.scope.has_ipv6
        && mtu.get() < MTU_MIN_IPV6
    {
        let mistake = Mistake::PathMtu { mtu: mtu.get(), min: MTU_MIN_IPV6 };
        mistakes.push((layer, (key, 0, mistake)));
    }
    if let (Some(hole), Some(path_mtu)) = (hole, path_mtu) {
        let (layer, key) = last(hole, path_mtu);
        mistakes.push((layer, (key, 0, Mistake::HoleAndPathMtu)));
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
        rules: values.rules.or_default(),
        outage: values.outage.or_default(),
        flap: values.flap.or_default(),
        blackhole_above: values.blackhole_above.or_default(),
        path_mtu: values.path_mtu.or_default(),
        duplicate: values.duplicate.or_default(),
        corrupt: values.corrupt.or_default(),
        rate: values.rate.or_default(),
        trace: values.trace.or_default(),
        queue: values.queue.or_default(),
        aqm: values.aqm.or_default(),
    }
}
