//! Who has sent what to whom, as a sequence diagram across hosts.

mod connections;
mod fold;
mod row;
mod text;

pub(crate) use row::rows;
pub(crate) use text::text;

#[cfg(test)]
mod tests;
