//! The modules of a crate, with the names that each defines or imports.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use syn::{Attribute, Fields, Item, ItemMod, ItemUse, UseTree, Visibility};

use crate::cfg::Face;
use crate::sources::Sources;

/// A crate in one of its builds.
pub(crate) struct Krate {
    pub(crate) face: Face,
    pub(crate) files: Vec<PathBuf>,
    pub(crate) modules: Vec<Module>,
    /// All files that some module is in, those of tests among them.
    pub(crate) reached: BTreeSet<PathBuf>,
}

pub(crate) struct Module {
    pub(crate) file: usize,
    pub(crate) parent: Option<usize>,
    pub(crate) names: HashMap<String, Vec<Name>>,
    /// The paths that are imported with `*`.
    pub(crate) globs: Vec<Vec<String>>,
    pub(crate) items: Vec<Item>,
}

/// What a name in a module stands for.
pub(crate) enum Name {
    Item(Vec<Space>),
    Module(usize),
    Import(Vec<String>),
}

/// A namespace of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    Type,
    Value,
    Macro,
}

/// A part of a `use`.
pub(crate) struct Leaf {
    pub(crate) path: Vec<String>,
    /// The name that it has here, or `None` for `*`.
    pub(crate) name: Option<String>,
    pub(crate) line: usize,
}

impl Krate {
    /// Parses the crate with this root file.
    pub(crate) fn parse(sources: &Sources, root: &Path, face: Face) -> Self {
        let mut krate =
            Self { face, files: Vec::new(), modules: Vec::new(), reached: BTreeSet::new() };
        let directory = root.parent().expect("a directory").to_path_buf();
        krate.file(sources, root, &directory, None);
        krate
    }

