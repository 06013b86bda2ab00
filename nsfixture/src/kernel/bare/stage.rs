//! The stages of setting up a network's namespaces.

/// A stage of creating a host. Where one fails, there can be no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Forking the child that probes.
    Fork,
    /// Making the permitted capabilities effective.
    Capabilities,
    /// Creating a user namespace.
    UserNamespace,
    /// Mapping the user's and the group's ID in it.
    IdMap,
    /// Creating a network namespace.
    NetNamespace,
    /// Opening its file in `/proc`, to keep it.
    NamespaceFile,
    /// Creating a mount namespace.
    MountNamespace,
    /// Making its mounts private.
    PrivateMounts,
    /// Entering it again, which leaves a chroot.
    SameRoot,
    /// Bringing `lo` up.
    Loopback,
    /// Mounting the host's view, each part of which may be refused.
    View,
}

/// All stages, in order.
pub const STAGES: [Stage; 11] = [
    Stage::Fork,
    Stage::Capabilities,
    Stage::UserNamespace,
    Stage::IdMap,
    Stage::NetNamespace,
    Stage::NamespaceFile,
    Stage::MountNamespace,
    Stage::PrivateMounts,
    Stage::SameRoot,
    Stage::Loopback,
    Stage::View,
];
