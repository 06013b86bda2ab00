//! Plain tests: `#[ns_test]` in the place of `#[test]`.

use nsfixture::prelude::*;

#[ns_test(link(client, server))]
fn the_port_is_free(server: Node) {
    let listener = server.run(|| std::net::TcpListener::bind("0.0.0.0:53")).unwrap();
    std::net::TcpStream::connect("server:53").unwrap();
    drop(listener);
}

#[ns_test(link(client, server), timeout = "10s")]
#[should_panic(expected = "refused")]
fn nobody_listens() {
    std::net::TcpStream::connect("server:53").expect("refused");
}
