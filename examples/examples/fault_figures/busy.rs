//! A busy machine.

use std::hint;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Runs a closure while a thread for each core computes.
pub(super) fn while_busy<T>(run: impl FnOnce() -> T) -> T {
    /// Ends the threads even if the closure panics.
    struct End<'a>(&'a AtomicBool);
    impl Drop for End<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let _end = End(&is_over);
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    hint::spin_loop();
                }
            });
        }
        run()
    })
}
