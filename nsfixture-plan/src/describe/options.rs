//! One option: from its value to the field that it goes to.

use std::fmt::Display;

use super::dialect::Dialect;
use super::messages;
use super::texts::texts;
use super::value::{Entry, Text, Value, ValueKind};
use crate::key::Key;
use crate::topology::{CAN_FAIL, Field, Groups, OUTAGE, OptionRow, Outage, RULE, Rule};
use crate::units;

/// Reads the value of an option, and returns the places of the parts that the option has.
pub(super) fn read<O, S: Clone>(
    row: &OptionRow<O>,
    dialect: &Dialect,
    value: &Value<S>,
    options: &mut O,
    mistakes: &mut Vec<(S, String)>,
) -> Vec<S> {
    let key = dialect.key(row.key);
    let mut reader = Reader { key, mistakes };
    match &row.field {
        Field::Text(field) => {
            let text = reader.text(value);
            let span = text.as_ref().map(|text| text.span.clone());
            *(field.get_mut)(options) = text.map(|text| text.text);
            Vec::from_iter(span)
        }
        Field::Quantity(field, unit) => {
            let text = reader.quantity(value, unit);
            let span = text.as_ref().map(|text| text.span.clone());
            *(field.get_mut)(options) = text.map(|text| text.text);
            Vec::from_iter(span)
        }
        Field::Texts(field) => {
            let texts = texts(key, value, reader.mistakes);
            let (texts, spans) = texts.into_iter().map(|text| (text.text, text.span)).unzip();
            *(field.get_mut)(options) = texts;
            spans
        }
        Field::List(field) => {
            let (texts, spans) = list(key, value, reader.mistakes);
            *(field.get_mut)(options) = texts;
            spans
        }
        Field::Pair(field) => {
            let (texts, spans) = list(key, value, reader.mistakes);
            *(field.get_mut)(options) = texts.and_then(|texts| {
                let found = texts.len();
                let pair = <[String; 2]>::try_from(texts);
                let not_a_pair = |_| reader.mistake(value, messages::not_a_pair(key, found));
                pair.map_err(not_a_pair).ok()
            });
            spans
        }
        Field::Groups(field) => {
            let (groups, spans) = groups(key, value, reader.mistakes);
            *(field.get_mut)(options) = groups.map(Groups::from);
            spans
        }
        Field::Integer(field, out_of_range) => {
            *(field.get_mut)(options) = reader.integer(value, *out_of_range);
            vec![value.span.clone()]
        }
        Field::Number(field) => {
            *(field.get_mut)(options) = integer(key, value, 1, reader.mistakes);
            vec![value.span.clone()]
        }
        Field::Numbers(field) => {
            let items = value.items().iter();
            let read = items.map(|item| Some((integer(key, item, 1, reader.mistakes)?, item)));
            let read: Vec<(u64, &Value<S>)> = read.flatten().collect();
            // Without those that could not be read, there may be none.
            let is_set = !read.is_empty() || value.items().is_empty();
            let numbers = read.iter().map(|(number, _)| *number).collect();
            *(field.get_mut)(options) = is_set.then_some(numbers);
            let spans = read.iter().map(|(_, item)| item.span.clone());
            // An empty array has a place, too.
            if read.is_empty() { vec![value.span.clone()] } else { spans.collect() }
        }
        Field::Trace(field) => {
            let text = reader.text(value);
            let span = text.as_ref().map(|text| text.span.clone());
            *(field.get_mut)(options) = text.map(|text| text.text.into());
            Vec::from_iter(span)
        }
        Field::Outage(field) => {
            let (outage, spans) = outage(key, dialect, value, reader.mistakes);
            *(field.get_mut)(options) = outage;
            spans
        }
        Field::Rules(field) => {
            let (rules, spans) = rules(key, dialect, value, reader.mistakes);
            (field.get_mut)(options).extend(rules);
            spans
        }
        Field::Flag(field) => {
            *(field.get_mut)(options) = flag(key, value, reader.mistakes);
            vec![value.span.clone()]
        }
    }
}

/// Reads strings, if all of them are some, and returns the place of the whole, followed by those of the strings.
fn list<S: Clone>(
    key: Key,
    value: &Value<S>,
    mistakes: &mut Vec<(S, String)>,
) -> (Option<Vec<String>>, Vec<S>) {
    let before = mistakes.len();
    let mut texts = texts(key, value, mistakes);
    let spans = std::iter::once(value.span.clone());
    let spans = spans.chain(texts.iter().map(|text| text.span.clone())).collect();
    let texts = texts.drain(..).map(|text| text.text).collect();
    ((mistakes.len() == before).then_some(texts), spans)
}

/// Reads groups of strings, and returns the place of the whole, followed by those of the strings.
fn groups<S: Clone>(
    key: Key,
    value: &Value<S>,
    mistakes: &mut Vec<(S, String)>,
) -> (Option<Vec<Vec<String>>>, Vec<S>) {
    let before = mistakes.len();
    let (mut groups, mut spans) = (Vec::new(), vec![value.span.clone()]);
    for item in value.items() {
        let is_group = |item: &Value<S>| matches!(item.kind, ValueKind::Array(_));
        if is_group(value) && is_group(item) {
            let (texts, places) = list(key, item, mistakes);
            groups.extend(texts);
            spans.extend(places.into_iter().skip(1));
        } else {
            let expected = "an array of groups of hosts";
            let found = if is_group(value) { item.describe() } else { value.describe() };
            mistakes.push((item.span.clone(), messages::wrong_kind(key, expected, found)));
        }
    }
    ((mistakes.len() == before).then_some(groups), spans)
}

