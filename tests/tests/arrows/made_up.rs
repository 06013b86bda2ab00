//! What the parser sees and what not, by small made-up crates.

use crate::circles;
use crate::graph::Graph;
use crate::rooms;
use crate::sources::Sources;

/// Checks how many circles these files have.
#[track_caller]
fn check(circles: usize, files: &[(&str, &str)]) {
    let found = circles::find(&Sources::made_up(files));
    assert_eq!(found.len(), circles, "{}", found.join("\n"));
}

const TWO: (&str, &str) = ("lib.rs", "mod a; mod b;");

#[test]
fn one_direction_is_no_circle() {
    check(0, &[TWO, ("a.rs", "use crate::b::B; pub struct A(B);"), ("b.rs", "pub struct B;")]);
}

#[test]
fn two_files_that_import_each_other() {
    let a = ("a.rs", "use crate::b::B; pub struct A;");
    let b = ("b.rs", "use super::a::A; pub struct B;");
    check(1, &[TWO, a, b]);
    let found = circles::find(&Sources::made_up(&[TWO, a, b]));
    assert!(found[0].contains("a.rs:1 -> b.rs: `crate::b::B`"), "{}", found[0]);
    assert!(found[0].contains("b.rs:1 -> a.rs: `super::a::A`"), "{}", found[0]);
}

#[test]
fn three_files_in_a_ring() {
    check(
        1,
        &[
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::b::B; pub struct A;"),
            ("b.rs", "use crate::c::C; pub struct B;"),
            ("c.rs", "use crate::a::A; pub struct C;"),
        ],
    );
}

#[test]
fn a_re_export_leads_to_the_file_that_defines() {
    let files = |inner| {
        [
            ("lib.rs", "mod room; mod b; pub use room::A;"),
            ("room/mod.rs", "mod a; pub(crate) use a::A;"),
            ("room/a.rs", inner),
            ("b.rs", "use crate::A; pub struct B;"),
        ]
    };
    check(1, &files("use crate::b::B; pub struct A;"));
    check(0, &files("pub struct A;"));
}

#[test]
fn a_re_export_is_no_use() {
    check(
        0,
        &[
            ("lib.rs", "mod room;"),
            ("room/mod.rs", "mod child; pub use child::Child; pub struct Parent;"),
            ("room/child.rs", "use super::Parent; pub struct Child(Parent);"),
        ],
    );
    // The same, used where it is exported.
    check(
        1,
        &[
            ("lib.rs", "mod room;"),
            ("room/mod.rs", "mod child; pub use child::Child; pub struct Parent(Child);"),
            ("room/child.rs", "use super::Parent; pub struct Child;"),
        ],
    );
}

#[test]
fn a_private_import_is_a_use() {
    check(
        1,
        &[
            ("lib.rs", "mod room;"),
            ("room/mod.rs", "mod child; use child::Child; pub struct Parent;"),
            ("room/child.rs", "use super::Parent; pub struct Child;"),
        ],
    );
}

#[test]
fn groups_and_renames() {
    let b = ("b.rs", "use crate::{a::{other, A as Renamed}}; pub struct B;");
    check(1, &[TWO, ("a.rs", "use crate::{b::{self, B}}; pub struct A; pub fn other() {}"), b]);
    check(0, &[TWO, ("a.rs", "pub struct A; pub fn other() {}"), b]);
    let named = ("a.rs", "use crate::b as second; pub fn f() { second::g() } pub struct A;");
    check(1, &[TWO, named, ("b.rs", "use crate::a::A; pub fn g() {}")]);
}

#[test]
fn an_import_of_a_module_is_none_of_its_items() {
    let b = ("b.rs", "use crate::a::A; pub struct B;");
    check(0, &[TWO, ("a.rs", "use crate::b; pub struct A;"), b]);
    check(1, &[TWO, ("a.rs", "use crate::b; pub struct A(b::B);"), b]);
}

#[test]
fn a_glob_gives_the_names_that_are_used() {
    let b = ("b.rs", "use crate::a::A; pub struct B; pub fn f() {}");
    check(1, &[TWO, ("a.rs", "use crate::b::*; pub struct A(B);"), b]);
    check(1, &[TWO, ("a.rs", "use crate::b::*; pub struct A; fn g() { f() }"), b]);
    check(0, &[TWO, ("a.rs", "use crate::b::*; pub struct A;"), b]);
    let through = ("lib.rs", "mod a; mod b; pub use b::*;");
    check(1, &[through, ("a.rs", "pub struct A(crate::B);"), b]);
    // Globs that lead to each other.
    check(
        0,
        &[TWO, ("a.rs", "pub use crate::b::*;"), ("b.rs", "pub use crate::a::*; fn f() { g() }")],
    );
}

