//! The closures of rules, on the pump's thread.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nsfixture_plan::{Impairment, Predicate};

use crate::kernel::pump;
use crate::panics::PanicMonitor;

/// Has the closures of rules report their panics: the rule matches nothing from then on.
pub(super) fn guard(impairment: &mut Impairment, monitor: &Arc<PanicMonitor>) {
    for rule in &mut impairment.rules {
        let predicate = rule.matcher.predicate.take();
        rule.matcher.predicate = predicate.map(|closure| guarded(closure, Arc::clone(monitor)));
    }
}

fn guarded(closure: Predicate, monitor: Arc<PanicMonitor>) -> Predicate {
    let has_panicked = AtomicBool::new(false);
    closure.inside(move |closure, packet| {
        if has_panicked.load(Ordering::Relaxed) {
            return false;
        }
        let call = || pump::in_closure(|| closure.matches(packet));
        panic::catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|payload| {
            has_panicked.store(true, Ordering::Relaxed);
            monitor.add_of_closure(&*payload);
            false
        })
    })
}
