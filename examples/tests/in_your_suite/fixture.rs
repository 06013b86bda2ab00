//! Without the attribute: a network as a fixture. The body is in the machine's own network, and
//! acts in the hosts through their handles.

use nsfixture::{Net, Topology};
use rstest::{fixture, rstest};

#[fixture]
fn net() -> Option<Net> {
    if let Some(reason) = nsfixture::skip_reason() {
        eprintln!("skipped: {reason}");
        return None;
    }
    let topology = Topology::new().link(("client", "server"));
    Some(Net::up(&topology).expect("a network"))
}

#[rstest]
#[case(80)]
#[case(443)]
fn listens(net: Option<Net>, #[case] port: u16) {
    let Some(net) = net else { return };
    let (client, server) = (net.node("client"), net.node("server"));
    let listener = server.run(|| std::net::TcpListener::bind(("0.0.0.0", port))).unwrap();
    client.run(|| std::net::TcpStream::connect(("server", port))).unwrap();
    drop(listener);
    net.down().unwrap();
}
