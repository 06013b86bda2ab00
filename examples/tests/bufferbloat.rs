//! A long queue makes everything slow while a single transfer fills it; CoDel keeps it short.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream, UdpSocket};
use std::thread;
use std::time::{Duration, Instant};

use nsfixture::prelude::*;

/// About three seconds at 10 Mbit/s.
const BULK: usize = 3_500_000;

/// Starts a server: it echoes datagrams, and discards what comes over TCP.
fn serve(server: &Node) -> io::Result<()> {
    let address = server.ipv4();
    let echo = server.run(|| UdpSocket::bind((address, 7)))?;
    thread::spawn(move || {
        let mut datagram = [0; 8];
        while let Ok((length, from)) = echo.recv_from(&mut datagram) {
            // What cannot be sent is lost, like any other datagram.
            let _ = echo.send_to(&datagram[..length], from);
        }
    });
    let discard = server.run(|| TcpListener::bind((address, 9)))?;
    thread::spawn(move || io::copy(&mut discard.accept()?.0, &mut io::sink()));
    Ok(())
}

/// Sends data over TCP until the server has received all of them.
fn transfer(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(&vec![0; BULK])?;
    stream.shutdown(Shutdown::Write)?;
    stream.read(&mut [0]).map(drop)
}

/// Returns the median of the round-trip times that a client measures during a transfer.
fn rtt_under_load(client: &Node, server: &Node) -> io::Result<Duration> {
    serve(server)?;
    let bulk = client.run(|| TcpStream::connect((server.ipv4(), 9)))?;
    let transfer = thread::spawn(|| transfer(bulk));

    let socket = client.run(|| UdpSocket::bind("0.0.0.0:0"))?;
    socket.connect((server.ipv4(), 7))?;
    // Each request has the time at which it was sent: some are lost, and many are on their way at once.
    socket.set_read_timeout(Some(Duration::from_millis(20)))?;
    let begin = Instant::now();
    let mut rtts = Vec::new();
    while !transfer.is_finished() {
        socket.send(&(begin.elapsed().as_nanos() as u64).to_be_bytes())?;
        let mut reply = [0; 8];
        if socket.recv(&mut reply).is_ok() {
            let sent = Duration::from_nanos(u64::from_be_bytes(reply));
            rtts.push(begin.elapsed().saturating_sub(sent));
        }
    }
    transfer.join().expect("the transfer does not panic")?;
    assert!(!rtts.is_empty(), "no request was answered");
    rtts.sort_unstable();
    Ok(rtts[rtts.len() / 2])
}

#[ns_test(
    link(client, fifo, rate = "10mbit", queue = "300ms"),
    link(client, managed, rate = "10mbit", queue = "300ms", aqm = "codel"),
    run_in = client
)]
fn codel_keeps_the_queue_short(client: Node, fifo: Node, managed: Node) -> io::Result<()> {
    let without = rtt_under_load(&client, &fifo)?;
    let with = rtt_under_load(&client, &managed)?;
    println!("median of the RTT under load: {without:?} without CoDel, {with:?} with it");
    assert!(without > 3 * with, "{without:?} without CoDel, {with:?} with it");
    Ok(())
}
