//! A crate of the edition 2018 that is as strict as a crate can be, and takes nothing for granted.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, single_use_lifetimes, unused_qualifications)]
#![deny(rust_2018_idioms, let_underscore_drop, unused_results, unit_bindings, trivial_casts)]
#![deny(redundant_imports, redundant_lifetimes, tail_expr_drop_order, if_let_rescope)]
#![deny(clippy::all, clippy::nursery, clippy::allow_attributes, clippy::unwrap_used)]
#![deny(clippy::allow_attributes_without_reason, clippy::missing_docs_in_private_items)]
#![deny(clippy::semicolon_outside_block, clippy::shadow_unrelated, clippy::shadow_reuse)]
#![deny(clippy::as_conversions, clippy::let_underscore_untyped)]
// What is forbidden cannot be allowed by an expansion.
#![forbid(clippy::pedantic, closure_returning_async_block, clippy::missing_const_for_fn)]

#[cfg(test)]
#[path = "../../shared/mod.rs"]
mod shared;