/// Reads an outage or a flap, and returns its place, followed by those of its options in the order of their table.
fn outage<S: Clone>(
    key: Key,
    dialect: &Dialect,
    value: &Value<S>,
    mistakes: &mut Vec<(S, String)>,
) -> (Option<Outage>, Vec<S>) {
    let mut outage = Outage::new();
    let spans = table(OUTAGE, key, dialect, value, &mut outage, mistakes);
    (spans.as_ref().map(|_| outage), spans.unwrap_or_default())
}

/// Reads rules, and returns the places of each: its own, followed by those of its options in the order of their table.
fn rules<S: Clone>(
    key: Key,
    dialect: &Dialect,
    value: &Value<S>,
    mistakes: &mut Vec<(S, String)>,
) -> (Vec<Rule>, Vec<S>) {
    let (mut rules, mut places) = (Vec::new(), Vec::new());
    for item in value.items() {
        let mut rule = Rule::new();
        if let Some(spans) = table(RULE, key, dialect, item, &mut rule, mistakes) {
            rules.push(rule);
            places.extend(spans);
        }
    }
    (rules, places)
}

/// Reads the options in a table, and returns its place, followed by those of its options in the order of `rows`; nothing if
/// it is no table.
fn table<O, S: Clone>(
    rows: &'static [OptionRow<O>],
    key: Key,
    dialect: &Dialect,
    value: &Value<S>,
    options: &mut O,
    mistakes: &mut Vec<(S, String)>,
) -> Option<Vec<S>> {
    let ValueKind::Table(entries) = &value.kind else {
        let message = messages::wrong_kind(key, "a table of options", value.describe());
        mistakes.push((value.span.clone(), message));
        return None;
    };
    let mut spans = vec![value.span.clone(); 1 + rows.len()];
    let mut seen = Vec::new();
    for Entry { key: name, value } in entries {
        let nth = rows.iter().position(|row| row.key.name == name.text);
        let message = match (nth, value) {
            (Some(nth), _) if seen.contains(&nth) => messages::duplicate_key(&name.text),
            (Some(nth), Some(value)) if !matches!(value.kind, ValueKind::List) => {
                seen.push(nth);
                let own = read(&rows[nth], dialect, value, options, mistakes);
                if let Some(span) = own.into_iter().next() {
                    spans[1 + nth] = span;
                }
                continue;
            }
            (Some(nth), _) => messages::option_needs_value(rows[nth].key),
            (None, _) => {
                let known: Vec<&str> = rows.iter().map(|row| row.key.name).collect();
                messages::unknown_key_in(key, &name.text, &known)
            }
        };
        mistakes.push((name.span.clone(), message));
    }
    Some(spans)
}

/// Reads a key that is there or not.
pub(super) fn flag<S: Clone>(key: Key, value: &Value<S>, mistakes: &mut Vec<(S, String)>) -> bool {
    let message = match value.kind {
        ValueKind::Boolean(true) => return true,
        ValueKind::Boolean(false) => messages::default_flag(key),
        _ => messages::wrong_kind(key, "`true`", value.describe()),
    };
    mistakes.push((value.span.clone(), message));
    false
}

/// Reads an integer of up to 64 bits, of which `min` is the smallest that makes sense.
pub(super) fn integer<S: Clone>(
    key: Key,
    value: &Value<S>,
    min: u64,
    mistakes: &mut Vec<(S, String)>,
) -> Option<u64> {
    let out_of_range = |number: &dyn Display| messages::out_of_range(key, number, min);
    Reader { key, mistakes }.integer(value, out_of_range)
}

/// Returns true for an option that a key alone sets, where the source allows that.
pub(super) fn is_flag(key: &str) -> bool {
    key == CAN_FAIL.name
}

struct Reader<'m, S> {
    key: Key,
    mistakes: &'m mut Vec<(S, String)>,
}

impl<S: Clone> Reader<'_, S> {
    fn mistake(&mut self, value: &Value<S>, message: String) {
        self.mistakes.push((value.span.clone(), message));
    }

    fn text(&mut self, value: &Value<S>) -> Option<Text<S>> {
        let text = value.as_text();
        if text.is_none() {
            self.mistake(value, messages::wrong_kind(self.key, "a string", value.describe()));
        }
        text
    }

    /// Reads a string with a unit. A number is shown as one.
    fn quantity(&mut self, value: &Value<S>, unit: &str) -> Option<Text<S>> {
        let message = match &value.kind {
            ValueKind::Integer(number) | ValueKind::Float(number)
                if number.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                units::unit_missing(self.key.name, number, unit)
            }
            ValueKind::Unquoted(text) => messages::unquoted(self.key, text),
            _ => return self.text(value),
        };
        self.mistake(value, message);
        None
    }

    fn integer<N: std::str::FromStr>(
        &mut self,
        value: &Value<S>,
        out_of_range: impl Fn(&dyn Display) -> String,
    ) -> Option<N> {
        let ValueKind::Integer(digits) = &value.kind else {
            let message = messages::wrong_kind(self.key, "an integer", value.describe());
            self.mistake(value, message);
            return None;
        };
        let number = digits.parse().ok();
        if number.is_none() {
            self.mistake(value, out_of_range(digits));
        }
        number
    }
}
