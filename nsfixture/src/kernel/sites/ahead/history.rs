//! Whether hosts are worth making ahead, which is pure.

use std::time::Duration;

/// How long a network is up at least if the next one is to gain more than the work during its body costs.
const WORTHWHILE: Duration = Duration::from_millis(1);

/// What is known of the networks of this process.
#[derive(Default)]
pub(super) struct History {
    /// The number of those that are up.
    up: usize,
    /// How long the last one was up that went down.
    last: Option<Duration>,
}

impl History {
    pub(super) fn came_up(&mut self) {
        self.up += 1;
    }

    pub(super) fn goes_down(&mut self, after: Duration) {
        self.up = self.up.saturating_sub(1);
        self.last = Some(after);
    }

    /// Returns true if a network is likely to follow, and if there is a processor to prepare it on.
    ///
    /// Nothing follows the only test of a process.
    pub(super) fn is_worthwhile(&self, processors: usize) -> bool {
        self.up <= processors && self.last.is_some_and(|last| last >= WORTHWHILE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(up: usize, last: Option<Duration>) -> History {
        History { up, last }
    }

    #[test]
    fn nothing_is_made_for_a_process_with_one_network() {
        let mut history = History::default();
        history.came_up();
        assert!(!history.is_worthwhile(2));
        history.goes_down(WORTHWHILE);
        history.came_up();
        assert!(history.is_worthwhile(2));
    }

    #[test]
    fn nothing_is_made_during_bodies_that_end_at_once() {
        assert!(!history(1, Some(WORTHWHILE / 2)).is_worthwhile(2));
    }

    #[test]
    fn nothing_is_made_where_every_processor_is_in_use() {
        assert!(history(2, Some(WORTHWHILE)).is_worthwhile(2));
        assert!(!history(3, Some(WORTHWHILE)).is_worthwhile(2));
    }
}
