//! Programs in hosts, as services.

use nsfixture::prelude::*;

#[ns_test(link(client, server))]
fn a_program_answers(server: Node) -> Result<(), nsfixture::Error> {
    let mut command = server.command("sh");
    command.args(["-c", "echo starting; echo ready >&2; exec sleep 1000"]);
    let service = server.service(command)?;
    service.wait_line("ready")?; // also: wait_listening(80), wait_file("/run/daemon.pid")
    assert!(!service.stop()?.success()); // by SIGTERM
    Ok(())
}

#[ns_test(link(client, server))]
async fn without_blocking_the_thread(server: Node) -> Result<(), nsfixture::Error> {
    let service = server.service(server.command("sh").args(["-c", "echo ready; sleep 1000"]))?;
    let (line, round_trip) =
        tokio::join!(service.wait_line_async("ready"), server.ping_async("client"));
    println!("{} after {:?}", line?, round_trip?);
    Ok(())
}

#[ns_test(link(client, server))]
fn on_another_runtime(server: Node) -> Result<(), nsfixture::Error> {
    smol::block_on(async {
        let service = server.service(server.command("sh").args(["-c", "echo ready; exit 3"]))?;
        service.wait_line_async("ready").await?;
        assert_eq!(service.wait_async().await?.code(), Some(3));
        assert!(service.wait_listening_async(80).await.unwrap_err().is_exited());
        Ok(())
    })
}
