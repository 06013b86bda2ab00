//! What is asked for.

use serde::{Deserialize, Serialize};

use crate::net::action::Action;
use crate::net::fault::FaultAction;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Request {
    /// With which link, LAN or cable of a LAN.
    Link { name: String, action: Action },
    /// With the faults of cables, or with partitions.
    Fault(FaultAction),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_a_line() {
        let name = "office:alice\n".to_owned();
        let requests = [
            Request::Link { name: name.clone(), action: Action::Unplug },
            Request::Fault(FaultAction::Isolate { host: name, reject: true }),
            Request::Fault(FaultAction::Partition {
                groups: vec!["a,b".to_owned(), "c".to_owned()],
                reject: false,
            }),
            Request::Fault(FaultAction::Heal),
        ];
        for request in requests {
            let line = serde_json::to_string(&request).expect("it can be written");
            assert!(!line.contains('\n'), "{line}");
            assert_eq!(serde_json::from_str::<Request>(&line).ok(), Some(request), "{line}");
        }
        assert!(serde_json::from_str::<Request>("cut wire").is_err());
    }
}
