//! A server, and a connection to it.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use nsfixture::Node;
use quinn::rustls::RootCertStore;
use quinn::rustls::pki_types::PrivateKeyDer;
use quinn::{ClientConfig, Connection, Endpoint, RecvStream, ServerConfig, TransportConfig};

use crate::Error;

/// The server's port.
pub(crate) const PORT: u16 = 443;

/// Makes a certificate for `server`, and returns the configurations of a server that has it and of a client that
/// trusts it.
pub(crate) fn configurations() -> Result<(ServerConfig, ClientConfig), Error> {
    let certified = rcgen::generate_simple_self_signed(["server".to_owned()])?;
    let certificate = certified.cert.der().clone();
    let key = PrivateKeyDer::from(certified.signing_key);
    let server = ServerConfig::with_single_cert(vec![certificate.clone()], key)?;
    let mut trusted = RootCertStore::empty();
    trusted.add(certificate)?;
    Ok((server, ClientConfig::with_root_certificates(Arc::new(trusted))?))
}

/// Starts a server, and connects to it from this host. The client gives up when nothing has come for `idle`.
pub(crate) async fn connect(server: &Node, idle: Duration) -> Result<Connection, Error> {
    let (config, mut client_config) = configurations()?;
    let address = (server.ipv4(), PORT).into();
    let endpoint = server.spawn(async move { Endpoint::server(config, address) }).await??;
    // If it fails, so does the client.
    server.spawn(serve(endpoint));

    let mut transport = TransportConfig::default();
    transport.max_idle_timeout(Some(idle.try_into()?));
    client_config.transport_config(Arc::new(transport));
    let mut client = Endpoint::client((Ipv4Addr::UNSPECIFIED, 0).into())?;
    client.set_default_client_config(client_config);
    Ok(client.connect(address, "server")?.await?)
}

/// Answers the requests of one connection, each with as many bytes as it asks for.
pub(crate) async fn serve(endpoint: Endpoint) -> Result<(), Error> {
    let connection = endpoint.accept().await.ok_or("nobody connects")?.await?;
    loop {
        let (mut answer, mut request) = connection.accept_bi().await?;
        let mut size = [0; 4];
        request.read_exact(&mut size).await?;
        answer.write_all(&content(u32::from_be_bytes(size))).await?;
        answer.finish()?;
    }
}

/// Asks the server for this number of bytes.
pub(crate) async fn request(connection: &Connection, size: u32) -> Result<RecvStream, Error> {
    let (mut request, answer) = connection.open_bi().await?;
    request.write_all(&size.to_be_bytes()).await?;
    request.finish()?;
    Ok(answer)
}

/// Returns what the server sends.
pub(crate) fn content(size: u32) -> Vec<u8> {
    (0..size).map(|index| (index % 251) as u8).collect()
}
