//! A network without IPv4: a client and a server in two LANs, and a router between them:
//! `cargo run --example ipv6_only`, as root or as anybody.

use std::error::Error;
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};

use nsfixture::{Lan, Net, Node, Topology};

fn main() -> Result<(), Box<dyn Error>> {
    let topology = Topology::new()
        .lan(Lan::new(["client", "router"]).subnet("2001:db8:1::/64"))
        .lan(Lan::new(["router", "server"]).subnet("2001:db8:2::/64"))
        .router("router");
    let net = Net::up(&topology)?;
    for node in net.nodes() {
        println!("{}: {:?}", node.name(), node.addrs());
        assert!(node.addrs().iter().all(std::net::IpAddr::is_ipv6), "there is nothing else");
    }

    let (client, server) = (net.node("client"), net.node("server"));
    println!("an echo takes {:?}", client.ping(&server)?);
    let heard = client_hears(&client, &server)?;
    println!("the client hears: {heard}");

    // Programs that know of IPv4 alone find that out here, and not at a customer's.
    let refused = client.run(|| TcpStream::connect("198.51.100.1:80"));
    let error = refused.err().ok_or("there is no IPv4")?;
    assert_eq!(error.kind(), io::ErrorKind::NetworkUnreachable);
    println!("with IPv4: {error}");

    net.down()?;
    Ok(())
}

/// The server replies with the address of its client.
fn client_hears(client: &Node, server: &Node) -> io::Result<String> {
    let listener = server.run(|| TcpListener::bind("[::]:80"))?;
    // The name is looked up in the client.
    let mut stream = client.run(|| TcpStream::connect("server:80"))?;
    let (mut accepted, peer) = listener.accept()?;
    write!(accepted, "you are {}", peer.ip())?;
    accepted.shutdown(Shutdown::Write)?;
    let mut heard = String::new();
    stream.read_to_string(&mut heard)?;
    assert_eq!(heard, format!("you are {}", client.ipv6()));
    Ok(heard)
}
