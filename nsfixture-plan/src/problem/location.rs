//! The parts of a topology.

/// The part of a topology that a [`Problem`](crate::Problem) is about. Parts are counted from 0, in the order in
/// which they were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Location {
    /// A host.
    Host(usize),
    /// A router.
    Router(usize),
    /// A link or a LAN as a whole.
    Segment(usize),
    /// A host on a link or a LAN.
    Endpoint {
        /// The link or LAN.
        segment: usize,
        /// The host among those of the segment.
        endpoint: usize,
    },
    /// An address of a host on a link or a LAN.
    Address {
        /// The link or LAN.
        segment: usize,
        /// The host among those of the segment.
        endpoint: usize,
        /// The address among those given for the host.
        address: usize,
    },
    /// An option of the topology as a whole, by its key, such as `"family"`.
    Setting(&'static str),
    /// An option of a link or a LAN, such as its MTU.
    Option {
        /// The link or LAN.
        segment: usize,
        /// The key of the option, such as `"mtu"`.
        key: &'static str,
        /// The value among those given for the option.
        item: usize,
    },
    /// A host of a link or a LAN whose packets have their own faults.
    From {
        /// The link or LAN.
        segment: usize,
        /// The host among those with their own faults.
        from: usize,
    },
    /// An option of the packets from a host of a link or a LAN.
    FromOption {
        /// The link or LAN.
        segment: usize,
        /// The host among those with their own faults.
        from: usize,
        /// The key of the option, such as `"loss"`.
        key: &'static str,
        /// The value among those given for the option.
        item: usize,
    },
    /// A fault on a schedule as a whole.
    Schedule(usize),
    /// An option of a fault on a schedule, such as `"lasts"`.
    ScheduleOption {
        /// The fault.
        fault: usize,
        /// The key of the option.
        key: &'static str,
        /// The value among those given for the option; of an array, 0 is the whole and 1 its first item.
        item: usize,
    },
    /// A host whose packets have their own faults in a fault on a schedule.
    ScheduleFrom {
        /// The fault.
        fault: usize,
        /// The host among those with their own faults.
        from: usize,
    },
    /// An option of the packets from a host in a fault on a schedule.
    ScheduleFromOption {
        /// The fault.
        fault: usize,
        /// The host among those with their own faults.
        from: usize,
        /// The key of the option, such as `"loss"`.
        key: &'static str,
        /// The value among those given for the option.
        item: usize,
    },
    /// An option of faults by themselves, outside of any topology.
    Fault {
        /// The key of the option, such as `"loss"`.
        key: &'static str,
        /// The value among those given for the option.
        item: usize,
    },
}
