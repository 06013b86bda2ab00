//! What is known of a test that has failed. What is not known is empty.

use std::sync::Arc;
use std::time::Duration;

use crate::packets::Row;
use crate::services::ServiceReport;

/// A test that has failed.
pub(crate) struct Report {
    pub(crate) test: TestReport,
    pub(crate) failure: Failure,
    /// What was odd in its network, in sentences, the most telling first.
    pub(crate) findings: Vec<String>,
    /// The network as text.
    pub(crate) picture: String,
    /// The same as SVG.
    #[cfg(feature = "svg")]
    pub(crate) svg: String,
    /// The hosts and the LANs, in the order of their columns in a sequence diagram.
    pub(crate) columns: Vec<Arc<str>>,
    /// The last packets.
    pub(crate) packets: Vec<Row>,
    /// When the test failed, counted from the first of them.
    pub(crate) failed_after: Option<Duration>,
    /// Why packets are missing.
    pub(crate) missing_packets: Vec<String>,
    pub(crate) hosts: Vec<HostReport>,
    /// What faults have done, in lines, and for each direction of a cable.
    pub(crate) faults: Vec<String>,
    pub(crate) traffic: Vec<Traffic>,
    pub(crate) services: Vec<ServiceReport>,
    /// What has outlived other tests of the process.
    pub(crate) outlived: Vec<String>,
    pub(crate) seed: u64,
}

/// Which test it is, and how to run it again.
pub(crate) struct TestReport {
    /// The name as the harness prints it.
    pub(crate) name: String,
    /// Its path, which begins with the name of its crate.
    pub(crate) path: String,
    /// The file and the line of the test.
    pub(crate) place: String,
    /// The host in which the body ran.
    pub(crate) host: String,
    /// The program with the test, and the directory in which it ran.
    pub(crate) program: String,
    pub(crate) directory: String,
    /// The environment variables that it gets from Cargo, and needs.
    pub(crate) variables: Vec<(String, String)>,
    /// The number of the attempt, if the harness has several.
    pub(crate) attempt: Option<u32>,
    /// Seconds since the Unix epoch.
    pub(crate) time: u64,
}

/// How it has failed.
pub(crate) struct Failure {
    /// What happened: "the test body panicked".
    pub(crate) what: String,
    /// The message of the panic.
    pub(crate) message: Option<String>,
    /// The file, the line and the column of the panic.
    pub(crate) place: Option<String>,
    /// What went wrong in addition.
    pub(crate) also: Vec<String>,
}

/// A host, when the test had failed.
#[derive(Default)]
pub(crate) struct HostReport {
    pub(crate) name: String,
    pub(crate) is_router: bool,
    /// Each with its interface.
    pub(crate) addresses: Vec<String>,
    pub(crate) routes: Vec<String>,
    /// The chains and rules of nftables that can take packets, or change their addresses.
    pub(crate) firewall: Vec<String>,
    pub(crate) counters: Vec<(String, u64)>,
    pub(crate) sockets: Vec<String>,
}

/// What has happened to packets in one direction of a cable.
pub(crate) struct Traffic {
    pub(crate) cable: String,
    pub(crate) from: String,
    pub(crate) counters: Vec<(String, u64)>,
}
