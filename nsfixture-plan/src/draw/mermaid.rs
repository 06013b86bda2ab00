//! Flowcharts for Markdown, from left to right.

use std::fmt::Write as _;

use super::columns::columns;
use super::segments::{Segment, segments};
use crate::plan::{HostEnd, NodePlan, Plan};
use crate::topology::SegmentKind;

/// Colours that are readable in Mermaid's light and dark themes.
const CLASSES: &str = "    \
    classDef router fill:#fff1d6,stroke:#bf8700,color:#1f2328\n    \
    classDef lan fill:#ddf4ff,stroke:#0969da,color:#1f2328\n";

pub(super) fn draw(plan: &Plan) -> String {
    let segments = segments(plan);
    let columns = columns(&segments, &vec![false; plan.nodes.len()]);
    let mut chart = String::from("flowchart LR\n");
    for (nth, node) in plan.nodes.iter().enumerate() {
        let label = host(node);
        // A hexagon.
        let shape =
            if node.forwards { format!("{{{{{label}}}}}:::router") } else { format!("[{label}]") };
        add(&mut chart, &format!("h{nth}{shape}"));
    }
    for (nth, segment) in segments.iter().enumerate() {
        if let (SegmentKind::Link, &[a, b]) = (segment.kind, &segment.ends[..]) {
            let backwards = columns.of_hosts[a.node] > columns.of_hosts[b.node];
            let (a, b) = if backwards { (b, a) } else { (a, b) };
            let label = cable(plan, segment, a, b);
            add(&mut chart, &format!("h{} -- {label} --- h{}", a.node, b.node));
            continue;
        }
        // A stadium.
        add(&mut chart, &format!("s{nth}([{}]):::lan", lan(segment)));
        for &end in &segment.ends {
            let port = port(plan, end).map(|port| format!("-- {port} ")).unwrap_or_default();
            let host = end.node;
            if columns.of_hosts[host] < columns.of_segments[nth] {
                add(&mut chart, &format!("h{host} {port}--- s{nth}"));
            } else {
                add(&mut chart, &format!("s{nth} {port}--- h{host}"));
            }
        }
    }
    chart + CLASSES
}

fn add(chart: &mut String, line: &str) {
    // Writing to a `String` does not fail.
    let _ = writeln!(chart, "    {line}");
}

fn host(node: &NodePlan) -> String {
    let mark = if node.forwards { " (router)" } else { "" };
    let mut lines = vec![format!("<b>{}</b>{mark}", escaped(node.name.as_str()))];
    for interface in &node.interfaces {
        let mut addrs = interface.addrs.iter().map(ToString::to_string);
        let first = addrs.next().unwrap_or_default();
        lines.push(format!("{} {first}", interface.name).trim_end().to_owned());
        lines.extend(addrs);
    }
    quoted(&lines)
}

fn lan(segment: &Segment<'_>) -> String {
    let name = format!("<b>{}</b>", escaped(segment.name));
    let subnets = segment.subnets.iter().map(ToString::to_string);
    let lines: Vec<String> =
        std::iter::once(name).chain(subnets).chain(segment.note_lines()).collect();
    quoted(&lines)
}

fn cable(plan: &Plan, segment: &Segment<'_>, a: HostEnd, b: HostEnd) -> String {
    let name = segment.with_notes(&escaped(segment.name));
    let parts: Vec<String> = port(plan, a).into_iter().chain([name]).chain(port(plan, b)).collect();
    format!("\"{}\"", parts.join(" · "))
}

/// Returns the name of the interface at an end, if the host has several.
fn port(plan: &Plan, end: HostEnd) -> Option<String> {
    let several = plan.nodes[end.node].interfaces.len() > 1;
    several.then(|| plan.interface(end).name.to_string())
}

fn quoted(lines: &[String]) -> String {
    format!("\"{}\"", lines.join("<br/>"))
}

/// Escapes a name. Names that the plan has checked need it not, but the fields of a plan are public.
fn escaped(name: &str) -> String {
    let entity = |c: char| match c {
        '"' | '<' | '>' | '&' | '#' => format!("#{};", u32::from(c)),
        c => c.to_string(),
    };
    name.chars().map(entity).collect()
}
