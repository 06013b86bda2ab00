//! Whether an item is compiled: on Linux, or where there are no network namespaces; never for tests.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

/// One of the two builds of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    Linux,
    Unsupported,
}

impl Face {
    pub(crate) const ALL: [Self; 2] = [Self::Linux, Self::Unsupported];

    /// Reports whether an item with these attributes is part of this build, with all features and without tests.
    pub(crate) fn has(self, attributes: &[Attribute]) -> bool {
        attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).all(|attribute| {
            let meta: Meta = attribute.parse_args().expect("a cfg predicate");
            self.holds(&meta) != Some(false)
        })
    }

    /// Evaluates a predicate; `None` if it depends on something else.
    fn holds(self, meta: &Meta) -> Option<bool> {
        match meta {
            Meta::Path(path) if path.is_ident("test") => Some(false),
            Meta::Path(path) if path.is_ident("nsfixture_unsupported") => {
                Some(self == Self::Unsupported)
            }
            Meta::NameValue(pair) if pair.path.is_ident("feature") => Some(true),
            // The other systems are built on Linux, with the flag.
            Meta::NameValue(pair) if pair.path.is_ident("target_os") => {
                Some(text(&pair.value)? == "linux")
            }
            Meta::Path(_) | Meta::NameValue(_) => None,
            Meta::List(list) => {
                let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
                let parts = parts.expect("a list of cfg predicates");
                let mut held = parts.iter().map(|part| self.holds(part));
                if list.path.is_ident("not") {
                    held.next()?.map(|held| !held)
                } else if list.path.is_ident("all") {
                    decide(held, false)
                } else {
                    decide(held, true)
                }
            }
        }
    }
}

/// Combines predicates, of which one that is `decisive` decides.
fn decide(held: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let held: Vec<Option<bool>> = held.collect();
    if held.contains(&Some(decisive)) {
        Some(decisive)
    } else if held.contains(&None) {
        None
    } else {
        Some(!decisive)
    }
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}
