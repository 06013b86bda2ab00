//! Reading the traces of a topology.

use super::faults::Faults;
use super::network::Topology;
use super::segment::Segment;
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
        let segments = self.segments.iter_mut().map(|segment| {
            let options = segment.options_mut();
            (&mut options.faults, &mut options.from)
        });
        let schedule = self.schedule.iter_mut().map(|fault| (&mut fault.faults, &mut fault.from));
        for (faults, from) in segments.chain(schedule) {
            faults.read_trace(read);
            from.0.iter_mut().for_each(|(_, faults)| faults.read_trace(read));
        }
    }

    /// Returns the paths of all traces.
    #[doc(hidden)]
    pub fn trace_paths(&self) -> Vec<&str> {
        let segments = self.segments.iter().map(Segment::options);
        let segments = segments.map(|options| (&options.faults, &options.from));
        let schedule = self.schedule.iter().map(|fault| (&fault.faults, &fault.from));
        let faults = segments.chain(schedule).flat_map(|(faults, from)| {
            std::iter::once(faults).chain(from.0.iter().map(|(_, faults)| faults))
        });
        let mut paths: Vec<&str> =
            faults.filter_map(|faults| faults.trace.as_ref()?.path()).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }
}
