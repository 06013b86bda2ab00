//! From the plan to the kernel: its steps, in their order.

use nsfixture_plan::{Op, Plan, Step};

use crate::error::Error;
use crate::kernel::attempt::{Gate, Place};
use crate::kernel::capability::Raised;
use crate::kernel::host::{self, Host};
use crate::kernel::trial::Findings;
use crate::kernel::{messages, ready};

/// Makes what is planned; every interface then carries packets.
///
/// # Errors
/// The first refusal; then nothing is left: each host ends with its `Host`, and with the hosts
/// end their links.
pub(crate) fn apply(plan: &Plan, findings: &Findings, gate: &Gate) -> Result<Vec<Host>, Error> {
    let outside = Place { gate, node: None };
    let raised = outside.attempt("capset", "the thread's capabilities", || {
        Raised::now().map_err(nix::errno::Errno::from_raw)
    })?;
    let mut hosts = host::grow(&plan.nodes, findings, gate)?;
    let rest = plan.steps.iter().position(|step| step.op != Op::Host).unwrap_or(plan.steps.len());
    // Steps of one host that follow each other go to the kernel in one message.
    for steps in plan.steps[rest..].chunk_by(|a, b| a.node == b.node) {
        together(plan, steps, &mut hosts, gate)?;
    }
    drop(raised);
    Ok(hosts)
}

fn together(plan: &Plan, steps: &[Step], hosts: &mut [Host], gate: &Gate) -> Result<(), Error> {
    let node = steps[0].node;
    let place = Place { gate, node: Some(plan.nodes[node].name.as_str()) };
    let requests = steps
        .iter()
        .filter_map(|step| {
            messages::request(plan, node, step.op, |other| hosts[other].namespaces.net())
        })
        .collect();
    let answers = hosts[node].netlink.request(place, requests)?;
    for step in steps {
        let Op::Ready { interface } = step.op else { continue };
        let interface = &plan.nodes[node].interfaces[interface];
        if !ready::says_up(&answers, interface) {
            hosts[node].namespaces.inside(place, || ready::wait(place, interface))?;
        }
    }
    Ok(())
}
