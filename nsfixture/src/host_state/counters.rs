//! The kernel's counters of a network namespace, by name.

use std::collections::BTreeMap;

/// Counters by name: the group and the name in it, as in `IpInReceives` or `TcpExtListenDrops`. Those of
/// `/proc/net/snmp6` have their group in their names: `Ip6InReceives`.
#[derive(Debug, Clone, Default)]
pub(crate) struct KernelCounters(BTreeMap<String, u64>);

impl KernelCounters {
    /// Returns a counter; 0 if the kernel does not have it.
    pub(crate) fn get(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or(0)
    }

    /// Returns true if the kernel has a counter.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Sets a counter.
    pub(crate) fn set(&mut self, name: &str, value: u64) {
        self.0.insert(name.to_owned(), value);
    }

    /// Returns those that are not 0, with their names.
    pub(crate) fn counted(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(name, value)| (name.as_str(), *value)).filter(|(_, value)| *value > 0)
    }

    /// Returns the sum of counters.
    pub(crate) fn sum(&self, names: &[&str]) -> u64 {
        names.iter().map(|name| self.get(name)).sum()
    }

    /// Adds those of `/proc/net/snmp` and `/proc/net/netstat`: pairs of lines, `Ip: Forwarding ..` and `Ip: 2 ..`.
    pub(crate) fn add_pairs(&mut self, text: &str) {
        let mut lines = text.lines();
        while let (Some(names), Some(values)) = (lines.next(), lines.next()) {
            let Some((group, names)) = names.split_once(':') else { continue };
            let Some((_, values)) = values.split_once(':') else { continue };
            let pairs = names.split_ascii_whitespace().zip(values.split_ascii_whitespace());
            for (name, value) in pairs {
                self.add(format!("{group}{name}"), value);
            }
        }
    }

    /// Adds those of `/proc/net/snmp6`: a name and a value in each line.
    pub(crate) fn add_lines(&mut self, text: &str) {
        for line in text.lines() {
            if let Some((name, value)) = line.split_once([' ', '\t']) {
                self.add(name.to_owned(), value.trim());
            }
        }
    }

    /// Adds those of `/proc/net/sockstat` and `sockstat6`: `FRAG: inuse 0 memory 0` becomes `FRAG inuse` and
    /// `FRAG memory`. Those of the whole machine are left out (`sockstat_seq_show`, `net/ipv4/proc.c`).
    pub(crate) fn add_sockstat(&mut self, text: &str) {
        const OF_THE_MACHINE: [&str; 3] = ["orphan", "alloc", "mem"];
        for line in text.lines() {
            let Some((group, rest)) = line.split_once(':') else { continue };
            let mut words = rest.split_ascii_whitespace();
            while let (Some(name), Some(value)) = (words.next(), words.next()) {
                if !OF_THE_MACHINE.contains(&name) {
                    self.add(format!("{group} {name}"), value);
                }
            }
        }
    }

    /// A value that is not a count, such as `TcpMaxConn` -1, is left out.
    fn add(&mut self, name: String, value: &str) {
        if let Ok(value) = value.parse() {
            self.0.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_read() {
        let mut counters = KernelCounters::default();
        counters.add_pairs("Tcp: MaxConn OutRsts\nTcp: -1 3\nTcpExt: ListenDrops\nTcpExt: 4\n");
        counters.add_lines("Ip6InReceives                   \t7\nUdp6NoPorts 2\n");
        counters.add_sockstat("sockets: used 9\nTCP: inuse 2 orphan 7\nFRAG: inuse 1 memory 512\n");
        assert_eq!((counters.get("TCP inuse"), counters.get("TCP orphan")), (2, 0));
        assert_eq!(counters.get("TcpOutRsts"), 3);
        assert_eq!(counters.get("TcpMaxConn"), 0);
        assert_eq!(counters.get("TcpExtListenDrops"), 4);
        assert_eq!(counters.sum(&["Ip6InReceives", "Udp6NoPorts"]), 9);
        assert_eq!(counters.get("FRAG inuse"), 1);
    }

    #[test]
    fn what_is_cut_off_is_left_out() {
        let mut counters = KernelCounters::default();
        counters.add_pairs("Ip: InReceives InDelivers\nIp: 5\nUdp: NoPorts\n");
        counters.add_lines("Ip6InReceives");
        assert_eq!(counters.sum(&["IpInReceives", "IpInDelivers", "UdpNoPorts"]), 5);
    }
}
