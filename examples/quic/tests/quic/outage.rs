//! Whether a connection survives an outage depends on its idle timeout.

use std::time::{Duration, Instant};

use nsfixture::prelude::*;
use quinn::ConnectionError;

use crate::Error;
use crate::server::{connect, content, request};

/// About four seconds at 2 Mbit/s.
const SIZE: u32 = 1_000_000;

#[ns_test(link(client, server, name = "wire", delay = "20ms", rate = "2mbit"), timeout = "2m")]
async fn a_download_goes_on_after_an_outage(server: Node, net: Net) -> Result<(), Error> {
    let connection = connect(&server, Duration::from_secs(60)).await?;
    let mut answer = request(&connection, SIZE).await?;
    let mut data = vec![0; SIZE as usize / 4];
    answer.read_exact(&mut data).await?;

    let wire = net.link("wire");
    let begin = Instant::now();
    let outage = wire.impair(&Faults::new().outage(Outage::new().lasts("2s")))?;
    data.extend(answer.read_to_end(SIZE as usize).await?);
    assert!(data == content(SIZE), "the data are not those that were sent");
    assert!(begin.elapsed() > Duration::from_secs(2), "{:?}", begin.elapsed());
    outage.assert_acted();
    Ok(())
}

#[ns_test(link(client, server, name = "wire", delay = "20ms", rate = "2mbit"), timeout = "2m")]
async fn a_short_idle_timeout_ends_the_connection(server: Node, net: Net) -> Result<(), Error> {
    let connection = connect(&server, Duration::from_secs(1)).await?;
    let mut answer = request(&connection, SIZE).await?;
    answer.read_exact(&mut [0; 1_000]).await?;

    let outage = Faults::new().outage(Outage::new().lasts("1m"));
    let outage = net.link("wire").impair(&outage)?;
    assert_eq!(connection.closed().await, ConnectionError::TimedOut);
    outage.assert_acted();
    Ok(())
}
