//! What a download is like on a slow network.

use std::time::{Duration, Instant};

use nsfixture::prelude::*;

use crate::Error;
use crate::server::{connect, content, request};

const SIZE: u32 = 200_000;

#[ns_test(link(phone, server, condition = "3g"), timeout = "2m")]
async fn a_download_over_3g(server: Node) -> Result<(), Error> {
    let begin = Instant::now();
    let connection = connect(&server, Duration::from_secs(60)).await?;
    let connected = begin.elapsed();

    let begin = Instant::now();
    let data = request(&connection, SIZE).await?.read_to_end(SIZE as usize).await?;
    let took = begin.elapsed();
    assert!(data == content(SIZE), "the data are not those that were sent");

    let path = connection.stats().path;
    let goodput = f64::from(SIZE) * 8.0 / took.as_secs_f64() / 1e3;
    println!(
        "connected after {connected:?}, downloaded in {took:?}: {goodput:.0} kbit/s; RTT: at least {:?}, now {:?}",
        path.min_rtt, path.rtt,
    );
    // `3g` has an RTT of 300 ms, and 1600 kbit/s down.
    assert!(connected >= Duration::from_millis(300), "{connected:?}");
    assert!(path.min_rtt >= Duration::from_millis(300), "{path:?}");
    assert!(goodput < 1600.0, "{goodput} kbit/s");
    Ok(())
}
