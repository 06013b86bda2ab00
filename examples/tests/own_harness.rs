//! A custom harness (`harness = false`): it can report a test as ignored at run time, which libtest
//! cannot.

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use nsfixture::{Net, Topology};

fn main() {
    let arguments = Arguments::from_args();
    let ports = [53, 80, 443];
    let trials =
        ports.map(|port| Trial::ignorable_test(format!("listens::{port}"), move || listens(port)));
    libtest_mimic::run(&arguments, trials.into()).exit();
}

fn listens(port: u16) -> Result<Completion, Failed> {
    if let Some(reason) = nsfixture::skip_reason() {
        return Ok(Completion::ignored_with(reason));
    }
    let net = Net::up(&Topology::new().link(("client", "server")))?;
    let listener = net.node("server").run(|| std::net::TcpListener::bind(("0.0.0.0", port)))?;
    net.node("client").run(|| std::net::TcpStream::connect(("server", port)))?;
    drop(listener);
    net.down()?;
    Ok(Completion::Completed)
}
