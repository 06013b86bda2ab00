//! One value of a direction, and where it comes from.

/// Whose value it is. Later ones override those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    /// That of the link or the LAN, or of faults by themselves.
    Base,
    /// That of the host that sends the packets.
    From,
}

/// The value of one fault.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Slot<T> {
    #[default]
    Unset,
    /// It is set, but not valid, which has been reported.
    Invalid,
    Set(Set<T>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Set<T> {
    pub(super) value: T,
    /// The layer and the key that have set it.
    pub(super) layer: Layer,
    pub(super) key: &'static str,
}

impl<T> Slot<T> {
    pub(super) fn is_unset(&self) -> bool {
        matches!(self, Self::Unset)
    }

    pub(super) fn get(&self) -> Option<&Set<T>> {
        match self {
            Self::Set(set) => Some(set),
            Self::Unset | Self::Invalid => None,
        }
    }

    pub(super) fn value(&self) -> Option<&T> {
        self.get().map(|set| &set.value)
    }

    pub(super) fn map(self, change: impl FnOnce(T) -> T) -> Self {
        match self {
            Self::Set(set) => Self::Set(Set { value: change(set.value), ..set }),
            other => other,
        }
    }

    /// Returns the value that holds where `below` is overridden by this.
    pub(super) fn over(self, below: Self) -> Self {
        if self.is_unset() { below } else { self }
    }

    pub(super) fn or_default(self) -> T
    where
        T: Default,
    {
        match self {
            Self::Set(set) => set.value,
            Self::Unset | Self::Invalid => T::default(),
        }
    }
}