#[test]
fn tests_do_not_count() {
    let b = ("b.rs", "use crate::a::A; pub struct B;");
    check(0, &[TWO, ("a.rs", "pub struct A; #[cfg(test)] mod tests { use crate::b::B; }"), b]);
    check(0, &[TWO, ("a.rs", "pub struct A; #[cfg(test)] use crate::b::B;"), b]);
    check(0, &[TWO, ("a.rs", "pub struct A; impl A { #[cfg(test)] fn f() { crate::b::B; } }"), b]);
    check(0, &[TWO, ("a.rs", "pub struct A; #[cfg(all(unix, test))] fn f() { crate::b::B; }"), b]);
    check(1, &[TWO, ("a.rs", "pub struct A; #[cfg(not(test))] fn f() { crate::b::B; }"), b]);
    let in_a_file = [
        ("lib.rs", "mod a; mod b; #[cfg(test)] mod tests;"),
        ("a.rs", "pub struct A;"),
        ("b.rs", "use crate::a::A;"),
        ("tests.rs", "use crate::a::A; mod more;"),
        ("tests/more.rs", "use crate::a::A;"),
    ];
    check(0, &in_a_file);
}

#[test]
fn paths_without_an_import() {
    let b = (
        "b.rs",
        "use crate::a::A; pub struct B; pub fn f() {} pub const C: u8 = 0; pub trait T {}",
    );
    for uses in [
        "fn g() { crate::b::f() }",
        "fn g() { super::b::f() }",
        "fn g(_: &crate::b::B) {}",
        "fn g() -> Vec<Option<crate::b::B>> { vec![] }",
        "fn g(x: u8) { match x { crate::b::C => {} _ => {} } }",
        "fn g() { let crate::b::B = h(); }",
        "impl crate::b::T for A {}",
        "impl crate::b::B { fn h() {} }",
        "fn g() { println!(\"{:?}\", crate::b::C) }",
        "fn g() { assert!(true && crate::b::f() == ()) }",
        "use crate::b; fn g() { println!(\"{}\", b::C) }",
        "fn g() { use crate::b; b::f() }",
        "fn g() { use crate::b::B; }",
        "fn g<X: crate::b::T>() {}",
        "fn g() { <u8 as crate::b::T>::h() }",
        "fn g() { <crate::b::B>::h() }",
        "struct S { field: crate::b::B }",
    ] {
        check(1, &[TWO, ("a.rs", &format!("pub struct A; {uses}")), b]);
    }
    for none in [
        "/// [`crate::b::B`]\nfn g() {}",
        "// crate::b::B\nfn g() {}",
        "fn g() { \"crate::b::B\"; }",
        "fn g(b: u8) { b; }",
        "pub(in crate::b) fn g() {}",
        "fn g() { println!(\"{}\", x.f(), ::b::C) }",
        "use ::b::B;",
        "fn f() { <u8>::f() }",
    ] {
        check(0, &[TWO, ("a.rs", &format!("pub struct A; {none}")), b]);
    }
}

#[test]
fn a_constructor_of_an_enum_is_its_file() {
    let b = ("b.rs", "use crate::a::A; pub enum E { V }");
    check(1, &[TWO, ("a.rs", "use crate::b::E; pub struct A; fn f() { E::V; }"), b]);
    check(1, &[TWO, ("a.rs", "use crate::b::E::*; pub struct A;"), b]);
}

#[test]
fn macros_are_found_by_position_and_by_path() {
    let b = ("b.rs", "pub fn f() { shout!() } pub struct B;");
    let lib = ("lib.rs", "mod a; mod b; macro_rules! shout { () => {} }");
    check(
        1,
        &[
            lib,
            ("a.rs", ""),
            ("b.rs", "pub fn f() { shout!() }"),
            ("lib.rs", "mod a; mod b; macro_rules! shout { () => {} } use b::f;"),
        ],
    );
    check(0, &[lib, ("a.rs", "use crate::b::B;"), b]);
}

