//! Sysctls of a host, and everything else through rtnetlink.

use std::fmt::Display;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::handle::Node;
use crate::error::{Error, Kind, Operation};
use crate::kernel::sites::sysctl;

impl Node {
    /// Returns the value of a sysctl, such as `net.ipv4.ip_forward`. A dot in an interface's name is
    /// written as a slash, like in sysctl(8): `net.ipv4.conf.eth0/100.forwarding`.
    ///
    /// # Errors
    /// Returns an error if network namespaces have no such sysctl, or if its name does not start with
    /// `net.`: those belong to the machine.
    pub fn sysctl(&self, key: &str) -> Result<String, Error> {
        let path = self.sysctl_path(key)?;
        self.try_run(|| sysctl::read(&path))?
            .map_err(|error| self.io(Operation::ReadSysctl, key, &error))
    }

    /// Sets a sysctl.
    ///
    /// # Errors
    /// Returns the same errors as [`sysctl`](Self::sysctl), and an error if the kernel refuses the
    /// value.
    pub fn set_sysctl(&self, key: &str, value: impl Display) -> Result<(), Error> {
        let path = self.sysctl_path(key)?;
        let value = format!("{value}");
        self.try_run(|| sysctl::write(&path, &value))?
            .map_err(|error| self.io(Operation::WriteSysctl, &format!("{key} = {value}"), &error))
    }

    /// Returns an rtnetlink handle in the host, for everything that this crate does not cover: routes,
    /// rules, neighbours, other kinds of links. Its types are those of
    /// [`rtnetlink_0_24`](crate::rtnetlink_0_24).
    ///
    /// Its connection runs on the host's runtime; its futures can be awaited anywhere.
    ///
    /// # Errors
    /// Returns an error if the network is down, or if no socket can be opened.
    pub fn netlink(&self) -> Result<rtnetlink::Handle, Error> {
        let runtime = self.handle()?;
        self.try_run(|| {
            let _in_runtime = runtime.enter();
            let (connection, handle, _) = rtnetlink::new_connection()?;
            // It ends with the last handle, or with the runtime.
            drop(runtime.spawn(connection));
            Ok(handle)
        })?
        .map_err(|error: io::Error| self.io(Operation::Open, "route netlink socket", &error))
    }

    fn sysctl_path(&self, key: &str) -> Result<PathBuf, Error> {
        relative_path(key).ok_or_else(|| {
            Kind::Failed {
                operation: Operation::Sysctl,
                host: self.name().to_owned(),
                found: format!("`{key}` is not a network sysctl: their names start with `net.`"),
            }
            .into()
        })
    }

    fn io(&self, operation: Operation, subject: &str, error: &io::Error) -> Error {
        self.error(operation, subject, error.raw_os_error().unwrap_or(libc::EIO))
    }
}

/// Returns the path below `/proc/sys/net`. The first separator decides which of the two is used; the
/// other one stands for it inside a name (sysctl.d(5)).
fn relative_path(key: &str) -> Option<PathBuf> {
    let dotted = key.find(['.', '/']).is_some_and(|first| key[first..].starts_with('.'));
    let swapped = |c| match c {
        '.' => '/',
        '/' => '.',
        other => other,
    };
    let path: String = if dotted { key.chars().map(swapped).collect() } else { key.to_owned() };
    let inside = Path::new(&path).strip_prefix("net").ok()?.to_path_buf();
    let plain = inside.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && inside.components().next().is_some()).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_path_of_a_key() {
        for (key, path) in [
            ("net.ipv4.ip_forward", Some("ipv4/ip_forward")),
            ("net/ipv4/ip_forward", Some("ipv4/ip_forward")),
            ("net.ipv4.conf.eth0/100.forwarding", Some("ipv4/conf/eth0.100/forwarding")),
            ("net/ipv4/conf/eth0.100/forwarding", Some("ipv4/conf/eth0.100/forwarding")),
            ("kernel.hostname", None),
            ("net", None),
            ("net/../kernel/hostname", None),
            ("", None),
        ] {
            assert_eq!(relative_path(key).as_deref(), path.map(Path::new), "{key}");
        }
    }
}
