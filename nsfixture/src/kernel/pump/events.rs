//! What the pump waits for: frames at its ports, a deadline, and calls from other threads.

use std::os::fd::{AsFd, BorrowedFd};

use nix::errno::Errno;
use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags, EpollTimeout};
use nix::sys::eventfd::EventFd;
use nix::sys::time::TimeSpec;
use nix::sys::timerfd::{ClockId, Expiration, TimerFd, TimerFlags, TimerSetTimeFlags};

use super::port::Port;
use crate::wire::Time;

/// An event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// Another thread has called.
    Called,
    /// The deadline has passed.
    Deadline,
    /// Interfaces have changed.
    Carrier,
    /// Frames have arrived at the port with this index.
    Frames(usize),
}

impl Event {
    fn number(self) -> u64 {
        match self {
            Self::Called => 0,
            Self::Deadline => 1,
            Self::Carrier => 2,
            Self::Frames(port) => port as u64 + 3,
        }
    }

    fn of(number: u64) -> Self {
        match number {
            0 => Self::Called,
            1 => Self::Deadline,
            2 => Self::Carrier,
            port => Self::Frames(port as usize - 3),
        }
    }
}

/// The most events that are returned at once.
const SIZE: usize = 64;

pub(super) struct Events {
    epoll: Epoll,
    timer: TimerFd,
    deadline: Option<Time>,
}

impl Events {
    pub(super) fn new(
        call: &EventFd,
        carrier: Option<BorrowedFd<'_>>,
        ports: &[Port],
    ) -> Result<Self, Errno> {
        let epoll = Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?;
        let flags = TimerFlags::TFD_CLOEXEC | TimerFlags::TFD_NONBLOCK;
        let timer = TimerFd::new(ClockId::CLOCK_MONOTONIC, flags)?;
        let event = |event: Event| EpollEvent::new(EpollFlags::EPOLLIN, event.number());
        epoll.add(call, event(Event::Called))?;
        epoll.add(&timer, event(Event::Deadline))?;
        if let Some(carrier) = carrier {
            epoll.add(carrier, event(Event::Carrier))?;
        }
        for (nth, port) in ports.iter().enumerate() {
            epoll.add(port.as_fd(), event(Event::Frames(nth)))?;
        }
        Ok(Self { epoll, timer, deadline: None })
    }

    /// Sets the deadline, or removes it.
    pub(super) fn set_deadline(&mut self, deadline: Option<Time>) -> Result<(), Errno> {
        if deadline == self.deadline {
            return Ok(());
        }
        self.deadline = deadline;
        let Some(deadline) = deadline else { return self.timer.unset() };
        // A time of 0 would remove it (timerfd_settime(2)).
        let nanos = deadline.as_nanos().max(1);
        let at = TimeSpec::new((nanos / 1_000_000_000) as i64, (nanos % 1_000_000_000) as i64);
        self.timer.set(Expiration::OneShot(at), TimerSetTimeFlags::TFD_TIMER_ABSTIME)
    }

    /// Waits for events. A deadline that has passed is removed.
    pub(super) fn wait(&mut self) -> Result<Vec<Event>, Errno> {
        let mut events = [EpollEvent::empty(); SIZE];
        let count = match self.epoll.wait(&mut events, EpollTimeout::NONE) {
            Err(Errno::EINTR) => 0,
            waited => waited?,
        };
        let events: Vec<Event> =
            events[..count].iter().map(|event| Event::of(event.data())).collect();
        if events.contains(&Event::Deadline) {
            self.set_deadline(None)?;
        }
        Ok(events)
    }
}
