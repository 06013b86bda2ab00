//! Which hosts are connected.

use crate::random::Random;

/// A link or a LAN, without options.
pub(super) struct Cable {
    pub(super) lan: bool,
    /// The indices of its hosts, all different.
    pub(super) hosts: Vec<usize>,
}

/// Returns links and LANs between hosts, some of which may be connected to none.
pub(super) fn random(random: &mut Random, hosts: usize) -> Vec<Cable> {
    let mut cables = Vec::new();
    let all: Vec<usize> = (0..hosts).collect();
    // Some networks have two parts without a connection.
    let split = if random.once_in(4) { random.within(0..hosts as u64) as usize } else { 0 };
    for part in [&all[..split], &all[split..]] {
        if part.is_empty() {
            continue;
        }
        let mut others = random.within(0..part.len() as u64 + 1);
        if random.once_in(2) {
            // A chain, for paths over many routers with few alternatives.
            cables.extend(part.windows(2).map(|two| cable(random, two.to_vec())));
            others = others.min(random.within(0..3));
        }
        for _ in 0..others {
            let next = match cables.last() {
                Some(last) if random.once_in(5) => last.hosts.clone(),
                _ => some_of(random, part),
            };
            cables.push(cable(random, next));
        }
    }
    random.shuffle(&mut cables);
    cables
}

fn cable(random: &mut Random, hosts: Vec<usize>) -> Cable {
    Cable { lan: hosts.len() != 2 || random.once_in(4), hosts }
}

fn some_of(random: &mut Random, part: &[usize]) -> Vec<usize> {
    let mut hosts = part.to_vec();
    random.shuffle(&mut hosts);
    let most = if random.once_in(2) { 2 } else { hosts.len() as u64 };
    let least = if random.once_in(10) { 1 } else { most.min(2) };
    hosts.truncate(random.within(least..most.max(least) + 1) as usize);
    hosts
}
