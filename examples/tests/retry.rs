//! A client that tries again gets through a network that loses packets; one that does not fails.

use std::io;
use std::net::UdpSocket;
use std::thread;
use std::time::Duration;

use nsfixture::prelude::*;

/// Sends a request until it is answered, and waits longer each time.
fn request(socket: &UdpSocket, number: u32, attempts: u32) -> io::Result<()> {
    let mut timeout = Duration::from_millis(20);
    for _ in 0..attempts {
        socket.send(&number.to_be_bytes())?;
        socket.set_read_timeout(Some(timeout))?;
        let mut reply = [0; 4];
        while socket.recv(&mut reply).is_ok() {
            if reply == number.to_be_bytes() {
                return Ok(());
            }
            // A late answer to an earlier request.
        }
        timeout = (timeout * 2).min(Duration::from_millis(500));
    }
    Err(io::ErrorKind::TimedOut.into())
}

/// Starts a server that echoes, and returns a client that is connected to it.
fn connect(client: &Node, server: &Node) -> io::Result<UdpSocket> {
    let echo = server.run(|| UdpSocket::bind("server:7"))?;
    thread::spawn(move || {
        let mut request = [0; 4];
        while let Ok((length, from)) = echo.recv_from(&mut request) {
            // What cannot be sent is lost, like any other datagram.
            let _ = echo.send_to(&request[..length], from);
        }
    });
    let socket = client.run(|| UdpSocket::bind("client:0"))?;
    socket.connect("server:7")?;
    Ok(socket)
}

// Each way loses 20 %, so 36 % of all attempts fail. Because of the seed, a failure can be repeated.
#[ns_test(link(client, server, loss = "20%"), seed = 1)]
fn every_request_is_answered_in_the_end(client: Node, server: Node) -> io::Result<()> {
    let socket = connect(&client, &server)?;
    for number in 0..50 {
        request(&socket, number, 12)?;
    }
    Ok(())
}

#[ns_test(link(client, server, loss = "20%"), seed = 1)]
fn one_attempt_is_not_enough(client: Node, server: Node) -> io::Result<()> {
    let socket = connect(&client, &server)?;
    let failed = (0..50).filter(|&number| request(&socket, number, 1).is_err()).count();
    assert!(failed > 0, "nothing was lost");
    Ok(())
}
