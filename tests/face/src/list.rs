//! From what rustdoc knows of two crates to the lines of one face.

use std::collections::{BTreeMap, BTreeSet};

use public_api::Builder;

use crate::item::{Class, defined, implemented, is_part, parent, replace, type_path};

const LIBRARY: &str = "nsfixture";
const PLAN: &str = "nsfixture_plan";

/// The module whose items are the library's under a second name.
const PRELUDE: &str = "nsfixture::prelude::";

/// Traits that users do not see: of unstable features, or implemented by nearly all types.
const UNSEEN: [&str; 4] = [
    "core::marker::Freeze for ",
    "core::marker::StructuralPartialEq for ",
    "core::marker::Unpin for ",
    "core::marker::UnsafeUnpin for ",
];

/// Returns the face's lines, in order.
pub(crate) fn of(library: &str, plan: &str) -> Result<Vec<String>, String> {
    let library = as_second_names(read(library)?);
    let exports: BTreeSet<&str> = library.iter().filter_map(|line| exported(line)).collect();
    let plan = read(plan)?;
    let renamed = renamed(library.iter().chain(&plan), &exports);

    let rename = |line: &String| {
        renamed.iter().fold(line.clone(), |line, (path, name)| replace(&line, path, name))
    };
    let names: BTreeSet<String> = renamed.values().cloned().collect();
    let mut lines: BTreeSet<String> = library.iter().map(rename).collect();
    lines.retain(|line| exported(line).is_none_or(|name| !names.contains(&full(name))));
    let is_exported = |line: &String| names.contains(&owner(line, &names));
    lines.extend(plan.iter().map(rename).filter(is_exported));

    let types: BTreeSet<String> = lines.iter().filter_map(|line| definition(line)).collect();
    let mut lines: Vec<String> = lines.into_iter().collect();
    lines.sort_by_cached_key(|line| (owner(line, &types), class(line, &types), line.clone()));
    Ok(lines)
}

/// Reads a crate's lines, without what traits require of their implementations.
fn read(path: &str) -> Result<Vec<String>, String> {
    let api = Builder::from_rustdoc_json(path).omit_blanket_impls(true).build();
    let api = api.map_err(|error| format!("{path}: {error}"))?;
    let mut lines = Vec::new();
    let mut of_trait: Option<String> = None;
    for item in api.items() {
        // Private fields are nobody's concern, whether they have names or not.
        let line = item.to_string().replace("(_)", "");
        if let Some((of, is_trait)) = implemented(&line) {
            of_trait = is_trait.then(|| of.to_owned());
            if is_trait && !UNSEEN.iter().any(|name| line.contains(name)) {
                lines.push(line);
            }
            continue;
        }
        if !of_trait.as_ref().is_some_and(|of| is_part(&line, of)) {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// Turns what stands in the prelude into the second names that they are.
fn as_second_names(lines: Vec<String>) -> Vec<String> {
    let second = |line: String| match defined(&line, LIBRARY) {
        Some(path) if path.starts_with(PRELUDE) => format!("pub use {path}"),
        _ => line,
    };
    lines.into_iter().map(second).collect()
}

/// Returns the name that the root of the library exports from another crate.
fn exported(line: &str) -> Option<&str> {
    let name = line.strip_prefix("pub use nsfixture::")?;
    (!name.contains("::")).then_some(name)
}

/// Returns the paths in the plan of what the library exports, with their names there. A type is mentioned by where it is
/// defined, which may be in a private module.
fn renamed<'a>(
    lines: impl Iterator<Item = &'a String>,
    exports: &BTreeSet<&str>,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for rest in lines.flat_map(|line| line.split("nsfixture_plan::").skip(1)) {
        let mut path = String::from(PLAN);
        for part in rest.split("::") {
            let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
            let name = &part[..end.unwrap_or(part.len())];
            path = format!("{path}::{name}");
            if exports.contains(name) {
                found.insert(path, full(name));
                break;
            }
            if end.is_some() {
                break;
            }
        }
    }
    found
}

fn full(name: &str) -> String {
    format!("{LIBRARY}::{name}")
}

/// Returns the path of a definition, unless it is a function or a member of something else.
fn definition(line: &str) -> Option<String> {
    let kinds = ["struct", "enum", "union", "trait", "mod"];
    let is_definition = kinds.iter().any(|kind| line.split(' ').take(4).any(|word| word == *kind));
    if is_definition { defined(line, LIBRARY) } else { None }
}

/// Returns the type that a line belongs to, or the item itself.
fn owner(line: &str, types: &BTreeSet<String>) -> String {
    if let Some((of, _)) = implemented(line) {
        let path = type_path(of, LIBRARY).filter(|path| types.contains(*path));
        // A type of another crate is made of one of ours.
        let path = path.or_else(|| {
            types.iter().map(String::as_str).find(|name| name.contains("::") && line.contains(name))
        });
        return path.unwrap_or(of).to_owned();
    }
    let Some(path) = defined(line, LIBRARY) else { return line.to_owned() };
    // A variant's field belongs to the enum.
    let mut at = path.as_str();
    while let Some(above) = parent(at) {
        if types.contains(above) && above.contains("::") {
            return above.to_owned();
        }
        at = above;
    }
    path
}

fn class(line: &str, types: &BTreeSet<String>) -> Class {
    if implemented(line).is_some() {
        Class::Implementation
    } else if defined(line, LIBRARY).is_none_or(|path| owner(line, types) == path) {
        Class::Definition
    } else {
        Class::Member
    }
}
