//! No crate has import circles.

use crate::circles;
use crate::sources::Sources;

#[track_caller]
fn check(sources: &Sources) {
    let found = circles::find(sources);
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn no_circles_in_plan() {
    check(&Sources::of("nsfixture-plan"));
}

#[test]
fn no_circles_in_macros() {
    check(&Sources::of("nsfixture-macros"));
}

#[test]
fn no_circles_in_library() {
    check(&Sources::of("nsfixture"));
}

#[test]
fn no_circles_in_cli() {
    check(&Sources::of("nsfixture-cli"));
}
