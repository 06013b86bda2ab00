//! Writing JSON (RFC 8259): a page and the command read it.

use std::fmt::Write as _;

/// A value.
pub(super) enum Value {
    Text(String),
    Number(u64),
    /// A number of milliseconds with three digits after the point.
    Micros(u128),
    Flag(bool),
    List(Vec<Value>),
    Object(Vec<(&'static str, Value)>),
    /// An object whose keys are not known.
    Map(Vec<(String, Value)>),
}

impl Value {
    pub(super) fn list(items: impl IntoIterator<Item = impl Into<Self>>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// Returns an object without what is absent: empty texts, lists and maps.
    pub(super) fn object<const N: usize>(entries: [(&'static str, Self); N]) -> Self {
        Self::Object(entries.into_iter().filter(|(_, value)| !value.is_absent()).collect())
    }

    fn is_absent(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
            Self::Flag(is_set) => !is_set,
            Self::Number(_) | Self::Micros(_) | Self::Object(_) => false,
        }
    }

    /// Appends the value to a string.
    pub(super) fn write(&self, json: &mut String) {
        match self {
            Self::Text(text) => write_text(text, json),
            // Writing to a `String` does not fail.
            Self::Number(number) => drop(write!(json, "{number}")),
            Self::Micros(micros) => drop(write!(json, "{}.{:03}", micros / 1000, micros % 1000)),
            Self::Flag(is_set) => drop(write!(json, "{is_set}")),
            Self::List(items) => write_all(json, ['[', ']'], items, Value::write),
            Self::Object(entries) => write_all(json, ['{', '}'], entries, write_entry),
            Self::Map(entries) => write_all(json, ['{', '}'], entries, write_entry),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        text.unwrap_or_default().into()
    }
}

fn write_all<T>(
    json: &mut String,
    [open, close]: [char; 2],
    items: &[T],
    write: impl Fn(&T, &mut String),
) {
    json.push(open);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            json.push(',');
        }
        write(item, json);
    }
    json.push(close);
}

fn write_entry((key, value): &(impl AsRef<str>, Value), json: &mut String) {
    write_text(key.as_ref(), json);
    json.push(':');
    value.write(json);
}

/// Writes a string that may also stand in a `<script>` of a page, where `<` could end it.
fn write_text(text: &str, json: &mut String) {
    json.push('"');
    for char in text.chars() {
        match char {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\t' => json.push_str("\\t"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' | '\u{7f}' => {
                // As above.
                let _written = write!(json, "\\u{:04x}", u32::from(char));
            }
            char => json.push(char),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &Value, expected: &str) {
        let mut json = String::new();
        value.write(&mut json);
        assert_eq!(json, expected);
    }

    #[test]
    fn values_are_json() {
        check(&Value::Micros(1_234_005), "1234.005");
        check(&Value::list(["a", "b"]), r#"["a","b"]"#);
        let object = Value::object([
            ("a", "".into()),
            ("b", Value::Number(0)),
            ("c", Value::List(Vec::new())),
            ("d", Value::Map(vec![("x y".to_owned(), Value::Flag(true))])),
        ]);
        check(&object, r#"{"b":0,"d":{"x y":true}}"#);
    }

    #[test]
    fn no_text_ends_a_script() {
        check(&"</script><!--&".into(), r#""\u003c/script\u003e\u003c!--\u0026""#);
        check(&"\"\\\n\t\r\u{1b}\u{2028}ä😀".into(), r#""\"\\\n\t\u000d\u001b\u2028ä😀""#);
    }
}
