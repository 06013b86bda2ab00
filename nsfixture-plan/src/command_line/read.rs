//! From words to faults.

use super::notation::in_words;
use crate::describe::{Entry, Text, Value, ValueKind, read_faults};
use crate::faults::mistakes;
use crate::problem::in_one_line;
use crate::topology::{FAULTS, Faults, Field, OptionRow, RULE};

impl Faults {
    /// Reads and checks faults that are words of a command line, `loss=5%`, with the keys and values of a file.
    ///
    /// # Errors
    /// Returns everything that is wrong with them, in the same notation.
    #[doc(hidden)]
    pub fn from_words<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Result<Self, String> {
        let entries: Vec<Entry<()>> = words.into_iter().map(|word| entry(word.as_ref())).collect();
        let mut found = Vec::new();
        let faults = read_faults(&entries, &mut found);
        let mut messages: Vec<String> = found.into_iter().map(|((), message)| message).collect();
        if messages.is_empty() {
            match faults.check_link(None, false) {
                Ok(_) => return Ok(faults),
                Err(problems) => messages.extend(problems.iter().map(ToString::to_string)),
            }
        } else {
            // What could not be read may be what these lack.
            let others = mistakes(&faults).into_iter().map(|(_, _, mistake)| mistake);
            let others = others.filter(|mistake| !mistake.depends_on_others());
            messages.extend(others.map(|mistake| mistake.to_string()));
        }
        let messages = messages.iter().map(|message| in_one_line(&in_words(message)));
        Err(messages.collect::<Vec<_>>().join("; "))
    }
}

fn entry(word: &str) -> Entry<()> {
    let (key, value) = match word.split_once('=') {
        Some((key, value)) => (key, Some(value)),
        None => (word, None),
    };
    let field = OptionRow::find(FAULTS, key).map(|row| &row.field);
    let value = value.map(|text| value_of(field, text));
    Entry { key: Text { text: key.to_owned(), span: () }, value }
}

/// A word does not show the kind of its value: the key decides.
fn value_of<O>(field: Option<&Field<O>>, text: &str) -> Value<()> {
    let kind = match field {
        Some(Field::Integer(..) | Field::Number(_)) => number(text),
        Some(Field::Numbers(_)) => {
            let items = text.split(',').map(|item| Value { kind: number(item), span: () });
            ValueKind::Array(items.collect())
        }
        Some(Field::Outage(_)) => ValueKind::Table(text.split(',').map(entry).collect()),
        Some(Field::Rules(_)) => ValueKind::Table(rule(text)),
        _ => ValueKind::Text(text.to_owned()),
    };
    Value { kind, span: () }
}

/// Reads the options of a rule: `protocol=udp,drop=1,3`. What has no key belongs to the one before.
fn rule(text: &str) -> Vec<Entry<()>> {
    let mut options: Vec<(&str, Option<String>)> = Vec::new();
    for piece in text.split(',') {
        match (piece.split_once('='), options.last_mut()) {
            (Some((key, value)), _) => options.push((key, Some(value.to_owned()))),
            (None, Some((_, Some(value)))) => value.extend([",", piece]),
            (None, _) => options.push((piece, None)),
        }
    }
    let entry = |(key, value): (&str, Option<String>)| {
        let field = OptionRow::find(RULE, key).map(|row| &row.field);
        let value = value.map(|text| value_of(field, &text));
        Entry { key: Text { text: key.to_owned(), span: () }, value }
    };
    options.into_iter().map(entry).collect()
}

