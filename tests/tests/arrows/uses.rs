//! What the items of a module use.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{
    Arm, Attribute, ExprPath, Field, FieldValue, ImplItem, Item, ItemUse, Local, Macro, Path,
    QSelf, StmtMacro, TraitItem, TypePath, Variant, Visibility,
};

use crate::module::{Krate, Space, attributes, is_re_export, leaves};
use crate::resolve::Target;

/// A use of an item.
pub(crate) struct Use {
    pub(crate) from: usize,
    pub(crate) line: usize,
    /// The path as it is written.
    pub(crate) text: String,
    pub(crate) target: Target,
    pub(crate) is_re_export: bool,
}

impl Krate {
    /// Returns all uses in the crate.
    pub(crate) fn uses(&mut self) -> Vec<Use> {
        let mut found = Vec::new();
        for module in 0..self.modules.len() {
            let items = std::mem::take(&mut self.modules[module].items);
            let mut locals = Locals { krate: self, module };
            for item in &items {
                locals.visit_item(item);
            }
            let mut collector = Collector { krate: self, module, uses: &mut found };
            for item in &items {
                collector.visit_item(item);
            }
            self.modules[module].items = items;
        }
        found
    }
}

/// Adds what functions import to the scope of their module.
struct Locals<'a> {
    krate: &'a mut Krate,
    module: usize,
}

impl<'ast> Visit<'ast> for Locals<'_> {
    fn visit_block(&mut self, block: &'ast syn::Block) {
        for statement in &block.stmts {
            if let syn::Stmt::Item(Item::Use(import)) = statement
                && self.krate.face.has(&import.attrs)
            {
                self.krate.import_local(self.module, import);
            }
        }
        visit::visit_block(self, block);
    }
}

struct Collector<'a> {
    krate: &'a Krate,
    module: usize,
    uses: &'a mut Vec<Use>,
}

impl Collector<'_> {
    fn has(&self, attributes: &[Attribute]) -> bool {
        self.krate.face.has(attributes)
    }

    fn add(&mut self, path: &[String], line: usize, space: Option<Space>, is_re_export: bool) {
        for target in self.krate.resolve(self.module, path, space) {
            let from = self.krate.modules[self.module].file;
            self.uses.push(Use { from, line, text: path.join("::"), target, is_re_export });
        }
    }

    fn add_path(&mut self, path: &Path, space: Option<Space>, segments: usize) {
        if let Some(first) = path.segments.first()
            && path.leading_colon.is_none()
        {
            let names: Vec<String> =
                path.segments.iter().take(segments).map(|s| s.ident.to_string()).collect();
            self.add(&names, first.ident.span().start().line, space, false);
        }
        visit::visit_path(self, path);
    }

    fn qualified(&mut self, qself: Option<&QSelf>, path: &Path, space: Space) {
        if let Some(qself) = qself {
            self.visit_type(&qself.ty);
            // `<Type as Trait>::item` names the trait; `<Type>::item` nothing else.
            self.add_path(path, Some(Space::Type), qself.position);
        } else {
            self.add_path(path, Some(space), usize::MAX);
        }
    }

    /// Adds the paths in the tokens of a macro's call.
    fn tokens(&mut self, tokens: TokenStream) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let is_punct = |at: usize, c: char| matches!(trees.get(at), Some(TokenTree::Punct(p)) if p.as_char() == c);
        let mut at = 0;
        while at < trees.len() {
            match &trees[at] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) => {
                    // A field, a method, a lifetime, an interpolation, or a path from the root.
                    let is_of_something = at > 0
                        && ['.', '\'', '#', ':'].into_iter().any(|c| is_punct(at - 1, c))
                        && !(at > 1 && is_punct(at - 1, ':') && !is_punct(at - 2, ':'));
                    let mut path = vec![first.to_string()];
                    while is_punct(at + 1, ':') && is_punct(at + 2, ':') {
                        let Some(TokenTree::Ident(next)) = trees.get(at + 3) else { break };
                        path.push(next.to_string());
                        at += 3;
                    }
                    let is_called = matches!(
                        trees.get(at + 1),
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis
                    );
                    let is_macro = is_punct(at + 1, '!')
                        && matches!(trees.get(at + 2), Some(TokenTree::Group(_)));
                    let is_type = path[0].starts_with(|c: char| c.is_uppercase());
                    let space = is_macro.then_some(Space::Macro);
                    if !is_of_something && (path.len() > 1 || is_called || is_macro || is_type) {
                        self.add(&path, first.span().start().line, space, false);
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            at += 1;
        }
    }
}

impl<'ast> Visit<'ast> for Collector<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if self.has(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, import: &'ast ItemUse) {
        if import.leading_colon.is_some() {
            return;
        }
        for leaf in leaves(import) {
            self.add(&leaf.path, leaf.line, None, is_re_export(import));
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        self.add_path(path, None, usize::MAX);
    }

    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        self.qualified(path.qself.as_ref(), &path.path, Space::Value);
    }

    fn visit_type_path(&mut self, path: &'ast TypePath) {
        self.qualified(path.qself.as_ref(), &path.path, Space::Type);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.add_path(&call.path, Some(Space::Macro), usize::MAX);
        self.tokens(call.tokens.clone());
    }

    // Neither names anything that is used.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}
    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = match item {
            ImplItem::Const(item) => &item.attrs[..],
            ImplItem::Fn(item) => &item.attrs,
            ImplItem::Type(item) => &item.attrs,
            ImplItem::Macro(item) => &item.attrs,
            _ => &[],
        };
        if self.has(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        let attributes = match item {
            TraitItem::Const(item) => &item.attrs[..],
            TraitItem::Fn(item) => &item.attrs,
            TraitItem::Type(item) => &item.attrs,
            TraitItem::Macro(item) => &item.attrs,
            _ => &[],
        };
        if self.has(attributes) {
            visit::visit_trait_item(self, item);
        }
    }

    fn visit_field(&mut self, field: &'ast Field) {
        if self.has(&field.attrs) {
            visit::visit_field(self, field);
        }
    }

    fn visit_field_value(&mut self, field: &'ast FieldValue) {
        if self.has(&field.attrs) {
            visit::visit_field_value(self, field);
        }
    }

    fn visit_variant(&mut self, variant: &'ast Variant) {
        if self.has(&variant.attrs) {
            visit::visit_variant(self, variant);
        }
    }

    fn visit_arm(&mut self, arm: &'ast Arm) {
        if self.has(&arm.attrs) {
            visit::visit_arm(self, arm);
        }
    }

    fn visit_local(&mut self, local: &'ast Local) {
        if self.has(&local.attrs) {
            visit::visit_local(self, local);
        }
    }

    fn visit_expr_block(&mut self, block: &'ast syn::ExprBlock) {
        if self.has(&block.attrs) {
            visit::visit_expr_block(self, block);
        }
    }

    fn visit_stmt_macro(&mut self, call: &'ast StmtMacro) {
        if self.has(&call.attrs) {
            visit::visit_stmt_macro(self, call);
        }
    }
}
