//! A tunnel drops large packets and reports nothing: everything works, except that uploads stall. A sysctl fixes it.

use std::error::Error;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use nsfixture::prelude::*;

const FORM: usize = 1_000;
const PHOTO: usize = 100_000;

/// Uploads data, and returns how much has arrived when all of it has, or when nothing more has come for this time.
fn upload(client: &Node, server: &Node, size: usize, quiet: Duration) -> io::Result<usize> {
    let listener = server.run(|| TcpListener::bind("server:80"))?;
    let to = client.run(|| TcpStream::connect("server:80"))?;
    let (from, _) = listener.accept()?;
    from.set_read_timeout(Some(quiet))?;
    thread::scope(|scope| {
        scope.spawn(|| (&to).write_all(&vec![0; size]));
        let arrived = receive(from, size);
        // If the upload has stalled, its thread waits for room in the send buffer: this wakes it.
        to.shutdown(Shutdown::Both)?;
        arrived
    })
}

/// Returns how much arrives, of this size, before nothing comes until the read timeout.
fn receive(mut stream: TcpStream, size: usize) -> io::Result<usize> {
    let (mut arrived, mut buffer) = (0, [0; 4096]);
    while arrived < size {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(bytes) => arrived += bytes,
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) => return Err(error),
        }
    }
    Ok(arrived)
}

// The tunnel takes packets of up to 1,280 bytes, and neither host knows: a firewall discards the ICMP messages.
#[ns_test(
    link(client, server, name = "tunnel", from(client, blackhole_above = 1280)),
    timeout = "2m"
)]
fn uploads_stall_until_tcp_probes_for_the_mtu(
    client: Node,
    server: Node,
    net: Net,
) -> Result<(), Box<dyn Error>> {
    let tunnel = net.link("tunnel").from("client");
    // The default of the kernel.
    client.set_sysctl("net.ipv4.tcp_mtu_probing", 0)?;

    // The server is there, and what fits into a small packet arrives.
    client.ping("server")?;
    assert_eq!(upload(&client, &server, FORM, Duration::from_secs(30))?, FORM);
    assert_eq!(tunnel.fault_counters()?.too_large, 0);

    // TCP sends full segments, which are lost, as are all retransmissions.
    assert_eq!(upload(&client, &server, PHOTO, Duration::from_secs(1))?, 0);
    let lost = tunnel.fault_counters()?.too_large;
    assert!(lost > 1, "{lost} packets were too large");

    // After some retransmissions, TCP suspects a black hole, and goes on with smaller segments: tcp_mtu_probing in
    // https://docs.kernel.org/networking/ip-sysctl.html, and RFC 4821.
    client.set_sysctl("net.ipv4.tcp_mtu_probing", 1)?;
    assert_eq!(upload(&client, &server, PHOTO, Duration::from_secs(60))?, PHOTO);
    Ok(())
}
