//! Features, and how they are probed.

use super::message::Value;
use super::modules::Modules;
use super::nft::{self, Expression};
use super::refusal::Refusal;
use super::{link, qdisc, socket, tun};

/// Features that belong together.
pub(crate) struct FeatureGroup {
    pub(crate) name: &'static str,
    pub(crate) features: &'static [Feature],
}

/// Something that a kernel may have.
pub(crate) struct Feature {
    pub(crate) name: &'static str,
    /// What it is, or what it is for.
    pub(crate) what: &'static str,
    /// The option that a kernel with it is built with.
    pub(crate) config: &'static str,
    /// The module that has it, where it is built as one.
    pub(crate) module: &'static str,
    /// What it is to be loaded with.
    pub(crate) options: &'static str,
    /// The interfaces that appear in the machine's own network once the module is loaded, without
    /// these options.
    pub(super) brings: &'static str,
    pub(super) probe: Probe,
}

/// How it is tried.
pub(super) enum Probe {
    /// A link of this kind, with these attributes, by itself or on top of another.
    Link { kind: &'static str, data: &'static [(u16, Value)], on_another: bool },
    /// A queueing discipline on `lo`.
    Qdisc { kind: &'static str, place: qdisc::Place, options: qdisc::Options },
    /// A classifier on `lo`.
    Filter { kind: &'static str, data: &'static [(u16, Value)] },
    /// A table, a chain of this type, and in it a rule of this expression.
    Nft { chain: &'static str, expression: Option<&'static Expression> },
    /// An interface whose other end is a program.
    Tun { flag: i16 },
    /// A socket: its family, type and protocol.
    Socket(i32, i32, i32),
    /// A packet socket with the headers of offloads.
    PacketSocket,
}

/// What became of probing a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FeatureOutcome {
    Works,
    /// The kernel has no such thing.
    Missing(Refusal),
    /// It has, or may have, and does not let it be used.
    Refused(Refusal),
    /// Something else was answered.
    Failed(Refusal),
    /// It was not tried, for its module is not loaded, and brings these interfaces to the machine.
    WouldBring(&'static str),
}

impl Feature {
    /// Returns the device file that it needs.
    pub(crate) fn device(&self) -> Option<&'static str> {
        matches!(self.probe, Probe::Tun { .. }).then_some(tun::DEVICE)
    }

    /// Makes one in the calling thread's network namespace, unless that could bring interfaces to
    /// the machine's own.
    pub(crate) fn probe(&self, modules: &Modules) -> FeatureOutcome {
        if !self.brings.is_empty() && modules.may_load(self.module) {
            return FeatureOutcome::WouldBring(self.brings);
        }
        match self.probe.make() {
            Ok(()) => FeatureOutcome::Works,
            Err(refusal) => match refusal.errno {
                libc::EOPNOTSUPP
                | libc::ENOENT
                | libc::EPROTONOSUPPORT
                | libc::EAFNOSUPPORT
                | libc::ESOCKTNOSUPPORT
                | libc::ENOPROTOOPT
                | libc::ENODEV
                | libc::ENXIO => FeatureOutcome::Missing(refusal),
                libc::EPERM | libc::EACCES => FeatureOutcome::Refused(refusal),
                _ => FeatureOutcome::Failed(refusal),
            },
        }
    }
}

impl Probe {
    fn make(&self) -> Result<(), Refusal> {
        match *self {
            Self::Link { kind, data, on_another } => link::make(kind, data, on_another),
            Self::Qdisc { kind, place, options } => qdisc::make(kind, place, options),
            Self::Filter { kind, data } => qdisc::filter(kind, data),
            Self::Nft { chain, expression } => nft::make(chain, expression),
            Self::Tun { flag } => tun::make(flag),
            Self::Socket(family, kind, protocol) => socket::make(family, kind, protocol),
            Self::PacketSocket => socket::make_packet(),
        }
    }
}
