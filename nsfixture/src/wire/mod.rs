//! Stub.
use nsfixture_plan::Impairment;
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time(u64);
impl Time {
    pub(crate) fn from_nanos(n: u64) -> Self {
        Self(n)
    }
    pub(crate) fn as_nanos(self) -> u64 {
        self.0
    }
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Direction {
    pub(crate) cable: usize,
    pub(crate) from: usize,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Segmentation {
    Tcp4,
    Tcp6,
    Udp,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Checksum {
    pub(crate) start: u16,
    pub(crate) offset: u16,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Offload {
    pub(crate) kind: Option<Segmentation>,
    pub(crate) segment_size: u16,
    pub(crate) header_len: u16,
    pub(crate) checksum: Option<Checksum>,
    pub(crate) ecn: bool,
}
pub(crate) struct Frame<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) offload: Offload,
}
pub(crate) struct Packet<'a>(Frame<'a>);
impl Packet<'_> {
    pub(crate) fn head(&self) -> &[u8] {
        &[]
    }
    pub(crate) fn body(&self) -> &[u8] {
        self.0.bytes
    }
    pub(crate) fn offload(&self) -> Offload {
        self.0.offload
    }
    pub(crate) fn wire_packets(&self) -> u32 {
        1
    }
}
pub(crate) trait Output<'a> {
    fn send(&mut self, direction: Direction, packet: Packet<'a>);
}
pub(crate) struct Wire;
impl Wire {
    pub(crate) fn new(_seed: u64) -> Self {
        Self
    }
    pub(crate) fn add_cable(&mut self, _name: &str, _mtu: u32, _i: [Impairment; 2]) -> usize {
        0
    }
    pub(crate) fn receive<'a>(
        &mut self,
        direction: Direction,
        _at: Time,
        frame: Frame<'a>,
        out: &mut impl Output<'a>,
    ) {
        out.send(direction, Packet(frame));
    }
    pub(crate) fn advance<'a>(&mut self, _now: Time, _out: &mut impl Output<'a>) {}
    pub(crate) fn set(&mut self, _d: Direction, _i: Impairment, _now: Time) {}
    pub(crate) fn counters(&self, _d: Direction) -> crate::fault_counters::FaultCounters {
        Default::default()
    }
    pub(crate) fn next_deadline(&self) -> Option<Time> {
        None
    }
    pub(crate) fn needs_timestamps(&self) -> bool {
        std::env::var_os("TMP_STAMP").is_some()
    }
}