fn number(text: &str) -> ValueKind<()> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_whole =
        |digits: &str| !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit());
    match digits.split_once('.') {
        None if is_whole(digits) => ValueKind::Integer(text.to_owned()),
        Some((whole, decimals)) if is_whole(whole) && is_whole(decimals) => {
            ValueKind::Float(text.to_owned())
        }
        _ => ValueKind::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::{Outage, Rule};

    #[test]
    fn reads_the_words_of_a_file() {
        let words =
            ["condition=3g", "delay=20ms", "jitter=5ms", "loss=0.1%", "burst=5", "drop=2,3"];
        let words =
            Faults::from_words(words.into_iter().chain(["drop_every=5", "queue=50packets"]));
        let built = Faults::new().condition("3g").delay("20ms").jitter("5ms").loss("0.1%").burst(5);
        assert_eq!(words, Ok(built.drop([2, 3]).drop_every(5).queue("50packets")));
        let outage = Outage::new().after("2s").lasts("500ms").every("5s");
        let words = Faults::from_words(["outage=after=2s,lasts=500ms,every=5s"]);
        assert_eq!(words, Ok(Faults::new().outage(outage)));
        assert_eq!(Faults::from_words(["drop=7"]), Ok(Faults::new().drop([7])));
        let words = [
            "rule=protocol=udp,port=53,drop=1,3,loss=5%",
            "delay=1ms",
            "rule=icmp=redirect,corrupt=1%",
        ];
        let dns = Rule::new().protocol("udp").port(53).drop([1, 3]).loss("5%");
        let redirects = Rule::new().icmp("redirect").corrupt("1%");
        let built = Faults::new().delay("1ms").rule(dns).rule(redirects);
        assert_eq!(Faults::from_words(words), Ok(built));
    }

    #[track_caller]
    fn check(words: &str, expected: &str) {
        assert_eq!(Faults::from_words(words.split(' ')), Err(expected.to_owned()), "{words}");
    }

    #[test]
    fn says_what_to_write() {
        check("lss=5%", "unknown key `lss` in faults: did you mean `loss`?");
        check(
            "latency=20ms",
            "unknown key `latency` in faults: it is called `delay` here: write `delay=20ms`",
        );
        check("loss", "`loss` needs a value: write `loss=1%`");
        check("loss=5", "`loss` needs a unit: write `loss=5%`");
        check("loss=1% loss=2%", "duplicate key `loss`: remove one of the two");
        check(
            "delay=fast",
            "invalid delay \"fast\": write a number with a unit (`ns`, `us`, `ms`, `s`, `m`, `h`), such as \
             \"20ms\" or \"1.5s\"",
        );
        check("condition=3gg", "invalid condition \"3gg\": did you mean \"3g\"?");
        check(
            "jitter=5ms",
            "`jitter` does nothing without `delay`: add `delay=20ms`, or remove it",
        );
        check("burst=many", "expected an integer for `burst`, found a string: write `burst=5`");
        check("drop=2,", "expected an integer for `drop`, found a string: write `drop=2,3,7`");
        check("drop=1.5", "expected an integer for `drop`, found a float: write `drop=2,3,7`");
        check(
            "rule=protocol=udp,port=many,loss=5%",
            "expected an integer for `port`, found a string: write `port=53`",
        );
        check(
            "rule=,loss=5%",
            "unknown key `` in `rule`: expected one of `host`, `protocol`, `port`, `icmp`, `flags`, \
              `longer_than`, `shorter_than`, `loss`, `burst`, `drop`, `drop_every`, `duplicate`, `corrupt`",
        );
        check("rule=port=53,port=54,loss=5%", "duplicate key `port`: remove one of the two");
        check(
            "rule=port=53,delay=5ms",
            "`delay` is a key of the whole direction, not of the packets of a rule: move it out of `rule`; `loss`, \
             `burst`, `drop`, `drop_every`, `duplicate`, `corrupt` are faults of rules",
        );
        check("rule=dport=53,loss=5%", "unknown key `dport` in `rule`: it is called `port` here");
        check(
            "rule=port=53",
            "a rule without faults does nothing: add `loss=10%`, or another fault",
        );
        check(
            "rate=0mbit",
            "nothing would pass with a `rate` of zero: write `loss=100%` to lose all packets",
        );
    }

    #[test]
    fn reports_all_mistakes_that_do_not_follow_from_others() {
        check(
            "dely=20ms jitter=5ms loss=5",
            "unknown key `dely` in faults: did you mean `delay`?; `loss` needs a unit: write `loss=5%`",
        );
        check("los\ns=5%", "unknown key `los\\ns` in faults: did you mean `loss`?");
    }
}
