//! From the plan to the kernel: its steps, in their order.

use nix::errno::Errno;
use nsfixture_plan::{Interface, NodePlan, Op, Plan, Step};

use crate::error::Error;
use crate::kernel::attempt::{Gate, Place};
use crate::kernel::capability::Raised;
use crate::kernel::host::{self, Growing, Host};
use crate::kernel::trial::Findings;
use crate::kernel::{messages, ready};

/// Makes what is planned; every interface then carries packets.
///
/// The hosts' threads mount their views while the links are made.
///
/// # Errors
/// The first refusal; then nothing is left: each host ends with its `Host`, and with the hosts
/// end their links.
pub(crate) fn apply(
    plan: &Plan,
    findings: &Findings,
    gate: &Gate,
    body_in: Option<usize>,
) -> Result<Vec<Host>, Error> {
    let outside = Place { gate, node: None };
    let raised = outside.attempt("capset", "the thread's capabilities", || {
        Raised::now().map_err(Errno::from_raw)
    })?;
    let mut growing = host::begin(&plan.nodes, findings, gate, body_in)?;
    let rest = plan.steps.iter().position(|step| step.op != Op::Host).unwrap_or(plan.steps.len());
    let mut late = Vec::new();
    // Steps of one host that follow each other go to the kernel in one message.
    for steps in plan.steps[rest..].chunk_by(|a, b| a.node == b.node) {
        late.extend(together(plan, steps, &mut growing, gate)?);
    }
    let hosts: Vec<Host> = growing.into_iter().map(Growing::finish).collect::<Result<_, _>>()?;
    for (node, interface) in late {
        let place = place(gate, &plan.nodes[node]);
        hosts[node].namespaces.inside(place, || ready::wait(place, interface))?;
    }
    drop(raised);
    Ok(hosts)
}

/// Does steps of one host, and gives the interfaces that are not ready yet.
fn together<'p>(
    plan: &'p Plan,
    steps: &[Step],
    hosts: &mut [Growing],
    gate: &Gate,
) -> Result<Vec<(usize, &'p Interface)>, Error> {
    let node = steps[0].node;
    let place = place(gate, &plan.nodes[node]);
    let mut late = Vec::new();
    for steps in steps.chunk_by(|a, b| waits(a.op) == waits(b.op)) {
        if waits(steps[0].op) {
            hosts[node].netlink.wait_for_addresses(place)?;
        }
        let requests = steps
            .iter()
            .filter_map(|step| messages::request(plan, node, step.op, |other| hosts[other].net()))
            .collect();
        let answers = hosts[node].netlink.request(place, requests)?;
        late.extend(steps.iter().filter_map(|step| {
            let Op::Ready { interface } = step.op else { return None };
            let interface = &plan.nodes[node].interfaces[interface];
            (!ready::says_up(&answers, interface)).then_some((node, interface))
        }));
    }
    Ok(late)
}

/// Whether a step is one of those for which the addresses have to be there.
fn waits(op: Op) -> bool {
    matches!(op, Op::Ready { .. } | Op::LinkLocal { .. })
}

fn place<'a>(gate: &'a Gate, node: &'a NodePlan) -> Place<'a> {
    Place { gate, node: Some(node.name.as_str()) }
}
