//! The predicates and parts of an error.

use std::net::IpAddr;
use std::slice;

use nsfixture_plan::{FileProblems, Problems};

use super::operation::Operation;
use super::types::{Error, Kind};
use crate::unavailable::Unavailable;

impl Error {
    /// Returns the errors that this one consists of: several where several things went wrong at
    /// once, otherwise this one alone.
    ///
    /// The predicates below are true if they are true for one of these.
    pub fn errors(&self) -> impl Iterator<Item = &Self> {
        match &*self.0 {
            Kind::Several(errors) => errors.iter(),
            _ => slice::from_ref(self).iter(),
        }
    }

    fn any(&self, matches: impl Fn(&Kind) -> bool) -> bool {
        self.errors().any(|error| matches(&error.0))
    }

    /// Returns true if the topology, or the file that it was read from, is invalid. Nothing was
    /// created.
    pub fn is_topology(&self) -> bool {
        self.any(|kind| matches!(kind, Kind::Topology(_) | Kind::File(_)))
    }

    /// Returns the problems of an invalid topology, or of invalid faults.
    pub fn problems(&self) -> Option<&Problems> {
        self.errors().find_map(|error| match &*error.0 {
            Kind::Topology(problems) | Kind::Faults(problems) | Kind::Matcher(problems) => {
                Some(problems)
            }
            _ => None,
        })
    }

    /// Returns the problems of an invalid topology file.
    pub fn file_problems(&self) -> Option<&FileProblems> {
        self.errors().find_map(|error| match &*error.0 {
            Kind::File(problems) => Some(problems),
            _ => None,
        })
    }

    /// Returns true if this machine allows no networks, or not this one: its routers cannot forward IPv6
    /// where sysctls cannot be set, or its cables cannot be impaired where packet sockets are refused. Nothing was
    /// created, or nothing is left of it. `#[ns_test]` skips a test for this reason.
    pub fn is_unavailable(&self) -> bool {
        self.unavailable().is_some()
    }

    /// Returns why this machine allows no networks, or not this one, if that is the error.
    pub fn unavailable(&self) -> Option<&Unavailable> {
        self.errors().find_map(|error| match &*error.0 {
            Kind::Unavailable(unavailable) => Some(unavailable),
            _ => None,
        })
    }

    /// Returns the error number with which the kernel refused a packet socket, if that is the error.
    pub(crate) fn refused_packet_socket(&self) -> Option<i32> {
        self.errors().find_map(|error| match &*error.0 {
            Kind::Kernel(kernel) if kernel.operation == Operation::OpenPacketSocket => {
                Some(kernel.errno)
            }
            _ => None,
        })
    }

    /// Returns true if a timeout expired.
    pub fn is_timeout(&self) -> bool {
        self.any(|kind| matches!(kind, Kind::Timeout { .. }))
    }

    /// Returns true if a [`Service`](crate::Service) has exited before what was waited for.
    pub fn is_exited(&self) -> bool {
        self.any(|kind| matches!(kind, Kind::Exited(_)))
    }

    /// Returns true if the network is down.
    pub fn is_down(&self) -> bool {
        self.any(|kind| matches!(kind, Kind::Down { .. }))
    }

    /// Returns true if the network has no host, link or LAN of the name that was asked for.
    pub fn is_unknown_name(&self) -> bool {
        self.any(|kind| matches!(kind, Kind::UnknownName(_)))
    }

    /// Returns true if a thread or task in the network panicked and nobody joined it.
    pub fn is_unobserved_panic(&self) -> bool {
        self.any(|kind| matches!(kind, Kind::UnobservedPanic(_)))
    }

    /// Returns true if cables with faults have lost packets because the machine was too busy.
    pub fn is_overload(&self) -> bool {
        self.any(|kind| matches!(kind, Kind::Overload(_)))
    }

    /// Returns the address of the host that reported a packet as undeliverable: a router on the path,
    /// or the sender itself.
    pub fn reporter(&self) -> Option<IpAddr> {
        self.errors().find_map(|error| match *error.0 {
            Kind::Undelivered { by, .. } => Some(by),
            _ => None,
        })
    }

    /// Returns the kernel's error number, if the kernel refused an operation.
    pub fn raw_os_error(&self) -> Option<i32> {
        self.errors().find_map(|error| match &*error.0 {
            Kind::Kernel(error) => Some(error.errno),
            _ => None,
        })
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Kind::Topology(problems) | Kind::Faults(problems) | Kind::Matcher(problems) => {
                Some(problems)
            }
            Kind::File(problems) => Some(problems),
            Kind::FatesText(error) => Some(error),
            Kind::Unavailable(unavailable) => Some(unavailable),
            Kind::Kernel(error) => Some(&error.source),
            Kind::Several(errors) => errors.first().map(|error| error as _),
            _ => None,
        }
    }
}
