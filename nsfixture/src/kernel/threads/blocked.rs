//! What a blocked thread waits for (`/proc/PID/task/TID/syscall`, proc_pid_syscall(5)).

use std::fmt;
use std::fs;
use std::io::IoSliceMut;
use std::time::Duration;

use libc::c_long;
use nix::sys::uio::{RemoteIoVec, process_vm_readv};
use nix::time::{ClockId, clock_gettime};
use nix::unistd::Pid;

/// The system call that a thread is blocked in.
///
/// `Display` prints its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Blocked {
    number: c_long,
    /// How long it waits at most, counted from its begin or, for an absolute time, from now. `None` if it
    /// waits without a limit, or it is not known.
    pub(super) timeout: Option<Duration>,
}

/// The calls in which threads are usually blocked, and where a timeout is in their arguments.
const KNOWN: &[(c_long, &str, Timeout)] = &[
    (libc::SYS_accept, "accept", Timeout::None),
    (libc::SYS_accept4, "accept", Timeout::None),
    (libc::SYS_clock_nanosleep, "sleep", Timeout::Clock { flags: 1, timespec: 2 }),
    (libc::SYS_connect, "connect", Timeout::None),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_epoll_wait, "epoll_wait", Timeout::Milliseconds(3)),
    (libc::SYS_epoll_pwait, "epoll_wait", Timeout::Milliseconds(3)),
    (libc::SYS_epoll_pwait2, "epoll_wait", Timeout::Timespec(3)),
    (libc::SYS_futex, "futex", Timeout::Futex),
    (libc::SYS_io_uring_enter, "io_uring_enter", Timeout::None),
    (libc::SYS_nanosleep, "sleep", Timeout::Timespec(0)),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_poll, "poll", Timeout::Milliseconds(2)),
    (libc::SYS_ppoll, "poll", Timeout::Timespec(2)),
    (libc::SYS_pselect6, "select", Timeout::Timespec(4)),
    (libc::SYS_read, "read", Timeout::None),
    (libc::SYS_readv, "read", Timeout::None),
    (libc::SYS_recvfrom, "recv", Timeout::None),
    (libc::SYS_recvmmsg, "recv", Timeout::None),
    (libc::SYS_recvmsg, "recv", Timeout::None),
    (libc::SYS_rt_sigtimedwait, "sigwait", Timeout::Timespec(2)),
    (libc::SYS_sendmsg, "send", Timeout::None),
    (libc::SYS_sendto, "send", Timeout::None),
    (libc::SYS_wait4, "wait", Timeout::None),
    (libc::SYS_waitid, "wait", Timeout::None),
    (libc::SYS_write, "write", Timeout::None),
];

/// Where a system call's timeout is: in which argument, counted from 0.
#[derive(Clone, Copy)]
enum Timeout {
    None,
    /// A number of milliseconds; negative for none.
    Milliseconds(usize),
    /// The address of a `timespec`, relative; null for none.
    Timespec(usize),
    /// A `timespec` that is absolute if the flags have `TIMER_ABSTIME` (clock_nanosleep(2)).
    Clock {
        flags: usize,
        timespec: usize,
    },
    /// A `timespec` in the fourth argument, absolute for `FUTEX_WAIT_BITSET` (futex(2)).
    Futex,
}

impl Blocked {
    /// Returns what a thread is blocked in; `None` if it runs, or if the kernel does not tell.
    pub(crate) fn of(thread: i32) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/self/task/{thread}/syscall")).ok()?;
        let (number, arguments) = parse(&text)?;
        let known = KNOWN.iter().find(|(known, ..)| *known == number);
        let timeout = known.and_then(|&(_, _, timeout)| timeout.read(&arguments));
        Some(Self { number, timeout })
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match KNOWN.iter().find(|(known, ..)| *known == self.number) {
            Some((_, name, _)) => f.write_str(name),
            None => write!(f, "system call {}", self.number),
        }
    }
}

impl Timeout {
    fn read(self, arguments: &[u64; 6]) -> Option<Duration> {
        match self {
            Self::None => None,
            Self::Milliseconds(at) => {
                let milliseconds = u64::try_from(arguments[at] as u32 as i32).ok()?;
                Some(Duration::from_millis(milliseconds))
            }
            Self::Timespec(at) => timespec(arguments[at]),
            Self::Clock { flags, timespec: at } => {
                let is_absolute = arguments[flags] as i32 & libc::TIMER_ABSTIME != 0;
                let clock = ClockId::from_raw(arguments[0] as libc::clockid_t);
                let time = timespec(arguments[at])?;
                if is_absolute { until(clock, time) } else { Some(time) }
            }
            Self::Futex => {
                let operation = arguments[1] as i32;
                let time = timespec(arguments[3])?;
                let clock = match operation & libc::FUTEX_CLOCK_REALTIME {
                    0 => ClockId::CLOCK_MONOTONIC,
                    _ => ClockId::CLOCK_REALTIME,
                };
                match operation & libc::FUTEX_CMD_MASK {
                    libc::FUTEX_WAIT => Some(time),
                    _ => until(clock, time),
                }
            }
        }
    }
}

