//! Settings of a node, and everything else through rtnetlink.

use std::fmt::Display;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::Node;
use crate::error::{Error, Kind};
use crate::kernel::sysctl;

impl Node {
    /// Reads a sysctl of the node: `net.ipv4.ip_forward`. A dot in an interface's name is written
    /// as a slash, as sysctl(8) has it: `net.ipv4.conf.eth0/100.forwarding`.
    ///
    /// # Errors
    /// If the kernel has none of that name in a network namespace, or it is not one below `net.`:
    /// those are the host's.
    pub fn sysctl(&self, key: &str) -> Result<String, Error> {
        let path = self.sysctl_path(key)?;
        self.try_run(|| sysctl::read(&path))?.map_err(|error| self.io("read sysctl", key, &error))
    }

    /// Writes one.
    ///
    /// # Errors
    /// As [`sysctl`](Self::sysctl), and if the kernel refuses the value.
    pub fn set_sysctl(&self, key: &str, value: impl Display) -> Result<(), Error> {
        let path = self.sysctl_path(key)?;
        let value = format!("{value}");
        self.try_run(|| sysctl::write(&path, &value))?
            .map_err(|error| self.io("write sysctl", &format!("{key} = {value}"), &error))
    }

    /// A handle into the node for all that this crate has no word for: routes, rules, neighbours,
    /// other kinds of links.
    ///
    /// It works on the node's runtime; its futures can be awaited anywhere.
    ///
    /// # Errors
    /// If the network is down, or no socket can be opened.
    pub fn netlink(&self) -> Result<rtnetlink::Handle, Error> {
        let runtime = self.handle()?;
        self.try_run(|| {
            let _in_runtime = runtime.enter();
            let (connection, handle, _) = rtnetlink::new_connection()?;
            // It ends with the last handle, or with the runtime.
            drop(runtime.spawn(connection));
            Ok(handle)
        })?
        .map_err(|error: io::Error| self.io("open", "route netlink socket", &error))
    }

    fn sysctl_path(&self, key: &str) -> Result<PathBuf, Error> {
        relative_path(key).ok_or_else(|| {
            Kind::Unexpected {
                operation: "sysctl",
                node: self.name().to_owned(),
                found: format!("`{key}` is none of a network namespace's: they begin with `net.`"),
            }
            .into()
        })
    }

    fn io(&self, operation: &'static str, subject: &str, error: &io::Error) -> Error {
        self.refusal(operation, subject, error.raw_os_error().unwrap_or(libc::EIO))
    }
}

/// The path below `/proc/sys/net`. The first separator decides which of the two it is; the other
/// one then stands for it inside a name (sysctl.d(5)).
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
