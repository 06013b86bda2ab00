use nsfixture::{Net, Topology};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::time::{Duration, Instant};
fn main() {
    let t = Topology::new().link(("a", "b"));
    let mut setups = vec![];
    for _ in 0..40 {
        let s = Instant::now();
        let net = Net::up(&t).unwrap();
        setups.push(s.elapsed());
        net.down().unwrap();
    }
    setups.sort();
    println!("setup min {:?} median {:?}", setups[0], setups[20]);
    let net = Net::up(&t).unwrap();
    let (a, b) = (net.node("a"), net.node("b"));
    // rtt
    let s = b.run(|| UdpSocket::bind("10.0.0.2:9")).unwrap();
    let c = a.run(|| {
        let c = UdpSocket::bind("0.0.0.0:0").unwrap();
        c.connect("10.0.0.2:9").unwrap();
        c
    });
    let h = std::thread::spawn(move || {
        let mut buf = [0; 2000];
        loop {
            let (n, f) = s.recv_from(&mut buf).unwrap();
            if n == 1 {
                return s;
            }
            s.send_to(&buf[..n], f).unwrap();
        }
    });
    let mut rtt = vec![];
    for _ in 0..5000 {
        let s = Instant::now();
        c.send(&[0; 64]).unwrap();
        let mut buf = [0; 100];
        c.recv(&mut buf).unwrap();
        rtt.push(s.elapsed());
    }
    rtt.sort();
    println!("rtt p50 {:?} p99 {:?}", rtt[2500], rtt[4950]);
    c.send(&[1]).unwrap();
    h.join().unwrap();
    // bulk
    let l = b.run(|| TcpListener::bind("10.0.0.2:80")).unwrap();
    let h = std::thread::spawn(move || {
        let (mut s, _) = l.accept().unwrap();
        let mut n = 0u64;
        let mut buf = vec![0; 1 << 18];
        loop {
            let r = s.read(&mut buf).unwrap();
            if r == 0 {
                return n;
            }
            n += r as u64;
        }
    });
    let mut s = a.run(|| TcpStream::connect("10.0.0.2:80")).unwrap();
    let start = Instant::now();
    let buf = vec![0; 1 << 17];
    while start.elapsed() < Duration::from_secs(3) {
        s.write_all(&buf).unwrap();
    }
    drop(s);
    let n = h.join().unwrap();
    println!("bulk {:.2} Gbit/s", n as f64 * 8.0 / start.elapsed().as_secs_f64() / 1e9);
    println!(
        "{}",
        std::fs::read_to_string("/proc/self/stat")
            .unwrap()
            .split(' ')
            .skip(13)
            .take(2)
            .collect::<Vec<_>>()
            .join(" ")
    );
    let snmp = a.run(|| std::fs::read_to_string("/proc/net/snmp")).unwrap();
    println!(
        "{}",
        snmp.lines()
            .filter(|l| l.starts_with("Tcp:"))
            .map(|l| l.split(' ').nth(12).unwrap_or("").to_string())
            .collect::<Vec<_>>()
            .join(" ")
    );
    let s = Instant::now();
    net.down().unwrap();
    println!("down {:?}", s.elapsed());
}
