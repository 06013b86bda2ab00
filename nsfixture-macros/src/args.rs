//! The arguments of the attribute: from tokens to syntax with spans. Keys have no meaning yet. What
//! cannot be read is skipped up to the next comma.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprLit, Lit, LitFloat, LitInt, LitStr, Path, Token, parenthesized, token};

use crate::diag::{self, Diagnostics};

/// A list of keys, hosts among them.
pub(crate) struct Args {
    pub(crate) items: Vec<Item>,
    /// True if nothing in it had to be skipped.
    pub(crate) whole: bool,
}

pub(crate) struct Item {
    pub(crate) key: Ident,
    pub(crate) form: Form,
}

pub(crate) enum Form {
    /// `key`
    Bare,
    /// `key = ..`
    Value(Value),
    /// `key(..)`; the key determines what the tokens mean.
    List(TokenStream),
}

/// The value after a `=`.
pub(crate) enum Value {
    Text(LitStr),
    Number(LitInt),
    Float(LitFloat),
    /// `5%`, which is not an expression.
    Percentage(TokenStream),
    /// One identifier, a keyword included.
    Word(Ident),
    Path(Path),
    Array(token::Bracket, Vec<Value>),
    Other(Expr),
}

pub(crate) fn read(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Args {
    let parser = |input: ParseStream| Ok(list(input, diagnostics));
    match parser.parse2(tokens) {
        Ok(args) => args,
        Err(error) => {
            diagnostics.add(error);
            Args { items: Vec::new(), whole: false }
        }
    }
}

impl Item {
    /// Returns the key without the `r#` of a raw identifier.
    pub(crate) fn name(&self) -> String {
        self.key.unraw().to_string()
    }
}

impl Value {
    /// Returns what messages call the value.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Number(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Percentage(_) => "a value without quotes",
            Self::Word(word) if word == "true" || word == "false" => "a boolean",
            Self::Word(_) => "a name",
            Self::Path(_) => "a path",
            Self::Array(..) => "an array",
            Self::Other(Expr::Lit(_)) => "another literal",
            Self::Other(_) => "an expression",
        }
    }
}

impl ToTokens for Value {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Text(text) => text.to_tokens(tokens),
            Self::Number(number) => number.to_tokens(tokens),
            Self::Float(number) => number.to_tokens(tokens),
            Self::Percentage(percentage) => percentage.to_tokens(tokens),
            Self::Word(word) => word.to_tokens(tokens),
            Self::Path(path) => path.to_tokens(tokens),
            Self::Array(bracket, items) => bracket.surround(tokens, |tokens| {
                tokens.extend(items.iter().map(ToTokens::to_token_stream));
            }),
            Self::Other(expr) => expr.to_tokens(tokens),
        }
    }
}

fn list(input: ParseStream, diagnostics: &mut Diagnostics) -> Args {
    let mut args = Args { items: Vec::new(), whole: true };
    while !input.is_empty() {
        match item(input) {
            Ok(item) => args.items.push(item),
            Err(error) => {
                diagnostics.add(error);
                args.whole = false;
                skip_to_comma(input);
            }
        }
        if input.parse::<Token![,]>().is_err() {
            debug_assert!(input.is_empty(), "an item ends at a comma");
        }
    }
    args
}

fn item(input: ParseStream) -> syn::Result<Item> {
    if !input.peek(Ident::peek_any) {
        let quoted = input.fork().parse::<LitStr>().ok();
        return Err(input.error(
            quoted.map_or_else(|| diag::NO_NAME.into(), |text| diag::quoted_name(&text.value())),
        ));
    }
    let key = input.call(Ident::parse_any)?;
    let form = if input.peek(token::Paren) {
        let content;
        parenthesized!(content in input);
        Form::List(content.parse()?)
    } else if input.parse::<Option<Token![=]>>()?.is_some() {
        Form::Value(value(input, &key)?)
    } else {
        Form::Bare
    };
    if ends(input) { Ok(Item { key, form }) } else { Err(input.error(after(&key, &form))) }
}

fn after(key: &Ident, form: &Form) -> String {
    match form {
        Form::Bare => diag::after_key(key),
        Form::Value(_) | Form::List(_) => diag::after_value(key),
    }
}

