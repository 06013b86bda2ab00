//! What can be done with the faults of a network.

use clap::Subcommand;
use nsfixture::Faults;
use serde::{Deserialize, Serialize};

use super::select::Packets;

/// What can be done.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand, Serialize, Deserialize)]
pub(crate) enum FaultAction {
    /// Set the faults of a cable, in place of those that it had before
    ///
    /// They act on the next packet. Those of a LAN act on the packets that each host sends, those of a cable in
    /// both directions.
    #[command(after_long_help = examples())]
    Set {
        #[command(flatten)]
        packets: Packets,
        /// The faults, each KEY=VALUE, as in a topology file but without spaces and quotes: loss=5%
        #[arg(required = true, value_name = "FAULT")]
        faults: Vec<String>,
    },
    /// Remove faults, those of the topology included
    Clear {
        /// The link or the LAN, or the cable of one host of a LAN: LAN:HOST [default: all cables]
        cable: Option<String>,
        /// Only the packets that this host sends
        #[arg(long, value_name = "HOST", requires = "cable", conflicts_with = "to")]
        from: Option<String>,
        /// Only the packets to this host
        #[arg(long, value_name = "HOST", requires = "cable")]
        to: Option<String>,
    },
    /// Let the hosts of one group not reach those of another one any more
    ///
    /// Hosts of no group reach everybody.
    Partition {
        /// The groups, in each the hosts with commas: a,b c,d
        #[arg(required = true, num_args = 2.., value_name = "HOSTS")]
        groups: Vec<String>,
        /// Tell senders: reset TCP connections, and answer the rest with "port unreachable"
        #[arg(long)]
        #[serde(default)]
        reject: bool,
    },
    /// Lose all packets from one host to another; those the other way pass
    Oneway {
        /// The host that sends the packets
        from: String,
        /// The host that they do not reach
        to: String,
        /// Tell senders: reset TCP connections, and answer the rest with "port unreachable"
        #[arg(long)]
        #[serde(default)]
        reject: bool,
    },
    /// Cut a host off from all others; its interfaces stay up
    Isolate {
        /// The host
        host: String,
        /// Tell senders: reset TCP connections, and answer the rest with "port unreachable"
        #[arg(long)]
        #[serde(default)]
        reject: bool,
    },
    /// End all partitions; faults stay
    Heal,
    /// Print what has happened to packets since the network came up
    ///
    /// The table leaves out what has not happened; another one has the rules. With --json, one object: `version`, and
    /// `directions`, each with the `cable`, the hosts `from` and `to` (null for the switch of a LAN), all numbers of
    /// packets, and `rules`, each with the `rule` and its numbers. Later versions may add keys.
    Counters {
        /// The link or the LAN, or the cable of one host of a LAN: LAN:HOST [default: all cables]
        cable: Option<String>,
        /// Print JSON, for scripts
        #[arg(long)]
        json: bool,
    },
}

impl FaultAction {
    /// Returns the same action for a process in another directory, which reads the file of a trace.
    pub(super) fn with_absolute_paths(self) -> Self {
        let Self::Set { packets, mut faults } = self else { return self };
        for word in &mut faults {
            let path = word.strip_prefix("trace=").filter(|value| !value.contains('\n'));
            // Where there is no current directory, the path stays as it is.
            if let Some(full) = path.and_then(|path| std::path::absolute(path).ok()) {
                *word = format!("trace={}", full.display());
            }
        }
        Self::Set { packets, faults }
    }
}

fn examples() -> String {
    let words: Vec<String> = Faults::words().map(|word| format!("  {word}")).collect();
    format!(
        "Examples of each fault:\n{}\n\nA rule is for some packets only. Its matchers and faults are separated by commas, and there can be \
         several: rule=protocol=tcp,flags=syn,drop=1,3 rule=host=b,icmp=echo-request,loss=50%\n\nThe documentation of the library has their meanings, in its guide on faults.",
        words.join("\n")
    )
}