#[test]
fn a_name_in_two_namespaces() {
    // `status` the module is not `status` the function.
    let lib = ("lib.rs", "mod a; mod status; mod c; pub use c::status;");
    check(
        0,
        &[
            lib,
            ("a.rs", "pub fn f() { crate::status::g() }"),
            ("status.rs", "pub fn g() {}"),
            ("c.rs", "use crate::a::f; pub fn status() {}"),
        ],
    );
}

#[test]
fn builds_are_apart() {
    let lib = "
        #[cfg(all(target_os = \"linux\", not(nsfixture_unsupported)))] mod a;
        #[cfg(any(not(target_os = \"linux\"), nsfixture_unsupported))] mod b;
        mod c;
        #[cfg(all(target_os = \"linux\", not(nsfixture_unsupported)))] pub use a::X;
        #[cfg(any(not(target_os = \"linux\"), nsfixture_unsupported))] pub use b::*;
    ";
    let c = ("c.rs", "use crate::X; pub struct C;");
    let without = "pub struct X;";
    let with = "use crate::c::C; pub struct X;";
    check(0, &[("lib.rs", lib), ("a.rs", without), ("b.rs", without), c]);
    check(1, &[("lib.rs", lib), ("a.rs", with), ("b.rs", without), c]);
    check(1, &[("lib.rs", lib), ("a.rs", without), ("b.rs", with), c]);
    check(2, &[("lib.rs", lib), ("a.rs", with), ("b.rs", with), c]);
}

#[test]
fn inline_modules_and_paths_of_files() {
    check(
        1,
        &[
            ("lib.rs", "mod outer { pub mod a; } #[path = \"elsewhere/b.rs\"] mod b;"),
            ("outer/a.rs", "use crate::b::B; pub struct A;"),
            ("elsewhere/b.rs", "use crate::outer::a::A; pub struct B;"),
        ],
    );
}

#[test]
fn programs_have_trees_of_their_own() {
    check(
        1,
        &[
            ("lib.rs", "pub mod a;"),
            ("a.rs", "pub struct A;"),
            ("main.rs", "mod x; mod y;"),
            ("x.rs", "use crate::y::Y; pub struct X;"),
            ("y.rs", "use crate::x::X; pub struct Y;"),
            ("bin/tool/main.rs", "mod z;"),
            ("bin/tool/z.rs", "pub struct Z;"),
        ],
    );
}

#[test]
#[should_panic(expected = "no `mod` names lost.rs")]
fn a_file_that_no_module_has() {
    check(0, &[("lib.rs", ""), ("lost.rs", "")]);
}

/// Returns the uses that point upward.
fn upward(rooms: &[&[&str]], files: &[(&str, &str)]) -> Vec<String> {
    let graphs = Graph::all(&Sources::made_up(files));
    graphs.iter().flat_map(|graph| rooms::upward(graph, rooms)).collect()
}

#[test]
fn rooms_are_those_of_what_is_re_exported() {
    let rooms: &[&[&str]] = &[&["low"], &["high"], &["lib"]];
    let files = |low| {
        [
            ("lib.rs", "mod low; mod high; pub use high::High;"),
            ("low.rs", low),
            ("high.rs", "pub struct High;"),
        ]
    };
    assert_eq!(upward(rooms, &files("")), [""; 0]);
    for low in [
        "use crate::High;",
        "use crate::{High};",
        "pub use crate::high::High;",
        "fn f() { crate::High; }",
    ] {
        assert!(!upward(rooms, &files(low)).is_empty(), "{low}");
    }
    let shown = upward(rooms, &files("\nuse crate::High;"));
    assert_eq!(shown[0], "low.rs:2: `crate::High` is in `high` (high.rs), which is above `low`");
}

#[test]
fn rooms_in_rooms() {
    let rooms: &[&[&str]] = &[&["kernel/bare"], &["kernel/entry", "kernel"], &["lib"]];
    let files = |bare| {
        [
            ("lib.rs", "mod kernel;"),
            ("kernel/mod.rs", "pub mod bare; pub mod entry;"),
            ("kernel/bare/mod.rs", bare),
            ("kernel/entry.rs", "use super::bare::B; pub struct E(B);"),
        ]
    };
    assert_eq!(upward(rooms, &files("pub struct B;")), [""; 0]);
    assert!(!upward(rooms, &files("use super::entry::E; pub struct B;")).is_empty());
}
