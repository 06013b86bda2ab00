//! A constructor that runs before the library's: whether and how the command enters a user namespace
//! depends on its arguments, so `main` decides it.
#![allow(unsafe_code, reason = "a constructor, which goes before others by its place")]

/// Linkers sort these by their number, and put those without one last, as the library's is.
#[used]
#[unsafe(link_section = ".init_array.00101")]
static BEFORE_THE_LIBRARY: extern "C" fn() = defer;

extern "C" fn defer() {
    nsfixture::__cli::defer();
}
