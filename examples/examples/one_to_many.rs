//! A producer and twenty consumers in one LAN: one datagram reaches them all, and each thanks for
//! it: `cargo run --example one_to_many`, as root or as anybody.

use std::error::Error;
use std::net::UdpSocket;
use std::time::Duration;

use nsfixture::{Lan, Net, Node, Topology};

const CONSUMERS: usize = 20;
const PORT: u16 = 9000;

fn main() -> Result<(), Box<dyn Error>> {
    let consumers = (1..=CONSUMERS).map(|nth| format!("consumer{nth}"));
    let lan = Lan::new(["producer"]).subnet("10.0.0.0/24");
    let net = Net::up(&Topology::new().lan(consumers.fold(lan, Lan::host)))?;

    let producer = net.node("producer");
    let consumers: Vec<Node> = net.nodes().skip(1).collect();
    let listening: Vec<UdpSocket> =
        consumers.iter().map(|node| bind(node, PORT)).collect::<Result<_, _>>()?;
    let sender = bind(&producer, 0)?;
    // A socket stays in its host, wherever it is used.
    sender.set_broadcast(true)?;
    sender.send_to(b"fresh bread", ("10.0.0.255", PORT))?;

    for (consumer, socket) in consumers.iter().zip(&listening) {
        let mut buffer = [0; 64];
        let (length, from) = socket.recv_from(&mut buffer)?;
        let message = String::from_utf8_lossy(&buffer[..length]).into_owned();
        println!("{} ({}) has received {message}", consumer.name(), consumer.ipv4());
        socket.send_to(consumer.name().as_bytes(), from)?;
    }
    for _ in &consumers {
        let mut name = [0; 64];
        let (length, from) = sender.recv_from(&mut name)?;
        let name = String::from_utf8_lossy(&name[..length]).into_owned();
        assert_eq!(net.node(&name).ipv4(), from.ip(), "it thanks from where it is");
    }
    println!("{CONSUMERS} consumers have thanked {}", producer.name());

    net.down()?;
    Ok(())
}

/// Every host has all ports, so that many may have the same.
fn bind(node: &Node, port: u16) -> std::io::Result<UdpSocket> {
    let socket = node.run(|| UdpSocket::bind(("0.0.0.0", port)))?;
    // What does not come soon will never come.
    socket.set_read_timeout(Some(Duration::from_secs(5)))?;
    Ok(socket)
}
