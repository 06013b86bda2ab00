//! Kinds of partitions: which hosts cannot reach which others.

/// Packets from a host that do not reach another one. Hosts are known by their indices in
/// [`Plan::nodes`](crate::Plan::nodes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cut {
    /// The host that sends the packets.
    pub from: usize,
    /// The host that they are for.
    pub to: usize,
}

/// Why there is no such partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CutMistake {
    /// There are fewer than two groups.
    TooFewGroups,
    /// A host is named twice.
    Twice {
        /// The host.
        host: usize,
        /// The place of the second time among all hosts that are named.
        place: usize,
    },
    /// This host is to be cut off from itself.
    Itself(usize),
    /// With so few hosts, each is next to each other one.
    RingTooSmall(usize),
}

impl Cut {
    /// Separates groups of hosts from each other.
    ///
    /// # Errors
    /// Returns an error if there are fewer than two groups, or if a host is named twice.
    pub fn groups(groups: &[Vec<usize>]) -> Result<Vec<Self>, CutMistake> {
        if groups.len() < 2 {
            return Err(CutMistake::TooFewGroups);
        }
        let hosts: Vec<usize> = groups.iter().flatten().copied().collect();
        each_once(&hosts)?;
        let mut cuts = Vec::new();
        for (nth, group) in groups.iter().enumerate() {
            let others = || groups.iter().enumerate().filter(|(other, _)| *other != nth);
            for &from in group {
                cuts.extend(others().flat_map(|(_, group)| group).map(|&to| Self { from, to }));
            }
        }
        Ok(cuts)
    }

    /// Loses the packets from one host to another.
    ///
    /// # Errors
    /// Returns an error if both are the same.
    pub fn oneway(from: usize, to: usize) -> Result<Vec<Self>, CutMistake> {
        if from == to { Err(CutMistake::Itself(from)) } else { Ok(vec![Self { from, to }]) }
    }

    /// Cuts a host off from all others, of this number in all.
    pub fn isolate(host: usize, count: usize) -> Vec<Self> {
        let others = (0..count).filter(|&other| other != host);
        let both = |other| [Self { from: host, to: other }, Self { from: other, to: host }];
        others.flat_map(both).collect()
    }

    /// Cuts each host of a ring off from those that are not near it, so that it reaches a majority.
    ///
    /// # Errors
    /// Returns an error if a host is named twice, or if there are fewer than four.
    pub fn ring(hosts: &[usize]) -> Result<Vec<Self>, CutMistake> {
        each_once(hosts)?;
        let count = hosts.len();
        if count < 4 {
            return Err(CutMistake::RingTooSmall(count));
        }
        // A majority includes the host itself.
        let reach = (count / 2).div_ceil(2);
        let mut cuts = Vec::new();
        for (nth, &from) in hosts.iter().enumerate() {
            let is_near = |other: usize| {
                let distance = nth.abs_diff(other);
                distance.min(count - distance) <= reach
            };
            let far = hosts.iter().enumerate().filter(|(other, _)| !is_near(*other));
            cuts.extend(far.map(|(_, &to)| Self { from, to }));
        }
        Ok(cuts)
    }
}

fn each_once(hosts: &[usize]) -> Result<(), CutMistake> {
    let is_again = |&(place, host): &(usize, &usize)| hosts[..place].contains(host);
    match hosts.iter().enumerate().find(is_again) {
        Some((place, &host)) => Err(CutMistake::Twice { host, place }),
        None => Ok(()),
    }
}

impl CutMistake {
    /// Describes it, with the names of hosts.
    pub fn describe<'n>(self, name: impl Fn(usize) -> &'n str) -> String {
        match self {
            Self::TooFewGroups => "a partition needs two groups or more".to_owned(),
            Self::Twice { host, .. } => {
                format!("host `{}` is named twice in a partition", name(host))
            }
            Self::Itself(host) => format!("host `{}` cannot be cut off from itself", name(host)),
            Self::RingTooSmall(count) => {
                format!("a ring of {count} hosts leaves none cut off: it needs at least 4")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cuts: Result<Vec<Cut>, CutMistake>, expected: &[(usize, usize)]) {
        let mut found: Vec<_> = cuts.expect("cuts").iter().map(|cut| (cut.from, cut.to)).collect();
        found.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn hosts_of_other_groups_are_cut_off() {
        check(Cut::groups(&[vec![0], vec![1, 2]]), &[(0, 1), (0, 2), (1, 0), (2, 0)]);
        check(Cut::oneway(2, 0), &[(2, 0)]);
        check(Ok(Cut::isolate(1, 3)), &[(0, 1), (1, 0), (1, 2), (2, 1)]);
        check(Cut::ring(&[0, 2, 1, 3]), &[(0, 1), (1, 0), (2, 3), (3, 2)]);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert_eq!(Cut::groups(&[vec![0, 1]]), Err(CutMistake::TooFewGroups));
        let twice = CutMistake::Twice { host: 0, place: 2 };
        assert_eq!(Cut::groups(&[vec![0, 1], vec![0]]), Err(twice));
        assert_eq!(Cut::ring(&[0, 1, 0, 2]), Err(twice));
        assert_eq!(Cut::ring(&[0, 1, 2]), Err(CutMistake::RingTooSmall(3)));
        assert_eq!(Cut::oneway(1, 1), Err(CutMistake::Itself(1)));
    }
}
