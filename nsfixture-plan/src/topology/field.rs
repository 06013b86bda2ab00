//! The fields that options have: what reads a value into one, and what writes it.

use std::fmt::Display;

use super::groups::Groups;
use super::outage::Outage;
use super::rule::Rule;
use super::trace::Trace;
use crate::key::Key;

/// One option of an `O`: its key, and the field that a value of it goes to.
#[derive(Debug)]
pub(crate) struct OptionRow<O: 'static> {
    pub(crate) key: Key,
    pub(crate) field: Field<O>,
}

/// The field of an option, by the kind of its values.
#[derive(Debug)]
pub(crate) enum Field<O: 'static> {
    /// A string.
    Text(Access<O, Option<String>>),
    /// A string with a unit, and the unit that a number without one was probably meant to have.
    Quantity(Access<O, Option<String>>, &'static str),
    /// A string or an array of strings.
    Texts(Access<O, Vec<String>>),
    /// An integer, and the message about one that has more than 32 bits.
    Integer(Access<O, Option<u32>>, fn(&dyn Display) -> String),
    /// An integer of up to 64 bits.
    Number(Access<O, Option<u64>>),
    /// Integers of up to 64 bits.
    Numbers(Access<O, Option<Vec<u64>>>),
    /// An array of strings.
    List(Access<O, Option<Vec<String>>>),
    /// An array of two strings.
    Pair(Access<O, Option<[String; 2]>>),
    /// An array of arrays of strings.
    Groups(Access<O, Option<Groups>>),
    /// A string: a path, or what would be in the file.
    Trace(Access<O, Option<Trace>>),
    /// A table of its own options.
    Outage(Access<O, Option<Outage>>),
    /// Tables of their own options.
    Rules(Access<O, Vec<Rule>>),
    /// A key alone, or `true`.
    Flag(Access<O, bool>),
}

/// The accessors of a field.
#[derive(Debug)]
pub(crate) struct Access<O: 'static, T: 'static> {
    pub(crate) get: fn(&O) -> &T,
    pub(crate) get_mut: fn(&mut O) -> &mut T,
}

/// The value of an option.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OptionValue<'o> {
    /// A string.
    Text(&'o str),
    /// Strings, each set by one call of the option's builder method.
    Texts(&'o [String]),
    /// An integer.
    Integer(u64),
    /// Integers, all set by one call.
    Integers(&'o [u64]),
    /// Strings, all set by one call.
    List(&'o [String]),
    /// Two strings, set by one call with two arguments.
    Pair(&'o [String; 2]),
    /// Groups of strings, all set by one call.
    Groups(&'o [Vec<String>]),
    /// A table, set by one call with a value that has builder methods as well.
    Outage(&'o Outage),
    /// Tables, each set by one call with a value that has builder methods as well.
    Rules(&'o [Rule]),
    /// A key without a value, whose builder method has no argument.
    Flag,
}

macro_rules! access {
    ($($field:ident).+) => {
        Access { get: |options| &options.$($field).+, get_mut: |options| &mut options.$($field).+ }
    };
}
pub(super) use access;

impl<O> OptionRow<O> {
    /// Returns the row with this key.
    pub(crate) fn find(rows: &'static [Self], key: &str) -> Option<&'static Self> {
        rows.iter().find(|row| row.key.name == key)
    }

    /// Returns true if the option may be written several times, once for each of its values.
    pub(crate) fn is_repeatable(&self) -> bool {
        matches!(self.field, Field::Rules(_))
    }

    /// Returns the options that are set, with their keys.
    pub(crate) fn entries<'o>(
        rows: &'static [Self],
        options: &'o O,
    ) -> impl Iterator<Item = (&'static str, OptionValue<'o>)> {
        rows.iter().filter_map(|row| Some((row.key.name, row.field.value(options)?)))
    }
}

impl<O> Field<O> {
    fn value<'o>(&self, options: &'o O) -> Option<OptionValue<'o>> {
        match self {
            Self::Text(field) | Self::Quantity(field, _) => {
                (field.get)(options).as_deref().map(OptionValue::Text)
            }
            Self::Texts(field) => {
                let texts = (field.get)(options);
                (!texts.is_empty()).then_some(OptionValue::Texts(texts))
            }
            Self::Integer(field, _) => {
                (field.get)(options).map(|number| OptionValue::Integer(number.into()))
            }
            Self::Number(field) => (field.get)(options).map(OptionValue::Integer),
            Self::Numbers(field) => (field.get)(options).as_deref().map(OptionValue::Integers),
            Self::List(field) => (field.get)(options).as_deref().map(OptionValue::List),
            Self::Pair(field) => (field.get)(options).as_ref().map(OptionValue::Pair),
            Self::Groups(field) => {
                (field.get)(options).as_ref().map(|groups| OptionValue::Groups(groups.hosts()))
            }
            Self::Trace(field) => {
                (field.get)(options).as_ref().map(|trace| OptionValue::Text(&trace.source))
            }
            Self::Outage(field) => (field.get)(options).as_ref().map(OptionValue::Outage),
            Self::Rules(field) => {
                let rules = (field.get)(options);
                (!rules.is_empty()).then_some(OptionValue::Rules(rules))
            }
            Self::Flag(field) => (field.get)(options).then_some(OptionValue::Flag),
        }
    }
}
