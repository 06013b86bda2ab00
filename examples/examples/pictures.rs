//! Topologies that draw themselves: `cargo run --example pictures -- text`, or `mermaid`, or `svg`,
//! and the name of one of them to see that one alone: `-- svg two_sites > two_sites.svg`.

use std::process::ExitCode;

use nsfixture::{Lan, Link, Topology};

/// Two hosts and a cable.
fn producer_consumer() -> Topology {
    Topology::new().link((("producer", "10.0.0.1/24"), ("consumer", "10.0.0.2/24")))
}

/// Two LANs, a router in each, and between the routers a tunnel with a smaller MTU.
fn two_sites() -> Topology {
    let office = Lan::new(["alice", "bob", "carol", "left"]).subnet("10.1.0.0/24");
    let lab = Lan::new(["right", "dave", "erin", "frank"]).subnet("10.2.0.0/24");
    let tunnel = Link::new("left", "right").subnet("10.9.0.0/30").mtu(1400);
    Topology::new()
        .lan(office.name("office"))
        .link(tunnel.name("tunnel"))
        .lan(lab.name("lab"))
        .router("left")
        .router("right")
}

/// More hosts than anybody wants to see one below the other.
fn fifty() -> Topology {
    Topology::new().lan(Lan::new((1..=50).map(|nth| format!("host{nth}"))).name("hall"))
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let form = args.next().unwrap_or_else(|| "text".to_owned());
    let one = args.next();
    let all = [
        ("producer_consumer", producer_consumer()),
        ("two_sites", two_sites()),
        ("fifty", fifty()),
    ];
    for (name, topology) in all {
        if one.as_ref().is_some_and(|one| one != name) {
            continue;
        }
        let drawn = match form.as_str() {
            "text" => topology.to_text(),
            "mermaid" => topology.to_mermaid(),
            "svg" => topology.to_svg(),
            other => {
                eprintln!("`{other}` is no form of picture: say `text`, `mermaid` or `svg`");
                return ExitCode::FAILURE;
            }
        };
        println!("{}", drawn.expect("nothing is wrong with these topologies"));
    }
    ExitCode::SUCCESS
}
