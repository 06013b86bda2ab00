//! A line of the face: an item, or an implementation of a trait.

/// What a line is about, by which lines are put together and in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// A module, a type, a trait, a free function.
    Definition,
    /// A field, a variant, a method, a constant of a type.
    Member,
    /// A trait that a type implements.
    Implementation,
}

/// Returns the type that an `impl` is for, as it is written, and whether it implements a trait.
pub(crate) fn implemented(line: &str) -> Option<(&str, bool)> {
    let rest = line.strip_prefix("impl")?;
    let rest = if rest.starts_with('<') { &rest[closing(rest)..] } else { rest };
    let rest = rest.split(" where ").next()?;
    Some(match rest.split_once(" for ") {
        Some((_, of)) => (of, true),
        None => (rest.trim_start(), false),
    })
}

/// Reports whether a line is about a part of a type that is written like this.
pub(crate) fn is_part(line: &str, of: &str) -> bool {
    let kinds = ["pub fn ", "pub async fn ", "pub type ", "pub const "];
    let path = kinds.iter().find_map(|kind| line.strip_prefix(kind));
    path.and_then(|path| path.strip_prefix(of)).is_some_and(|rest| rest.starts_with("::"))
}

/// Returns the path of the item that a line defines, in a crate whose name begins like this, without the parameters of its
/// type.
pub(crate) fn defined(line: &str, krate: &str) -> Option<String> {
    let (begin, _) = line.match_indices(krate).find(|&(at, _)| line[..at].ends_with(' '))?;
    let rest = &line[begin..];
    let (path, rest) = rest.split_at(path_length(rest));
    if rest.starts_with('<') {
        let rest = &rest[closing(rest)..];
        let more = path_length(rest);
        // Those of a method are no part of its path.
        if rest.starts_with("::") {
            return Some(format!("{path}{}", &rest[..more]));
        }
    }
    Some(path.to_owned())
}

/// Returns the path of a type, without what refers to it and without its parameters.
pub(crate) fn type_path<'a>(text: &'a str, krate: &str) -> Option<&'a str> {
    let begin = text.find(krate)?;
    let is_reference = text[..begin].is_empty() || text.starts_with('&');
    is_reference.then(|| &text[begin..begin + path_length(&text[begin..])])
}

/// Returns the path of which this one is a part.
pub(crate) fn parent(path: &str) -> Option<&str> {
    path.rsplit_once("::").map(|(parent, _)| parent)
}

/// Replaces a path, where it stands as a whole, in front of `::` or not.
pub(crate) fn replace(line: &str, path: &str, by: &str) -> String {
    let mut replaced = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(path) {
        let after = &rest[at + path.len()..];
        let is_whole = !after.starts_with(is_of_name);
        replaced.push_str(&rest[..at]);
        replaced.push_str(if is_whole { by } else { path });
        rest = after;
    }
    replaced + rest
}

fn path_length(text: &str) -> usize {
    let end = text.char_indices().find(|&(at, c)| {
        let is_separator = c == ':' && (text[at..].starts_with("::") || text[..at].ends_with(':'));
        !is_of_name(c) && !is_separator
    });
    end.map_or(text.len(), |(at, _)| at)
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Returns where the `<` at the beginning of a string is closed.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '<' => depth += 1,
            // The arrow of a function closes nothing.
            '>' if !text[..at].ends_with('-') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn implementations_name_their_type() {
        for (line, expected) in [
            ("impl a::Node", Some(("a::Node", false))),
            ("impl core::clone::Clone for a::Node", Some(("a::Node", true))),
            ("impl !core::marker::Send for a::Node", Some(("a::Node", true))),
            ("impl<T: Fn() -> u8> a::Handle<T>", Some(("a::Handle<T>", false))),
            ("impl<T> b::C<a::D> for &a::Handle<T> where T: b::D", Some(("&a::Handle<T>", true))),
            ("pub fn a::f()", None),
        ] {
            assert_eq!(implemented(line), expected, "{line}");
        }
    }

    #[test]
    fn items_have_paths() {
        for (line, expected) in [
            ("pub fn a::Node::run<T>(&self)", Some("a::Node::run")),
            ("pub fn a::Handle<T>::run<U>(&self)", Some("a::Handle::run")),
            ("pub a::Counters::bytes: u64", Some("a::Counters::bytes")),
            ("#[non_exhaustive] pub enum a::Kind", Some("a::Kind")),
            ("pub fn a_plan::f(a::X) -> a::Y", Some("a_plan::f")),
            ("pub fn b::f(a::X)", None),
            ("pub use a::X", Some("a::X")),
        ] {
            assert_eq!(defined(line, "a").as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn parts_are_those_of_the_type_as_written() {
        assert!(is_part("pub fn &'a b::C::iter(self)", "&'a b::C"));
        assert!(is_part("pub type b::C<T>::Output = T", "b::C<T>"));
        assert!(!is_part("pub fn b::Cd::iter(self)", "b::C"));
    }

    #[test]
    fn types_have_paths() {
        assert_eq!(type_path("&'a mut b::C<T>", "b"), Some("b::C"));
        assert_eq!(type_path("b::C", "b"), Some("b::C"));
        assert_eq!(type_path("d::E<b::C>", "b"), None);
    }

    #[test]
    fn only_whole_paths_are_replaced() {
        assert_eq!(replace("x::A x::Ab x::A::f", "x::A", "y::B"), "y::B x::Ab y::B::f");
    }
}
