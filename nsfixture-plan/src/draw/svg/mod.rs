//! The network as an SVG document. A layout library computes the positions, the appearance is defined
//! here.
//!
//! An edge changes its height only between two columns, and connected boxes are in adjacent columns:
//! no edge crosses a box.

mod boxes;
mod canvas;
mod content;
mod document;
mod edges;
mod layout;

pub(super) use document::draw;
