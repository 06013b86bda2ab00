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
    let reply = ask(&client, &server)?;
    println!("the server replies: {reply}");

    // A program that supports only IPv4 fails here, and not at a customer's site.
    let refused = client.run(|| TcpStream::connect("198.51.100.1:80"));
    let error = refused.err().ok_or("there is no IPv4")?;
    assert_eq!(error.kind(), io::ErrorKind::NetworkUnreachable);
    println!("with IPv4: {error}");

    net.down()?;
    Ok(())
}

/// Returns the server's reply: the address of its client.
fn ask(client: &Node, server: &Node) -> io::Result<String> {
    let listener = server.run(|| TcpListener::bind("[::]:80"))?;
    // The name is looked up in the client's `/etc/hosts`.
    let mut stream = client.run(|| TcpStream::connect("server:80"))?;
    let (mut accepted, peer) = listener.accept()?;
    write!(accepted, "you are {}", peer.ip())?;
    accepted.shutdown(Shutdown::Write)?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply)?;
    assert_eq!(reply, format!("you are {}", client.ipv6()));
    Ok(reply)
}
