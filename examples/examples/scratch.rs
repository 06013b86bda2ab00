use nsfixture::{Net, Topology};
use std::time::Instant;
fn main() {
    if let Some(r) = nsfixture::unavailable() { println!("unavailable: {r}"); return }
    for i in 0..5 {
    let t = Instant::now();
    let net = Net::up(&Topology::new().link((("producer","10.0.0.1/24"),("consumer",["10.0.0.2/24","fd00::2/64"])))).unwrap();
    let up = t.elapsed();
    let c = net.node("consumer"); let p = net.node("producer");
    println!("{:?} {:?}", c, p);
    println!("{:?} {:?} {:?}", c.ping("producer"), p.ping(c.ipv6()), p.ping("fe80::6eff:fe73:3%eth0"));
    if i == 0 {
    println!("{:?}", c.ping(std::net::IpAddr::V6(p.interfaces()[0].link_local())));
    for cmd in ["id; ip addr; ls /sys/class/net; cat /proc/net/dev; cat /etc/hosts /etc/resolv.conf; ip netns list; ip netns exec producer ip -br addr; pwd; getent hosts producer; cat /proc/sys/net/ipv4/ping_group_range; grep Cap /proc/self/status"] {
        let o = c.command("sh").arg("-c").arg(cmd).output().unwrap();
        println!("{}{}", String::from_utf8_lossy(&o.stdout), String::from_utf8_lossy(&o.stderr));
    }
    println!("{:?}", c.run(|| std::fs::read_dir("/sys/class/net").unwrap().map(|e| e.unwrap().file_name()).collect::<Vec<_>>()));
    println!("{}", c.run(|| std::fs::read_to_string("/proc/net/dev").unwrap()));
    println!("{:?}", c.wait_listening_for(80, std::time::Duration::from_millis(20)));
    let l = c.run(|| std::net::TcpListener::bind("[::]:80").unwrap());
    println!("{:?}", c.wait_listening_for(80, std::time::Duration::from_millis(20)));
    println!("{:?}", p.run(|| std::net::TcpStream::connect("consumer:80").unwrap().peer_addr()));
    drop(l);
    let mut d = c.command("sh").arg("-c").arg("setsid sleep 1000 & sleep 1000").spawn().unwrap();
    let _ = d.try_wait();
    }
    let t = Instant::now();
    net.down().unwrap();
    println!("up {up:?} down {:?}", t.elapsed());
    }
    let _ = std::process::Command::new("sh").arg("-c").arg("ps ax | grep -E 'sleep|nsfix' | grep -v grep").status();
}
