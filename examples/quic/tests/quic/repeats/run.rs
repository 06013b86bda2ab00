//! One download in a network of its own.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use nsfixture::{Cable, Faults, Link, Net, Rule, Topology};
use quinn::{
    Endpoint, EndpointConfig, RecvStream, Runtime as _, ServerConfig, TokioRuntime, TransportConfig,
};
use tokio::time::timeout;

use super::recorder::{Record, Recorder};
use crate::Error;
use crate::server::{PORT, configurations, request, serve};

const SIZE: u32 = 1_000_000;
const DEADLINE: Duration = Duration::from_secs(60);

/// What was lost.
#[derive(Debug)]
pub(super) struct Run {
    /// The datagrams of the client and of the server.
    pub(super) datagrams: [Datagrams; 2],
    /// The parts of the data that were lost when they were sent for the first time.
    pub(super) parts: Vec<Range<u64>>,
}

/// The datagrams that one host sends.
#[derive(Debug)]
pub(super) struct Datagrams {
    pub(super) sent: usize,
    /// The numbers of those that were lost.
    pub(super) lost: Vec<usize>,
}

/// Downloads data in a network that loses packets.
pub(super) fn run(seed: u64, mtu_discovery: bool) -> Result<Run, Error> {
    let link = Link::new("client", "server").name("wire").faults();
    let net = Net::up(&Topology::new().link(link).seed(seed))?;
    let (client, server, wire) = (net.node("client"), net.node("server"), net.link("wire"));
    // Of UDP alone, so that nothing else is among what the cable has lost.
    let lossy = Rule::new().protocol("udp").loss("5%");
    wire.set(&Faults::new().delay("5ms").rule(lossy))?;

    let records = [(); 2].map(|()| Arc::<Record>::default());
    let [at_client, at_server] = records.each_ref().map(Arc::clone);
    let address = SocketAddr::from((server.ipv4(), PORT));
    let (mut server_config, mut client_config) = configurations()?;
    let mut transport = TransportConfig::default();
    if !mtu_discovery {
        transport.mtu_discovery_config(None);
    }
    let transport = Arc::new(transport);
    server_config.transport_config(Arc::clone(&transport));
    client_config.transport_config(transport);
    let server = server.block_on(async {
        let endpoint = endpoint(address, Some(server_config), at_server)?;
        // If it fails, so does the client.
        tokio::spawn(serve(endpoint.clone()));
        Ok::<_, Error>(endpoint)
    })?;
    let run = client.block_on(async {
        let mut client = endpoint((Ipv4Addr::UNSPECIFIED, 0).into(), None, at_client)?;
        client.set_default_client_config(client_config);
        let connection = client.connect(address, "server")?.await?;
        let parts = lost_parts(request(&connection, SIZE).await?).await?;
        for endpoint in [&client, &server] {
            endpoint.close(0_u32.into(), b"done");
        }
        client.wait_idle().await;
        server.wait_idle().await;
        let datagrams = timeout(DEADLINE, lost_datagrams(&records, &wire)).await??;
        Ok::<_, Error>(Run { datagrams, parts })
    })?;
    net.down()?;
    Ok(run)
}

/// Returns an endpoint in this host that records its datagrams.
fn endpoint(
    address: SocketAddr,
    server: Option<ServerConfig>,
    record: Arc<Record>,
) -> Result<Endpoint, Error> {
    let runtime = Arc::new(TokioRuntime);
    let socket = runtime.wrap_udp_socket(UdpSocket::bind(address)?)?;
    let socket = Arc::new(Recorder { socket, record });
    let config = EndpointConfig::default();
    Ok(Endpoint::new_with_abstract_socket(config, server, socket, runtime)?)
}

/// Receives data, and returns the parts after which others arrive first: nothing on the way changes the order.
async fn lost_parts(mut stream: RecvStream) -> Result<Vec<Range<u64>>, Error> {
    let (mut parts, mut end, mut arrived) = (Vec::new(), 0, 0);
    while let Some(chunk) = stream.read_chunk(usize::MAX, false).await? {
        if chunk.offset > end {
            parts.push(end..chunk.offset);
        }
        arrived += chunk.bytes.len();
        end = end.max(chunk.offset + chunk.bytes.len() as u64);
    }
    assert_eq!(arrived, SIZE as usize);
    Ok(parts)
}

/// Waits until what has not arrived is what the cable has lost, and returns it.
async fn lost_datagrams(records: &[Arc<Record>; 2], wire: &Cable) -> Result<[Datagrams; 2], Error> {
    loop {
        let [client, server] = records;
        let has_received = [client, server].map(|record| record.has_received.notified());
        let datagrams = [(client, server), (server, client)].map(|(from, to)| {
            let (sent, lost) = from.lost(to);
            Datagrams { sent, lost }
        });
        let counters = wire.fault_counters()?;
        let is_complete =
            |(at, datagrams): (usize, &Datagrams)| datagrams.lost.len() as u64 == counters[at].lost;
        if datagrams.iter().enumerate().all(is_complete) {
            return Ok(datagrams);
        }
        let [client, server] = has_received;
        tokio::select! { () = client => {}, () = server => {} }
    }
}
