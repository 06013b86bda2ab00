//! Counters and sysctls from procfs, which shows those of the calling thread's network namespace.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::host_state::KernelCounters;
use crate::kernel::sites::sysctl;

/// The sysctls that explain what becomes of packets.
const SYSCTLS: [&str; 5] = [
    "ipv4/ip_forward",
    "ipv4/conf/all/rp_filter",
    "ipv4/conf/default/rp_filter",
    "ipv6/conf/all/disable_ipv6",
    "ipv6/conf/all/forwarding",
];

/// Returns the counters; without those whose files are missing.
pub(super) fn counters() -> KernelCounters {
    let read = |name: &str| {
        fs::read_to_string(Path::new("/proc/thread-self/net").join(name)).unwrap_or_default()
    };
    // What has arrived is read first, and what became of it afterwards: a packet between the two has not vanished.
    let mut arrived = KernelCounters::default();
    arrived.add_pairs(&read("snmp"));
    arrived.add_lines(&read("snmp6"));
    let mut counters = KernelCounters::default();
    counters.add_pairs(&read("snmp"));
    counters.add_pairs(&read("netstat"));
    counters.add_lines(&read("snmp6"));
    counters.add_sockstat(&read("sockstat"));
    counters.add_sockstat(&read("sockstat6"));
    for name in ["IpInReceives", "Ip6InReceives"] {
        counters.set(name, arrived.get(name));
    }
    counters
}

/// Returns the sysctls that there are.
pub(super) fn sysctls() -> BTreeMap<&'static str, String> {
    let read = |key: &'static str| Some((key, sysctl::read(Path::new(key)).ok()?));
    SYSCTLS.into_iter().filter_map(read).collect()
}
