//! Keys of descriptions: what they are called and how they are written.

/// A key, and an example of it.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The name.
    pub name: &'static str,
    /// The key with a value, as it is shown in messages.
    pub form: &'static str,
}

impl Key {
    /// Returns the key with this name.
    pub fn find(keys: &[Self], name: &str) -> Option<Self> {
        keys.iter().find(|key| key.name == name).copied()
    }

    /// Returns the names of keys, in the same order.
    pub fn names(keys: &[Self]) -> impl Iterator<Item = &'static str> {
        keys.iter().map(|key| key.name)
    }
}
