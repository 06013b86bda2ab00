//! Two hosts, a cable between them, and a ping each way:
//! `cargo run --example producer_consumer`, as root or as anybody.

use nsfixture::{Error, Net, Node, Topology};

fn main() -> Result<(), Error> {
    let topology = Topology::new().link((("producer", "10.0.0.1/24"), ("consumer", "10.0.0.2/24")));
    let net = Net::up(&topology)?;

    for node in net.nodes() {
        println!("{}:", node.name());
        node.run(print_interfaces);
    }
    let (producer, consumer) = (net.node("producer"), net.node("consumer"));
    ping(&consumer, &producer)?;
    ping(&producer, &consumer)?;

    net.down()
}

/// Prints what the kernel shows to a process in the host that this runs in.
fn print_interfaces() {
    let mut lines: Vec<String> = nix::ifaddrs::getifaddrs()
        .expect("the kernel lists interfaces")
        .filter_map(|interface| {
            let address = interface.address?;
            let v4 = address.as_sockaddr_in().map(|v4| v4.ip().to_string());
            let ip = v4.or(address.as_sockaddr_in6().map(|v6| v6.ip().to_string()))?;
            Some(format!("  {:<5} {ip}", interface.interface_name))
        })
        .collect();
    lines.sort();
    println!("{}", lines.join("\n"));
}

fn ping(from: &Node, to: &Node) -> Result<(), Error> {
    let time = from.ping(to)?;
    println!("{} reaches {} ({}) and back in {time:?}", from.name(), to.name(), to.ipv4());
    Ok(())
}