    /// Adds the module of a file, whose children are in `directory`.
    fn file(
        &mut self,
        sources: &Sources,
        path: &Path,
        directory: &Path,
        parent: Option<usize>,
    ) -> Option<usize> {
        let (path, text) = sources.text(path)?;
        let parsed = syn::parse_file(text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        self.reached.insert(path.to_path_buf());
        if !self.face.has(&parsed.attrs) {
            return None;
        }
        self.files.push(path.to_path_buf());
        let file = self.files.len() - 1;
        Some(self.module(sources, file, directory, parent, parsed.items))
    }

    fn module(
        &mut self,
        sources: &Sources,
        file: usize,
        directory: &Path,
        parent: Option<usize>,
        items: Vec<Item>,
    ) -> usize {
        let id = self.modules.len();
        self.modules.push(Module {
            file,
            parent,
            names: HashMap::new(),
            globs: Vec::new(),
            items: Vec::new(),
        });
        for item in items {
            if !self.face.has(attributes(&item)) {
                if let Item::Mod(module) = &item {
                    self.reach(sources, file, directory, module);
                }
                continue;
            }
            match item {
                Item::Mod(module) => {
                    let name = module.ident.to_string();
                    if let Some(child) = self.child(sources, file, directory, id, module) {
                        self.name(id, name, Name::Module(child));
                    }
                }
                Item::Use(import) => {
                    self.import(id, &import);
                    self.modules[id].items.push(Item::Use(import));
                }
                item => {
                    if let Some((name, spaces)) = definition(&item) {
                        self.name(id, name, Name::Item(spaces));
                    }
                    self.modules[id].items.push(item);
                }
            }
        }
        id
    }

    fn child(
        &mut self,
        sources: &Sources,
        file: usize,
        directory: &Path,
        parent: usize,
        module: ItemMod,
    ) -> Option<usize> {
        let name = module.ident.to_string();
        if let Some((_, items)) = module.content {
            return Some(self.module(sources, file, &directory.join(name), Some(parent), items));
        }
        let Some((path, children)) = self.place(sources, file, directory, &module) else {
            panic!("{}: there is no file of `mod {name}`", self.files[file].display());
        };
        self.file(sources, &path, &children, Some(parent))
    }

    /// Returns the file of a module and the directory of its children.
    fn place(
        &self,
        sources: &Sources,
        file: usize,
        directory: &Path,
        module: &ItemMod,
    ) -> Option<(PathBuf, PathBuf)> {
        let name = module.ident.to_string();
        if let Some(given) = path_attribute(&module.attrs) {
            let path = self.files[file].parent().expect("a directory").join(given);
            let children = path.parent().expect("a directory").to_path_buf();
            return sources.text(&path).map(|_| (path, children));
        }
        let flat = directory.join(format!("{name}.rs"));
        let own = directory.join(&name);
        [flat, own.join("mod.rs")]
            .into_iter()
            .find(|path| sources.text(path).is_some())
            .map(|path| (path, own))
    }

    /// Notes the files of a module that is not part of this build.
    fn reach(&mut self, sources: &Sources, file: usize, directory: &Path, module: &ItemMod) {
        if module.content.is_some() {
            return;
        }
        // A test may have files from elsewhere.
        let Some((path, children)) = self.place(sources, file, directory, module) else { return };
        let (path, text) = sources.text(&path).expect("the file that was found");
        self.reached.insert(path.to_path_buf());
        let parsed = syn::parse_file(text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for item in &parsed.items {
            if let Item::Mod(module) = item {
                self.reach(sources, file, &children, module);
            }
        }
    }

    fn name(&mut self, module: usize, name: String, means: Name) {
        self.modules[module].names.entry(name).or_default().push(means);
    }

    /// Adds what a `use` brings into a module's scope.
    fn import(&mut self, module: usize, import: &ItemUse) {
        if import.leading_colon.is_some() {
            return;
        }
        for leaf in leaves(import) {
            match leaf.name {
                Some(name) => self.name(module, name, Name::Import(leaf.path)),
                None => self.modules[module].globs.push(leaf.path),
            }
        }
    }

    /// Adds what a `use` in a function brings, which only names that are free otherwise can mean.
    pub(crate) fn import_local(&mut self, module: usize, import: &ItemUse) {
        for leaf in leaves(import) {
            match leaf.name {
                Some(name) if self.modules[module].names.contains_key(&name) => {}
                Some(name) => self.name(module, name, Name::Import(leaf.path)),
                None => self.modules[module].globs.push(leaf.path),
            }
        }
    }
}

/// Returns the parts of a `use`, its groups resolved.
pub(crate) fn leaves(import: &ItemUse) -> Vec<Leaf> {
    let mut found = Vec::new();
    collect(&import.tree, &mut Vec::new(), &mut found);
    found
}

fn collect(tree: &UseTree, before: &mut Vec<String>, found: &mut Vec<Leaf>) {
    let mut leaf = |ident: &syn::Ident, name: Option<&syn::Ident>| {
        let mut path = before.clone();
        if ident != "self" || path.is_empty() {
            path.push(ident.to_string());
        }
        let name = name.map_or_else(|| path.last().expect("a path").clone(), ToString::to_string);
        found.push(Leaf { path, name: Some(name), line: ident.span().start().line });
    };
    match tree {
        UseTree::Name(end) => leaf(&end.ident, None),
        UseTree::Rename(end) => leaf(&end.ident, Some(&end.rename)),
        UseTree::Glob(end) => {
            let line = end.star_token.spans[0].start().line;
            found.push(Leaf { path: before.clone(), name: None, line });
        }
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            collect(&path.tree, before, found);
            before.pop();
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                collect(tree, before, found);
            }
        }
    }
}

/// Reports whether a `use` makes its names available to others.
pub(crate) fn is_re_export(import: &ItemUse) -> bool {
    match &import.vis {
        Visibility::Inherited => false,
        Visibility::Public(_) => true,
        Visibility::Restricted(to) => !to.path.is_ident("self"),
    }
}

/// Returns the name that an item defines, and in which namespaces.
fn definition(item: &Item) -> Option<(String, Vec<Space>)> {
    let (ident, spaces) = match item {
        Item::Const(item) => (&item.ident, vec![Space::Value]),
        Item::Static(item) => (&item.ident, vec![Space::Value]),
        Item::Fn(item) => (&item.sig.ident, vec![Space::Value]),
        Item::Enum(item) => (&item.ident, vec![Space::Type]),
        Item::Union(item) => (&item.ident, vec![Space::Type]),
        Item::Trait(item) => (&item.ident, vec![Space::Type]),
        Item::TraitAlias(item) => (&item.ident, vec![Space::Type]),
        Item::Type(item) => (&item.ident, vec![Space::Type]),
        Item::Struct(item) => match item.fields {
            Fields::Named(_) => (&item.ident, vec![Space::Type]),
            _ => (&item.ident, vec![Space::Type, Space::Value]),
        },
        Item::Macro(item) => (item.ident.as_ref()?, vec![Space::Macro]),
        _ => return None,
    };
    Some((ident.to_string(), spaces))
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("path"))?;
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) =
        &attribute.meta.require_name_value().expect("a path").value
    else {
        panic!("a path that is no string")
    };
    Some(path.value())
}

/// Returns the attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
