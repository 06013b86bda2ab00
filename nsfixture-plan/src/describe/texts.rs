//! A string or an array of strings.

use super::messages;
use super::value::{Text, Value};
use crate::key::Key;

/// Reads a string or an array of strings. Items that are no strings are mistakes and left out.
pub(super) fn texts<S: Clone>(
    key: Key,
    value: &Value<S>,
    mistakes: &mut Vec<(S, String)>,
) -> Vec<Text<S>> {
    let mut texts = Vec::new();
    for item in value.items() {
        if let Some(text) = item.as_text() {
            texts.push(text);
        } else {
            let message =
                messages::wrong_kind(key, "a string or an array of strings", item.describe());
            mistakes.push((item.span.clone(), message));
        }
    }
    texts
}
