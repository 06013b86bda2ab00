//! The rules of nftables, by netlink (`net/netfilter/nf_tables_api.c`), without any change: nothing is read where the kernel
//! would have to load a module for it.

mod attributes;
mod expression;
mod hooks;
mod list;
mod message;
mod module;
mod values;
mod wording;

use crate::host_state::{ChainPlace, Firewall};
use list::{List, list};
use message::{DormantTable, Part};

pub(super) use module::Module;

/// Reads the rules of the calling thread's host; `None` if it is not known whether there are any.
pub(super) fn read(module: Module) -> Option<Firewall> {
    match module {
        Module::Unknown => return None,
        Module::Missing => return Some(Firewall::default()),
        Module::Ready => {}
    }
    let tables = list(List::Tables)?;
    if tables.is_empty() {
        return Some(Firewall::default());
    }
    let dormant: Vec<DormantTable> =
        tables.iter().filter_map(|table| message::dormant_table(table)).collect();
    let is_active = |place: &ChainPlace| !dormant.iter().any(|table| table.has(place));
    let chains = list(List::Chains)?;
    let chains: Vec<_> = chains.iter().filter_map(|chain| message::base_chain(chain)).collect();
    let (mut rules, mut jumps) = (Vec::new(), Vec::new());
    for part in list(List::Rules)?.iter().filter_map(|rule| message::rule(rule)) {
        match part {
            Part::Rule(rule) => rules.push(rule),
            Part::Jump(jump) => jumps.push(jump),
        }
    }
    rules.retain(|rule| is_active(&rule.place));
    let mut firewall = Firewall { chains, rules };
    firewall.chains.retain(|chain| is_active(&chain.place));
    hooks::find(&mut firewall, &jumps);
    Some(firewall)
}