/// Parses the number of the call and its arguments. A thread that runs, or is blocked outside of a call,
/// has neither.
fn parse(text: &str) -> Option<(c_long, [u64; 6])> {
    let mut fields = text.split_ascii_whitespace();
    let number = fields.next()?.parse().ok().filter(|&number| number >= 0)?;
    let mut arguments = [0; 6];
    for argument in &mut arguments {
        *argument = u64::from_str_radix(fields.next()?.strip_prefix("0x")?, 16).ok()?;
    }
    Some((number, arguments))
}

/// Reads a `timespec` of this process. The thread that it belongs to may end meanwhile, so the kernel
/// reads it.
fn timespec(address: u64) -> Option<Duration> {
    const SIZE: usize = size_of::<i64>();
    let mut bytes = [0; 2 * SIZE];
    if address == 0 {
        return None;
    }
    let remote = RemoteIoVec { base: usize::try_from(address).ok()?, len: bytes.len() };
    let read = process_vm_readv(Pid::this(), &mut [IoSliceMut::new(&mut bytes)], &[remote]);
    if read != Ok(bytes.len()) {
        return None;
    }
    let (seconds, nanoseconds) = bytes.split_first_chunk::<SIZE>()?;
    let nanoseconds = nanoseconds.first_chunk::<SIZE>()?;
    let seconds = u64::try_from(i64::from_ne_bytes(*seconds)).ok()?;
    let nanoseconds = u32::try_from(i64::from_ne_bytes(*nanoseconds)).ok()?;
    Some(Duration::new(seconds, nanoseconds))
}

/// Returns how long it is until a clock shows this time.
fn until(clock: ClockId, time: Duration) -> Option<Duration> {
    Some(time.saturating_sub(clock_gettime(clock).ok()?.into()))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use nix::poll::{PollTimeout, poll};
    use nix::time::{ClockNanosleepFlags, clock_nanosleep};
    use nix::unistd::gettid;

    use super::*;

    /// Starts a thread that blocks, and waits until it is blocked in this call.
    fn blocked_in(call: &str, block: impl FnOnce() + Send + 'static) -> Blocked {
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            tell.send(gettid().as_raw()).expect("the test waits for it");
            block();
        });
        let thread = told.recv().expect("it has started");
        loop {
            if let Some(blocked) = Blocked::of(thread).filter(|found| found.to_string() == call) {
                return blocked;
            }
            thread::yield_now();
        }
    }

    const HOUR: Duration = Duration::from_secs(3600);

    #[track_caller]
    fn check_hour(blocked: Blocked) {
        let timeout = blocked.timeout.expect("it has a timeout");
        assert!(timeout <= HOUR && timeout > HOUR / 2, "{timeout:?}");
    }

    #[test]
    fn a_timeout_is_read() {
        check_hour(blocked_in("futex", || thread::park_timeout(HOUR)));
        check_hour(blocked_in("sleep", || {
            let flags = ClockNanosleepFlags::empty();
            let _ended = clock_nanosleep(ClockId::CLOCK_MONOTONIC, flags, &HOUR.into());
        }));
        check_hour(blocked_in("poll", || {
            let hour = PollTimeout::try_from(HOUR).expect("it fits");
            let _ended = poll(&mut [], hour);
        }));
    }

    #[test]
    fn a_wait_without_a_limit_has_none() {
        assert_eq!(blocked_in("futex", thread::park).timeout, None);
        let (reader, writer) = std::io::pipe().expect("a pipe");
        let blocked = blocked_in("read", move || {
            let _ended = std::io::Read::read(&mut &reader, &mut [0]);
        });
        assert_eq!(blocked.timeout, None);
        drop(writer);
    }

    #[test]
    fn only_a_call_is_parsed() {
        assert_eq!(parse("running\n"), None);
        assert_eq!(parse("-1 0x7ffc86f87dc0 0x7fa2ccf162ec\n"), None);
        let found = parse("202 0x7f 0x189 0x0 0x0 0x0 0xffffffff 0x7f 0x7f\n");
        assert_eq!(found, Some((202, [0x7f, 0x189, 0, 0, 0, 0xffff_ffff])));
    }
}
