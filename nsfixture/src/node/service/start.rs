//! Starting a service.

use std::borrow::BorrowMut;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::handle::Service;
use crate::error::{Error, Kind};
use crate::kernel::program::Program;
use crate::node::handle::Node;

impl Node {
    /// Starts a program in the host, as [`command`](Self::command) does, and records what it prints and how it ends.
    ///
    /// The command is one that [`command`](Self::command) has returned, or any other: it runs in this host. Its standard
    /// input is empty, and its standard output and error stream go to the [`Service`], whatever the command says about them.
    ///
    /// Nothing of the output is printed while the test passes. If the test fails, its report has for each service of the
    /// network its name, its host, whether it was still running, and the last 20 lines.
    ///
    /// The program is killed when the network goes down, with SIGKILL like every process in the network; see
    /// [`Service::stop`] for a graceful end. A program that exits before does not fail the test, whatever its status: the
    /// waits of its `Service` do.
    ///
    /// Start the program in the foreground: of one that becomes a daemon, only the process that was started is seen to
    /// exit.
    ///
    /// # Errors
    /// Returns an error if the program cannot be started, or if the network is down.
    ///
    /// ```
    /// use nsfixture::prelude::*;
    ///
    /// #[ns_test(link(client, server))]
    /// fn becomes_ready(server: Node) -> Result<(), nsfixture::Error> {
    ///     let mut command = server.command("sh");
    ///     command.args(["-c", "echo listening on port 7; exec sleep 60"]);
    ///     let service = server.service(command)?;
    ///     let line = service.wait_line("listening on")?;
    ///     assert!(line.text().ends_with("port 7"));
    ///     Ok(())
    /// }
    /// # fn main() {}
    /// ```
    pub fn service(&self, mut command: impl BorrowMut<Command>) -> Result<Service, Error> {
        let command = command.borrow_mut();
        self.namespaces()?;
        self.put_into_host(command);
        let name = Path::new(command.get_program()).file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let cx = self.context();
        let started = Program::start(cx, command).map_err(|error| match error.raw_os_error() {
            // From the child, which has seen that it came too late.
            Some(libc::ENETDOWN) => Kind::Down { host: Some(self.name().to_owned()) }.into(),
            _ => error,
        })?;
        let services = &self.network.services;
        let running = services.add(cx, self.index, &name, directory(command), started)?;
        Ok(Service { node: self.clone(), running })
    }
}

/// Returns the directory in which a command runs.
fn directory(command: &Command) -> PathBuf {
    let own = env::current_dir().unwrap_or_default();
    command.get_current_dir().map_or(own.clone(), |directory| own.join(directory))
}