fn value(input: ParseStream, key: &Ident) -> syn::Result<Value> {
    if ends(input) {
        return Err(syn::Error::new_spanned(key, diag::no_value(key)));
    }
    let ahead = input.fork();
    if let Ok(word) = ahead.call(Ident::parse_any)
        && ends(&ahead)
    {
        input.call(Ident::parse_any)?;
        return Ok(Value::Word(word));
    }
    if let Some(percentage) = percentage(input) {
        return Ok(Value::Percentage(percentage));
    }
    input.parse().map(classify)
}

/// Reads a number and a `%`, with nothing after them.
fn percentage(input: ParseStream) -> Option<TokenStream> {
    let ahead = input.fork();
    let number: Lit = ahead.parse().ok()?;
    let percent: Token![%] = ahead.parse().ok()?;
    if !ends(&ahead) || !matches!(number, Lit::Int(_) | Lit::Float(_)) {
        return None;
    }
    input.advance_to(&ahead);
    Some(quote!(#number #percent))
}

fn classify(expr: Expr) -> Value {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Value::Text(text),
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => Value::Number(number),
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => Value::Float(number),
        Expr::Path(expr) if expr.qself.is_none() => Value::Path(expr.path),
        Expr::Array(array) => {
            Value::Array(array.bracket_token, array.elems.into_iter().map(classify).collect())
        }
        // The invisible brackets around a `$fragment` of a macro by example.
        Expr::Group(group) => classify(*group.expr),
        other => Value::Other(other),
    }
}

fn ends(input: ParseStream) -> bool {
    input.is_empty() || input.peek(Token![,])
}

fn skip_to_comma(input: ParseStream) {
    while !ends(input) && input.parse::<TokenTree>().is_ok() {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Prints the items in one line, and mistakes after a `!`.
    #[track_caller]
    fn check(source: &str, expected: &str) {
        let mut diagnostics = Diagnostics::default();
        let args = read(source.parse().expect("tokens"), &mut diagnostics);
        let mut found = line(&args);
        for error in diagnostics.into_error().into_iter().flatten() {
            found.push_str(" ! ");
            found.push_str(&error.to_string());
        }
        assert_eq!(found, expected, "{source}");
    }

    fn line(args: &Args) -> String {
        let items: Vec<String> = args.items.iter().map(word).collect();
        items.join(", ") + if args.whole { "" } else { " .." }
    }

    fn word(item: &Item) -> String {
        let key = item.name();
        match &item.form {
            Form::Bare => key,
            Form::Value(value) => format!("{key} = <{}>", value.kind()),
            Form::List(tokens) => format!("{key}({tokens})"),
        }
    }

    #[test]
    fn reads_items() {
        check("", "");
        check("link(a, 1), host,", "link(a , 1), host");
        check(
            r#"a = "x", b = ["x", "y"], mtu = 9000, c = true"#,
            "a = <a string>, b = <an array>, mtu = <an integer>, c = <a boolean>",
        );
        check("crate = crate, run_in = type", "crate = <a name>, run_in = <a name>");
        check("crate = ::a::b, x = -1", "crate = <a path>, x = <an expression>");
        check("topology = two::<A, B>(), r#x = 1.5", "topology = <an expression>, x = <a float>");
        check(
            "a = 5%, b = 0.1%, c = 20ms, d = 5 % 2",
            "a = <a value without quotes>, b = <a value without quotes>, c = <an integer>, d = <an \
             expression>",
        );
    }

    #[test]
    fn skips_what_it_cannot_read() {
        let no_name = diag::NO_NAME;
        check("a, , b", &format!("a, b .. ! {no_name}"));
        check("1, b", &format!("b .. ! {no_name}"));
        check("a b, c", "c .. ! expected `=`, `(` or `,` after `a`");
        check("a(b) c, d", "d .. ! expected `,` after the value of `a`");
        check("a = 1 s, b", "b .. ! expected `,` after the value of `a`");
        check("a = , b", "b .. ! expected a value after `a =`");
        check(r#""a", b"#, "b .. ! names are not quoted: write `a`");
    }
}
