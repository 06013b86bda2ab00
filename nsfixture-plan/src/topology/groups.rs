//! Groups of hosts.

/// Groups of hosts for a partition: a tuple of arrays, an array of slices, or a `Vec` of `Vec`s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups(pub(crate) Vec<Vec<String>>);

impl Groups {
    /// Returns the hosts of each group.
    #[doc(hidden)]
    pub fn hosts(&self) -> &[Vec<String>] {
        &self.0
    }
}

fn group<S: Into<String>>(hosts: impl IntoIterator<Item = S>) -> Vec<String> {
    hosts.into_iter().map(Into::into).collect()
}

impl<const A: usize, const B: usize> From<([&str; A], [&str; B])> for Groups {
    fn from((a, b): ([&str; A], [&str; B])) -> Self {
        Self(vec![group(a), group(b)])
    }
}

impl<const A: usize, const B: usize, const C: usize> From<([&str; A], [&str; B], [&str; C])>
    for Groups
{
    fn from((a, b, c): ([&str; A], [&str; B], [&str; C])) -> Self {
        Self(vec![group(a), group(b), group(c)])
    }
}

impl<const N: usize> From<[&[&str]; N]> for Groups {
    fn from(groups: [&[&str]; N]) -> Self {
        Self(groups.into_iter().map(|hosts| group(hosts.iter().copied())).collect())
    }
}

impl<S: Into<String>> From<Vec<Vec<S>>> for Groups {
    fn from(groups: Vec<Vec<S>>) -> Self {
        Self(groups.into_iter().map(group).collect())
    }
}
