//! From a path to what it names.

use crate::module::{Krate, Name, Space};

/// What a path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// An item that this file defines.
    File(usize),
    Module(usize),
    /// An item of another crate, by its whole path.
    Elsewhere(Vec<String>),
}

impl Krate {
    /// Returns what a path in a module names, in one namespace or in any.
    pub(crate) fn resolve(
        &self,
        module: usize,
        path: &[String],
        space: Option<Space>,
    ) -> Vec<Target> {
        self.follow(module, path, space, &mut Vec::new())
    }

    fn follow(
        &self,
        module: usize,
        path: &[String],
        space: Option<Space>,
        under_way: &mut Vec<(usize, String)>,
    ) -> Vec<Target> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let space_of_first = if rest.is_empty() { space } else { Some(Space::Type) };
        let found = match first.as_str() {
            "crate" | "$crate" => vec![Target::Module(0)],
            "self" => vec![Target::Module(module)],
            "super" => self.modules[module].parent.map(Target::Module).into_iter().collect(),
            "Self" => return Vec::new(),
            name => {
                let mut found = self.look_up(module, name, space_of_first, under_way);
                if rest.is_empty() && space == Some(Space::Macro) {
                    // Macros of the modules around are in scope by their position.
                    let mut around = self.modules[module].parent;
                    while let (true, Some(id)) = (found.is_empty(), around) {
                        found = self.look_up(id, name, space, under_way);
                        around = self.modules[id].parent;
                    }
                }
                if found.is_empty() {
                    return vec![Target::Elsewhere(path.to_vec())];
                }
                found
            }
        };
        self.go_on(found, rest, space, under_way)
    }

    /// Follows the rest of a path from what its beginning names.
    fn go_on(
        &self,
        from: Vec<Target>,
        rest: &[String],
        space: Option<Space>,
        under_way: &mut Vec<(usize, String)>,
    ) -> Vec<Target> {
        let Some((next, rest_of_it)) = rest.split_first() else { return from };
        let mut found = Vec::new();
        for target in from {
            match target {
                // What belongs to a type is where the type is.
                Target::File(file) => found.push(Target::File(file)),
                Target::Elsewhere(mut path) => {
                    path.extend_from_slice(rest);
                    found.push(Target::Elsewhere(path));
                }
                Target::Module(id) => {
                    let inner = match next.as_str() {
                        "super" => {
                            self.modules[id].parent.map(Target::Module).into_iter().collect()
                        }
                        "self" => vec![Target::Module(id)],
                        name => {
                            let space =
                                if rest_of_it.is_empty() { space } else { Some(Space::Type) };
                            self.look_up(id, name, space, under_way)
                        }
                    };
                    found.extend(self.go_on(inner, rest_of_it, space, under_way));
                }
            }
        }
        found.dedup();
        found
    }

    /// Returns what a name in a module means: its own items and imports first, then those of its globs.
    fn look_up(
        &self,
        module: usize,
        name: &str,
        space: Option<Space>,
        under_way: &mut Vec<(usize, String)>,
    ) -> Vec<Target> {
        let step = (module, name.to_string());
        if under_way.contains(&step) {
            return Vec::new();
        }
        under_way.push(step);
        let mut found = Vec::new();
        for means in self.modules[module].names.get(name).into_iter().flatten() {
            match means {
                Name::Item(spaces) => {
                    if space.is_none_or(|space| spaces.contains(&space)) {
                        found.push(Target::File(self.modules[module].file));
                    }
                }
                Name::Module(id) => {
                    if space.is_none_or(|space| space == Space::Type) {
                        found.push(Target::Module(*id));
                    }
                }
                Name::Import(path) => found.extend(self.follow(module, path, space, under_way)),
            }
        }
        if found.is_empty() {
            for path in &self.modules[module].globs {
                for target in self.follow(module, path, Some(Space::Type), under_way) {
                    if let Target::Module(id) = target {
                        found.extend(self.look_up(id, name, space, under_way));
                    }
                }
            }
        }
        under_way.pop();
        found
    }
}
