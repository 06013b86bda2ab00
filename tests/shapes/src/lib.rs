//! Nothing: this package has only a test.
