//! From a rule as it was asked for to the packets that it matches and what happens to them.

use std::num::{NonZeroU32, NonZeroU64};

use super::burst;
use super::matcher::{self, Scope};
use super::mistake::{At, Mistake};
use super::reader::Reader;
use super::rule_mistake::RuleMistake;
use super::slot::Slot;
use crate::impairment::{Impairment, PacketRule, Ppm};
use crate::topology::{Rule, place};

const KEY: &str = "rule";

/// Reads rules. The places of the options of all of them are one list.
pub(super) fn read(
    rules: &[Rule],
    scope: Scope<'_>,
    reader: &mut Reader<'_>,
) -> Slot<Vec<PacketRule>> {
    if rules.is_empty() {
        return Slot::Unset;
    }
    let before = reader.mistakes.len();
    let rule = |(nth, rule): (usize, &Rule)| {
        let mut found = Vec::new();
        let mut own = Reader { layer: reader.layer, mistakes: &mut found };
        let matcher = matcher::read(rule, scope, &mut own);
        let impairment = impairment(rule, &mut own);
        let at = |(key, _, mistake): At| {
            let option = (key != KEY).then_some(key);
            (KEY, place(nth, option), mistake)
        };
        reader.mistakes.extend(found.into_iter().map(at));
        PacketRule { matcher, impairment, text: rule.to_string() }
    };
    let read = rules.iter().enumerate().map(rule).collect();
    if reader.mistakes.len() > before { Slot::Invalid } else { reader.set(KEY, read) }
}

/// Reads the faults of a rule.
fn impairment(rule: &Rule, reader: &mut Reader<'_>) -> Impairment {
    let Rule { loss, burst, drop, drop_every, duplicate, corrupt, .. } = rule;
    let is_idle = [loss, duplicate, corrupt].iter().all(|share| share.is_none())
        && (burst, drop, drop_every) == (&None, &None, &None);
    if is_idle {
        reader.mistake(KEY, 0, RuleMistake::NoFault.into());
    }
    let burst_slot = reader.count("burst", *burst, NonZeroU32::new);
    let loss_slot = share("loss", loss.as_deref(), reader);
    if burst.is_some() && loss.is_none() {
        let [key, needs, form] = ["burst", "loss", "loss = \"1%\""];
        reader.mistake(key, 0, Mistake::Without { key, needs, form });
    }
    if let (Some(&Some(packets)), Some(&share)) = (burst_slot.value(), loss_slot.value())
        && let Some(mistake) = burst::too_short(packets, share)
    {
        reader.mistake("burst", 0, mistake);
    }
    Impairment {
        loss: loss_slot.or_default(),
        burst: burst_slot.or_default(),
        drop: reader.packets(drop.as_deref()).or_default(),
        drop_every: reader.count("drop_every", *drop_every, NonZeroU64::new).or_default(),
        duplicate: share("duplicate", duplicate.as_deref(), reader).or_default(),
        corrupt: share("corrupt", corrupt.as_deref(), reader).or_default(),
        ..Impairment::default()
    }
}

/// Reads a share, which overrides nothing: zero does nothing.
fn share(key: &'static str, text: Option<&str>, reader: &mut Reader<'_>) -> Slot<Ppm> {
    let share = reader.share(key, text);
    if share.value() == Some(&Ppm::NONE) {
        reader.mistake(key, 0, Mistake::Zero { key });
    }
    share
}
