//! Waiting until a condition is met.

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::timeout_at;

use crate::error::{Error, Kind};
use crate::node::handle::Node;
use crate::services::Running;

/// A condition that is waited for on a thread of its host.
pub(in crate::node) trait Condition: Send + 'static {
    type Found: Send + 'static;

    /// Returns what was waited for, if it is there.
    fn check(&mut self, node: &Node) -> Result<Option<Self::Found>, Error>;

    /// Waits until it is worth while to check again, which it is, too, whenever the service has changed.
    fn event(&mut self) -> impl Future<Output = ()> + Send {
        pending()
    }

    /// Returns what is waited for, for errors.
    fn waited_for(&self) -> String;

    /// Returns what was seen instead, for the error of a timeout.
    fn seen(&self) -> String {
        String::new()
    }
}

/// Waits until a condition is met, until a service on which it depends exits, or until the network goes down.
pub(super) async fn until<C: Condition>(
    node: Node,
    service: Option<Arc<Running>>,
    mut condition: C,
    timeout: Duration,
) -> Result<C::Found, Error> {
    // A timeout that is too long for a deadline never expires.
    let deadline = Instant::now().checked_add(timeout);
    let mut changes = service.as_ref().map(|service| service.changes());
    let mut down = node.network.downs();
    loop {
        // All of these before the condition: what was done until then counts.
        node.namespaces()?;
        let is_over = deadline.is_some_and(|deadline| Instant::now() >= deadline);
        let exit = service.as_ref().and_then(|service| service.exit());
        if let Some(found) = condition.check(&node)? {
            return Ok(found);
        }
        if let Some((service, exit)) = service.as_ref().zip(exit) {
            return Err(service.exited_error(node.name(), exit, &condition.waited_for()));
        }
        if is_over {
            let printed = service.as_ref().map(|service| format!("; {}", service.printed()));
            let seen = condition.seen() + &printed.unwrap_or_default();
            let (waited_for, host) = (condition.waited_for(), node.name().to_owned());
            return Err(Kind::Timeout { waited_for, host, after: timeout, seen }.into());
        }
        let other = first_of(changed(changes.as_mut()), changed(Some(&mut down)));
        let event = first_of(condition.event(), other);
        match deadline {
            // What the event was is found in the next round.
            Some(deadline) => drop(timeout_at(deadline.into(), event).await),
            None => event.await,
        }
    }
}

async fn changed(changes: Option<&mut watch::Receiver<()>>) {
    let is_changed = match changes {
        Some(changes) => changes.changed().await.is_ok(),
        None => false,
    };
    if !is_changed {
        // There is nothing that changes, or not any more.
        pending::<()>().await;
    }
}

/// Waits for one of two futures, and drops the other.
async fn first_of(a: impl Future<Output = ()>, b: impl Future<Output = ()>) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    poll_fn(|context| {
        if a.as_mut().poll(context).is_ready() || b.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        Poll::Pending
    })
    .await;
}
