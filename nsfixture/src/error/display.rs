//! The wording of errors.

use std::fmt;

use super::hint;
use super::types::{Error, KernelError, Kind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Topology(problems) => write!(f, "invalid topology: {problems}"),
            Self::Faults(problems) => write!(f, "invalid faults: {problems}"),
            Self::Matcher(problems) => write!(f, "invalid matcher: {problems}"),
            Self::File(problems) => write!(f, "invalid topology file:\n{problems}"),
            Self::Unavailable(unavailable) => write!(f, "{unavailable}"),
            Self::Kernel(error) => error.fmt(f),
            Self::Failed { operation, host, found } => {
                write!(f, "{operation} in host `{host}`: {found}")
            }
            Self::Timeout { waited_for, host, after, seen } => {
                write!(
                    f,
                    "timed out after {after:?} waiting for {waited_for} in host `{host}`{seen}"
                )
            }
            Self::Undelivered { target, host, by, name, why } => {
                write!(f, "cannot reach {target} from host `{host}`: ")?;
                match name {
                    Some(name) => write!(f, "`{name}` ({by}) reported: {why}"),
                    None => write!(f, "{by} reported: {why}"),
                }
            }
            Self::Down { host: Some(host) } => write!(f, "the network of host `{host}` is down"),
            Self::Down { host: None } => f.write_str("the network is down"),
            Self::NotPluggable { link } => write!(
                f,
                "link `{link}` joins two hosts directly and cannot be unplugged: add `faults` to it, or set \
                 it down"
            ),
            Self::WholeCable { cable } => write!(
                f,
                "`flap` is a fault of the whole cable `{cable}`, not of one of its directions: set it for the cable"
            ),
            Self::Plain { cable } => write!(
                f,
                "cable `{cable}` cannot be impaired: add `faults` to its link or LAN, or to the whole topology"
            ),
            Self::Fates(misfits) => write!(
                f,
                "the fates are not those of this network: {misfits}; replay what they are of, unchanged, or write \
                 them again"
            ),
            Self::FatesText(error) => write!(f, "invalid fates: {error}"),
            Self::Exited(text)
            | Self::Partition(text)
            | Self::UnknownName(text)
            | Self::UnobservedPanic(text)
            | Self::Overload(text) => f.write_str(text),
            Self::Several(errors) => {
                for (nth, error) in errors.iter().enumerate() {
                    write!(f, "{}{error}", if nth > 0 { "; " } else { "" })?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for KernelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operation, self.subject)?;
        if let Some(host) = &self.host {
            write!(f, " in host `{host}`")?;
        }
        write!(f, ": {}", self.source)?;
        if let Some(text) = &self.ext_ack {
            write!(f, " (kernel: {text})")?;
        }
        if let Some(hint) = hint::of(self) {
            write!(f, "; hint: {hint}")?;
        }
        Ok(())
    }
}
