//! Topologies that draw themselves, for a terminal, for Markdown and for everything else:
//! `cargo run --example pictures -- text`, or `mermaid`, or `svg`; then the name of a topology, for
//! it alone: `cargo run --example pictures -- svg two_sites > two_sites.svg`.

use std::process::ExitCode;

use nsfixture::{Lan, Topology};

/// The topologies by their names.
pub(crate) fn all() -> [(&'static str, Topology); 3] {
    [
        ("producer_consumer", producer_consumer()),
        ("two_sites", two_sites()),
        ("fifty_hosts", fifty_hosts()),
    ]
}

/// Two hosts and a cable.
fn producer_consumer() -> Topology {
    Topology::new().link((("producer", "10.0.0.1/24"), ("consumer", "10.0.0.2/24")))
}

/// Two LANs, a router in each, and between the routers a tunnel that carries less.
fn two_sites() -> Topology {
    let file = include_str!("../topologies/two_sites.toml");
    Topology::from_toml(file).expect("it is right")
}

/// More hosts than an SVG shows around their LAN: it shows them inside.
fn fifty_hosts() -> Topology {
    Topology::new().lan(Lan::new((1..=50).map(|nth| format!("host{nth}"))).name("hall"))
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (form, name) = (args.next(), args.next());
    let wanted = |of: &str| name.as_ref().is_none_or(|name| name == of);
    if !all().iter().any(|(name, _)| wanted(name)) {
        let names = all().map(|(name, _)| name).join("`, `");
        eprintln!("there is no such topology: there are `{names}`");
        return ExitCode::FAILURE;
    }
    for (_, topology) in all().into_iter().filter(|(name, _)| wanted(name)) {
        let drawn = match form.as_deref() {
            None | Some("text") => topology.to_text(),
            Some("mermaid") => topology.to_mermaid(),
            Some("svg") => topology.to_svg(),
            Some(other) => {
                eprintln!("a picture has the form `text`, `mermaid` or `svg`, not `{other}`");
                return ExitCode::FAILURE;
            }
        };
        println!("{}", drawn.expect("these topologies can be made"));
    }
    ExitCode::SUCCESS
}
