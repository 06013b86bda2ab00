//! Who has sent what to whom, as a sequence diagram across hosts.

mod answered;
mod connections;
mod fold;
mod groups;
mod named_ends;
mod quic;
mod row;
mod sent;
mod text;

pub(crate) use fold::fold_rows;
pub(crate) use row::{Row, rows};
pub(crate) use text::diagram;

#[cfg(test)]
mod tests;
