//! A trace, as asked for.

use crate::schedule::Schedule;

/// When packets are delivered: a file, by its path, or its text.
///
/// The format is that of mahimahi's [mm-link(1)]: a number on each line, in milliseconds and in ascending order. Each is an
/// opportunity to deliver 1,504 bytes; see [`Faults::trace`](crate::Faults::trace).
///
/// It is made of a string: one with a line feed is the text, any other one a path. A file is read when a network is
/// created, or when faults are set; a relative path is relative to the current directory. In the attribute and in a file
/// it is relative to the crate's `Cargo.toml`, or to that file.
///
/// ```
/// # extern crate nsfixture_plan as nsfixture;
/// use nsfixture::{Faults, Trace};
///
/// // 12 Mbit/s: a packet of 1,500 bytes in each millisecond.
/// let steady = Faults::new().trace("1\n");
/// let recorded = Faults::new().trace("traces/lte.up").queue("64kb");
/// assert_eq!(steady, Faults::new().trace(Trace::from("1\n".to_owned())));
/// # let _ = recorded;
/// ```
///
/// [mm-link(1)]: https://manpages.debian.org/mm-link
#[derive(Debug, Clone)]
pub struct Trace {
    /// The text or the path.
    pub(crate) source: String,
    /// What was found there, or why there is nothing.
    pub(crate) read: Option<Result<Schedule, String>>,
}

impl PartialEq for Trace {
    /// Whether it has been read makes no difference.
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Trace {}

impl From<String> for Trace {
    fn from(source: String) -> Self {
        Self { source, read: None }
    }
}

impl From<&str> for Trace {
    fn from(source: &str) -> Self {
        source.to_owned().into()
    }
}

/// Reads the text of the file with a path, or returns why it cannot be read.
pub type ReadFile<'r> = &'r mut dyn FnMut(&str) -> Result<String, String>;

impl Trace {
    /// Returns the path, if it is one.
    pub(crate) fn path(&self) -> Option<&str> {
        (!self.source.contains('\n')).then_some(&self.source)
    }

    /// Reads the file, unless it was read.
    pub(crate) fn load(&mut self, read: ReadFile<'_>) {
        if self.read.is_some() {
            return;
        }
        self.read = Some(match self.path() {
            None => Self::parse(&self.source, None),
            Some(path) => match read(path) {
                Ok(text) => Self::parse(&text, Some(path)),
                Err(why) => Err(format!("cannot read trace {path:?}: {why}")),
            },
        });
    }

    /// Returns when packets are delivered; never, if the file has not been read.
    pub(crate) fn schedule(&self) -> Result<Schedule, String> {
        match (&self.read, self.path()) {
            (Some(read), _) => read.clone(),
            (None, Some(_)) => Ok(Schedule::default()),
            (None, None) => Self::parse(&self.source, None),
        }
    }

    fn parse(text: &str, path: Option<&str>) -> Result<Schedule, String> {
        Schedule::parse(text).map_err(|(line, why)| {
            let of = path.map_or_else(|| "the trace".to_owned(), |path| format!("{path:?}"));
            format!("line {line} of {of}: {why}")
        })
    }
}
