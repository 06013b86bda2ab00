//! The stories are in `examples/` (programs) and `tests/` (tests).
