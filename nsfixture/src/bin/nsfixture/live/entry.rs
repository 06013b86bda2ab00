//! What runs before the library's constructor: the command decides in `main` whether and how it
//! enters a user namespace, for that depends on its arguments.
#![allow(unsafe_code, reason = "a constructor, which goes before others by its place")]

/// Linkers sort these by their number, and put those without one last, as the library's is.
#[used]
#[unsafe(link_section = ".init_array.00101")]
static BEFORE_THE_LIBRARY: extern "C" fn() = defer;

extern "C" fn defer() {
    nsfixture::cli::defer();
}
