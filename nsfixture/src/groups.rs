//! Groups of hosts.

/// Groups of hosts for [`Net::partition`](crate::Net::partition): a tuple of arrays, or a `Vec` of `Vec`s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups(pub(crate) Vec<Vec<String>>);

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

impl<S: Into<String>> From<Vec<Vec<S>>> for Groups {
    fn from(groups: Vec<Vec<S>>) -> Self {
        Self(groups.into_iter().map(group).collect())
    }
}
