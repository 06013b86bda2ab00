//! Reading the traces of a topology.

use super::faults::Faults;
use super::network::Topology;
use super::trace::ReadFile;

impl Faults {
    /// Reads the file of the trace, if there is one that was not read before.
    #[doc(hidden)]
    pub fn read_trace(&mut self, read: ReadFile<'_>) {
        if let Some(trace) = &mut self.trace {
            trace.load(read);
        }
    }

    /// Returns true if there is a trace.
    #[doc(hidden)]
    pub fn has_trace(&self) -> bool {
        self.trace.is_some()
    }
}

impl Topology {
    /// Reads the files of all traces that were not read before. What is wrong with them is reported when the topology
    /// is checked.
    #[doc(hidden)]
    pub fn read_traces(&mut self, read: ReadFile<'_>) {
        for segment in &mut self.segments {
            let options = segment.options_mut();
            options.faults.read_trace(read);
            options.from.0.iter_mut().for_each(|(_, faults)| faults.read_trace(read));
        }
    }

    /// Returns the paths of all traces.
    #[doc(hidden)]
    pub fn trace_paths(&self) -> Vec<&str> {
        let faults = self.segments.iter().flat_map(|segment| {
            let from = segment.from_entries().map(|(_, faults)| faults);
            std::iter::once(&segment.options().faults).chain(from)
        });
        let mut paths: Vec<&str> =
            faults.filter_map(|faults| faults.trace.as_ref()?.path()).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }
}
