//! Two sites from a file, which many tests can share: `topologies/two_sites.toml`. The picture of it
//! is `pictures/two_sites.svg`.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use nsfixture::prelude::*;
use nsfixture::{Error, Ping};

#[ns_test(file = "topologies/two_sites.toml", run_in = alice)]
fn the_lab_answers_the_office(frank: Node, right: Node, alice: Node) -> Result<(), Error> {
    alice.ping("frank")?;
    // The second router on the way is the lab's.
    let end = alice.ping(Ping::to(frank.ipv4()).ttl(2)).expect_err("the TTL is exceeded");
    assert!(right.addrs().contains(&end.reporter().expect("a router reports it")));
    Ok(())
}

#[ns_test(file = "topologies/two_sites.toml", run_in = alice)]
fn a_file_crosses_the_tunnel(dave: Node) -> io::Result<()> {
    let listener = dave.run(|| TcpListener::bind("dave:9000"))?;
    let mut to = TcpStream::connect("dave:9000")?;
    let (mut from, _) = listener.accept()?;
    std::thread::spawn(move || to.write_all(&vec![7; 1_000_000]));
    let mut received = Vec::new();
    from.read_to_end(&mut received)?;
    assert_eq!(received.len(), 1_000_000);
    Ok(())
}

#[ns_test(file = "topologies/two_sites.toml", run_in = alice)]
fn the_office_goes_on_without_the_tunnel(net: Net, alice: Node, dave: Node) -> Result<(), Error> {
    net.link("tunnel").down()?;
    alice.ping(&dave).expect_err("there is no other way");
    alice.ping("bob")?;
    net.link("tunnel").up()?;
    alice.ping(&dave)?;
    Ok(())
}
