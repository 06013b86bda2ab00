//! x
use nsfixture::*;
use std::time::Instant;
use std::net::*;
fn main() {
    for i in 0..1500 {
    let t0 = Instant::now();
    let net = Net::up(&Topology::new().link(("a", "b"))).unwrap();
    let t1 = Instant::now();
    let l = net.node("b").run(|| TcpListener::bind("[::]:7")).unwrap();
    let t2 = Instant::now();
    let v6 = i % 2 == 0;
    let b = net.node("b");
    let dst: IpAddr = if v6 { b.ipv6().into() } else { b.ipv4().into() };
    let s = net.node("a").run(|| TcpStream::connect((dst, 7))).unwrap();
    let t3 = Instant::now();
    drop((s, l));
    let t4 = Instant::now();
    net.down().unwrap();
    let t5 = Instant::now();
    if (t5 - t0).as_millis() > 300 { println!("{i} v6={v6} up {:?} bind {:?} connect {:?} down {:?}", t1-t0, t2-t1, t3-t2, t5-t4); }
    }
}
