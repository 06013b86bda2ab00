//! The tokens of a source file, without its comments.

use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

/// A token that is no group, with its line.
pub(crate) struct Token {
    pub(crate) line: usize,
    pub(crate) text: String,
    /// Whether it is an identifier, and not a part of a string.
    pub(crate) is_ident: bool,
}

/// Returns all tokens of a file; groups are flat, between their delimiters.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    flatten(TokenStream::from_str(text).expect("tokens"), &mut found);
    found
}

fn flatten(stream: TokenStream, found: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let delimiter = |text: String| Token { line, text, is_ident: false };
                found.push(delimiter(format!("{:?} opens", group.delimiter())));
                flatten(group.stream(), found);
                found.push(delimiter(format!("{:?} closes", group.delimiter())));
            }
            TokenTree::Ident(ident) => {
                found.push(Token { line, text: ident.to_string(), is_ident: true });
            }
            other => found.push(Token { line, text: other.to_string(), is_ident: false }),
        }
    }
}

/// Returns the lines where these tokens follow each other.
pub(crate) fn lines_with(text: &str, sequence: &[&str]) -> Vec<usize> {
    tokens(text)
        .windows(sequence.len())
        .filter(|window| window.iter().zip(sequence).all(|(token, text)| token.text == *text))
        .map(|window| window[0].line)
        .collect()
}
