//! The function below the attribute. Its body remains tokens.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Signature, Visibility};

use crate::diag;

pub(crate) struct Input {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    pub(crate) body: TokenStream,
}

impl Parse for Input {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let item = input.fork();
        let sig = input.parse().map_err(|_| item.error(diag::NO_FUNCTION))?;
        let rest = input.fork();
        let body: TokenStream = input.parse()?;
        if !is_block(body.clone()) {
            return Err(rest.error(diag::NO_BODY));
        }
        Ok(Self { attrs, vis, sig, body })
    }
}

fn is_block(tokens: TokenStream) -> bool {
    let mut trees = tokens.into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(group)), None) => match group.delimiter() {
            Delimiter::Brace => true,
            // The invisible brackets around a `$body:block` of a macro by example.
            Delimiter::None => is_block(group.stream()),
            Delimiter::Parenthesis | Delimiter::Bracket => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: Result<&str, &str>) {
        let found: syn::Result<Input> = syn::parse_str(source);
        let found = found.map(|input| input.body.to_string()).map_err(|error| error.to_string());
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{source}");
    }

    #[test]
    fn leaves_the_body_alone() {
        check("#[a] pub(crate) async fn f(a: Node) -> X { not + + rust }", Ok("{ not + + rust }"));
        check("fn f() {}", Ok("{ }"));
    }

    #[test]
    fn rejects_other_items() {
        check("struct S;", Err(diag::NO_FUNCTION));
        check("pub const X: u8 = 1;", Err(diag::NO_FUNCTION));
        check("fn f();", Err(diag::NO_BODY));
        check("fn f() {} fn g() {}", Err(diag::NO_BODY));
    }
}
