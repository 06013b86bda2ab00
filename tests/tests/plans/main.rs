//! What holds for the plan of every topology, looked at in those of 1,000 random ones.
//!
//! `NSFIXTURE_CASE` selects one.
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]
#![forbid(unsafe_code)]

mod hosts;
mod links;
mod numbers;
mod routes;
mod steps;

use std::panic::{self, AssertUnwindSafe};
use std::sync::LazyLock;

use nsfixture::Topology;
use nsfixture_plan::Plan;
use nsfixture_tests::topologies;

const SEEDS: u64 = 1_000;

/// The seeds with their topologies and plans, made once for all tests.
static ALL: LazyLock<Vec<(u64, Topology, Plan)>> = LazyLock::new(|| {
    let one = std::env::var("NSFIXTURE_CASE").ok();
    let one = one.map(|seed| seed.parse().expect("NSFIXTURE_CASE is a number"));
    let plan = |seed| {
        let topology = topologies::random(seed);
        match Plan::new(&topology) {
            Ok(plan) => (seed, topology, plan),
            Err(problems) => panic!("NSFIXTURE_CASE={seed} {topology:#?}: {problems}"),
        }
    };
    one.map_or(0..SEEDS, |seed| seed..seed + 1).map(plan).collect()
});

/// Runs a check on each plan; the seed and the topology for which it fails are said.
fn check_each(check: impl Fn(&Topology, &Plan)) {
    for (seed, topology, plan) in &*ALL {
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| check(topology, plan)));
        if let Err(panic) = outcome {
            eprintln!("NSFIXTURE_CASE={seed} {topology:#?}");
            panic::resume_unwind(panic);
        }
    }
}

#[test]
fn the_topologies_are_of_all_kinds() {
    let mut seen = [0_u32; 9];
    for (_, _, plan) in &*ALL {
        let routes = plan.nodes.iter().flat_map(|node| &node.routes);
        let pairs: Vec<_> =
            plan.links.iter().map(|link| plan.link_ends(link).map(|end| end.node)).collect();
        let longest = (0..plan.nodes.len())
            .flat_map(|from| plan.nodes.iter().map(move |node| (from, node)))
            .flat_map(|(from, node)| node.addrs().map(move |addr| (from, addr)))
            .filter_map(|(from, addr)| plan.path(from, addr.addr()))
            .map(|path| path.len())
            .max();
        let kinds = [
            plan.nodes.len() == 1,
            plan.nodes.len() == 12,
            !plan.lans.is_empty() && !plan.links.is_empty(),
            plan.nodes.iter().any(|node| node.interfaces.is_empty()),
            plan.nodes.iter().all(|node| node.forwards),
            pairs.iter().enumerate().any(|(nth, pair)| pairs[..nth].contains(pair)),
            routes.clone().any(|route| route.to.prefix_len() == 0),
            longest.is_some_and(|nodes| nodes >= 7),
            plan.nodes.iter().flat_map(|node| &node.interfaces).any(|i| i.addrs.len() > 2),
        ];
        for (count, is) in seen.iter_mut().zip(kinds) {
            *count += u32::from(is);
        }
    }
    let least = ALL.len() as u32 / 40;
    assert!(seen.iter().all(|&count| count >= least), "each kind has its share: {seen:?}");
}
