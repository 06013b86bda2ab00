//! Waiting for a line on the standard input stream.

use std::io::{self, IsTerminal as _};
use std::os::fd::AsFd as _;
use std::time::Instant;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// Returns true if somebody can type.
pub(crate) fn is_there() -> bool {
    io::stdin().is_terminal()
}

/// Waits until a line can be read, or until a deadline, and reads the line.
pub(crate) fn wait_for_line(deadline: Option<Instant>) {
    let stdin = io::stdin();
    loop {
        let mut fds = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
        match poll(&mut fds, timeout(deadline)) {
            Err(Errno::EINTR) => {}
            Ok(0) if deadline.is_some_and(|deadline| Instant::now() < deadline) => {}
            Ok(0) | Err(_) => return,
            Ok(_) => {
                // Without a line there is nobody to wait for.
                let _read = stdin.read_line(&mut String::new());
                return;
            }
        }
    }
}

/// Waits until a deadline: there is nobody to type.
pub(crate) fn wait_until(deadline: Instant) {
    while Instant::now() < deadline {
        // A signal interrupts it.
        let _interrupted = poll(&mut [], timeout(Some(deadline)));
    }
}

fn timeout(deadline: Option<Instant>) -> PollTimeout {
    let Some(deadline) = deadline else { return PollTimeout::NONE };
    let left = deadline.saturating_duration_since(Instant::now());
    // Rounded up, so that nothing spins.
    let millis = left.as_micros().div_ceil(1000);
    PollTimeout::try_from(millis).unwrap_or(PollTimeout::MAX)
}
