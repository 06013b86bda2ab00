//! How long two hosts take with other crates: set-up until a byte has been there and back over TCP, and the end.
//!
//! ```text
//! peers [ROUNDS]
//! ```
//!
//! Each way has processes of its own, which take turns. The networks are the smallest of each crate that has two hosts: a cable
//! for nsfixture and nlink, a router with two devices for patchbay.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How many networks a process makes. The first does not count: it finds out what the machine can do.
const NETWORKS: usize = 11;

/// How long a network took to be set up and used, and to end.
type Times = (Duration, Duration);

/// The ways, each with what makes one network.
const WAYS: [(&str, fn() -> Result<Times>); 3] =
    [("nsfixture", nsfixture_pair), ("nlink", nlink_pair), ("patchbay", patchbay_pair)];

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => compare(5),
        ["--way", name] => one_process(name),
        [rounds] => compare(rounds.parse()?),
        _ => Err("usage: peers [ROUNDS]".into()),
    }
}

/// Prints the median times of the networks that this process makes, in microseconds.
fn one_process(name: &str) -> Result<()> {
    let (_, pair) = WAYS.iter().find(|(way, _)| *way == name).ok_or("an unknown way")?;
    let times = (0..NETWORKS).map(|_| pair()).collect::<Result<Vec<Times>>>()?;
    let (up, down) = times.into_iter().skip(1).unzip();
    println!("{} {}", median(up).as_micros(), median(down).as_micros());
    Ok(())
}

fn compare(rounds: usize) -> Result<()> {
    let mut all = WAYS.map(|_| (Vec::new(), Vec::new()));
    for _ in 0..rounds {
        for ((name, _), (ups, downs)) in WAYS.iter().zip(&mut all) {
            let mut command = Command::new(std::env::current_exe()?);
            let output = command.args(["--way", name]).stderr(Stdio::inherit()).output()?;
            let text = String::from_utf8(output.stdout)?;
            // One that does not run on this machine is not measured.
            if let Some((up, down)) = text.trim().split_once(' ') {
                ups.push(Duration::from_micros(up.parse()?));
                downs.push(Duration::from_micros(down.parse()?));
            }
        }
    }
    println!("{:<12} {:>20} {:>12}", "microseconds", "up, first byte back", "down");
    for ((name, _), (ups, downs)) in WAYS.iter().zip(all) {
        if ups.len() < rounds {
            println!("{name:<12} {:>20}", "not measured");
            continue;
        }
        println!("{name:<12} {:>20} {:>12}", median(ups).as_micros(), median(downs).as_micros());
    }
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn nsfixture_pair() -> Result<Times> {
    let begin = Instant::now();
    let net = nsfixture::Net::up(&nsfixture::Topology::new().link(("a", "b")))?;
    let (a, b) = (net.node("a"), net.node("b"));
    let listener = b.run(|| TcpListener::bind("10.0.0.2:7"))?;
    echo(listener, a.run(|| TcpStream::connect("10.0.0.2:7"))?)?;
    let up = begin.elapsed();
    net.down()?;
    Ok((up, begin.elapsed() - up))
}

fn nlink_pair() -> Result<Times> {
    use nlink::lab::LabNamespace;
    use nlink::netlink::namespace;

    let begin = Instant::now();
    let (a, b) = (LabNamespace::new("a")?, LabNamespace::new("b")?);
    a.connect_to(&b, "eth0", "eth0")?;
    for (host, address) in [(&a, "10.0.0.1/24"), (&b, "10.0.0.2/24")] {
        host.link_up("lo")?;
        host.add_addr("eth0", address)?;
        host.link_up("eth0")?;
    }
    let listener = {
        let _inside = namespace::enter(b.name())?;
        TcpListener::bind("10.0.0.2:7")?
    };
    let client = {
        let _inside = namespace::enter(a.name())?;
        TcpStream::connect("10.0.0.2:7")?
    };
    echo(listener, client)?;
    let up = begin.elapsed();
    drop((a, b));
    Ok((up, begin.elapsed() - up))
}

fn patchbay_pair() -> Result<Times> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let begin = Instant::now();
        let lab = patchbay::Lab::new().await?;
        let router = lab.add_router("r").preset(patchbay::RouterPreset::PublicV4).build().await?;
        let a = lab.add_device("a").iface("eth0", router.id()).build().await?;
        let b = lab.add_device("b").iface("eth0", router.id()).build().await?;
        let server = SocketAddr::new(IpAddr::V4(b.ip().ok_or("no address")?), 7);
        let listener = b.run_sync(move || Ok(TcpListener::bind(server)?))?;
        echo(listener, a.run_sync(move || Ok(TcpStream::connect(server)?))?)?;
        let up = begin.elapsed();
        drop((a, b, router, lab));
        Ok((up, begin.elapsed() - up))
    })
}

/// Sends a byte there and back, and closes all sockets.
fn echo(listener: TcpListener, mut client: TcpStream) -> Result<()> {
    let (mut server, _) = listener.accept()?;
    let mut byte = [0];
    client.write_all(b"?")?;
    server.read_exact(&mut byte)?;
    server.write_all(&byte)?;
    client.read_exact(&mut byte)?;
    Ok(())
}
