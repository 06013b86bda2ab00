//! All uses of the attribute in the tests and examples of the workspace.

use std::path::{Path, PathBuf};
use std::{fmt, fs};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Relative to this package; the last has those that once failed.
const DIRECTORIES: [&str; 4] = ["../tests/ui", "../tests/tests", "../examples/tests", "tests/fuzz"];

/// The input that the compiler passes to the attribute.
#[derive(Clone)]
pub(super) struct Sample {
    pub(super) args: TokenStream,
    pub(super) item: TokenStream,
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#[ns_test({})] {}", shown(&self.args), shown(&self.item))
    }
}

/// Prints tokens, with `⟦` and `⟧` for invisible delimiters: those around a `$fragment` of a macro by
/// example.
fn shown(tokens: &TokenStream) -> String {
    let word = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let (open, close) = match group.delimiter() {
                Delimiter::Parenthesis => ("(", ")"),
                Delimiter::Bracket => ("[", "]"),
                Delimiter::Brace => ("{", "}"),
                Delimiter::None => ("⟦", "⟧"),
            };
            format!("{open}{}{close}", shown(&group.stream()))
        }
        other => other.to_string(),
    };
    tokens.clone().into_iter().map(word).collect::<Vec<_>>().join(" ")
}

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    for directory in DIRECTORIES {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
        for path in sources(&directory) {
            let text = fs::read_to_string(&path).expect("a source file");
            let tokens = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            find(tokens, &mut samples);
        }
    }
    assert!(samples.len() > 150, "there are only {} uses of the attribute", samples.len());
    samples
}

/// Returns the source files in an order that does not depend on the file system, so that a seed has the
/// same effect everywhere.
fn sources(directory: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let (directories, mut files): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.into_iter().partition(|path| path.is_dir());
    files.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files.extend(directories.iter().flat_map(|directory| sources(directory)));
    files
}

fn find(tokens: TokenStream, samples: &mut Vec<Sample>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            if let Some(args) = args(&group.stream()) {
                samples.push(Sample { args, item: item(&tokens[at + 1..]) });
            } else {
                find(group.stream(), samples);
            }
        }
    }
}

/// Returns the arguments of the attribute, if these are the tokens between its brackets.
fn args(inside: &TokenStream) -> Option<TokenStream> {
    let mut tokens = inside.clone().into_iter();
    match (tokens.next()?, tokens.next(), tokens.next()) {
        (TokenTree::Ident(name), None, None) if name == "ns_test" => Some(TokenStream::new()),
        (TokenTree::Ident(name), Some(TokenTree::Group(args)), None) if name == "ns_test" => {
            Some(args.stream())
        }
        _ => None,
    }
}

/// Returns the item below the attribute, up to a body or a semicolon.
fn item(tokens: &[TokenTree]) -> TokenStream {
    let is_last = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    let length = tokens.iter().position(is_last).map_or(tokens.len(), |last| last + 1);
    tokens[..length].iter().cloned().collect()
}
