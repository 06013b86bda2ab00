//! The connection of a host to a link or a LAN.

/// A host on a [`Link`](crate::Link) or a [`Lan`](crate::Lan), and its addresses there.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    pub(crate) host: String,
    pub(crate) addrs: Vec<String>,
}

impl Endpoint {
    /// Creates an endpoint at the host `host`.
    #[must_use]
    pub fn new(host: impl Into<String>) -> Self {
        Self { host: host.into(), addrs: Vec::new() }
    }

    /// Adds an address with its prefix length: `"10.0.0.1/24"`, `"fd00::1/64"`.
    #[must_use]
    pub fn addr(mut self, addr: impl Into<String>) -> Self {
        self.addrs.push(addr.into());
        self
    }

    /// Returns the name of the host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the addresses asked for.
    pub fn addrs(&self) -> &[String] {
        &self.addrs
    }
}

impl From<&str> for Endpoint {
    fn from(host: &str) -> Self {
        Self::new(host)
    }
}

impl From<String> for Endpoint {
    fn from(host: String) -> Self {
        Self::new(host)
    }
}

impl From<(&str, &str)> for Endpoint {
    fn from((host, addr): (&str, &str)) -> Self {
        Self::new(host).addr(addr)
    }
}

impl<const N: usize> From<(&str, [&str; N])> for Endpoint {
    fn from((host, addrs): (&str, [&str; N])) -> Self {
        addrs.into_iter().fold(Self::new(host), Endpoint::addr)
    }
}
