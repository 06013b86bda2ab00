//! Reading fates from a string.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;

use super::all::{DirectionFates, Fates, Sender};
use super::decider::RandomRule;
use super::error::FatesError;
use super::fate::{Fate, FateKind};
use super::line::Line;
use super::lines::{self, KINDS};
use super::place::FlowName;
use super::random::Random;

/// The version of the format.
pub(super) const VERSION: u32 = 1;

/// The longest part of a line that is shown in a message.
const SHOWN: usize = 40;

impl FromStr for Fates {
    type Err = FatesError;

    fn from_str(text: &str) -> Result<Self, FatesError> {
        let lines = text.lines().enumerate().map(|(nth, line)| (nth + 1, line.trim()));
        let mut lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let last = text.lines().count().max(1);
        let missing = |what: &str| FatesError {
            line: last,
            message: format!("the text ends without {what}: it is not complete"),
        };
        let mut next = |what| lines.next().ok_or_else(|| missing(what));
        let (number, line) = next("`nsfixture fates 1`")?;
        version(number, line)?;
        let (number, line) = next("`seed`")?;
        let mut reader = Reader::new(seed(Line::new(number, line))?);
        loop {
            let (number, line) = next("`end`")?;
            if reader.line(Line::new(number, line))? {
                break;
            }
        }
        match lines.next() {
            None => Ok(reader.fates),
            Some((line, _)) => {
                Err(FatesError { line, message: "expected nothing after `end`".to_owned() })
            }
        }
    }
}

fn version(number: usize, text: &str) -> Result<(), FatesError> {
    let line = Line::new(number, text);
    let Some(version) = text.strip_prefix("nsfixture fates ") else {
        let shown: String = text.chars().take(SHOWN).collect();
        return Err(line.error(format!("expected `nsfixture fates {VERSION}`, found {shown:?}")));
    };
    if version.trim().parse() == Ok(VERSION) {
        return Ok(());
    }
    let shown: String = version.chars().take(SHOWN).collect();
    Err(line.error(format!("unknown version {shown:?}: this library reads version {VERSION}")))
}

fn unknown_word(line: &Line<'_>, word: &str) -> FatesError {
    let known: Vec<&str> = KINDS.iter().map(|kind| kind.name()).collect();
    let known = known.join(", ");
    line.error(format!(
        "expected `cable`, `rule`, `missing`, `end` or a fate ({known}), found {word:?}"
    ))
}

fn seed(mut line: Line<'_>) -> Result<u64, FatesError> {
    line.literal("seed")?;
    let seed = line.value("a seed")?;
    line.end()?;
    Ok(seed)
}

/// What has been read so far.
struct Reader {
    fates: Fates,
    /// The indices of directions.
    known: HashMap<(String, String), usize>,
    /// The flow that was read last, which often is the next one's.
    last: Option<Arc<FlowName>>,
}

impl Reader {
    fn new(seed: u64) -> Self {
        let fates = Fates { seed, directions: Vec::new() };
        Self { fates, known: HashMap::new(), last: None }
    }

    /// Reads a line, and returns true if it is the last one.
    fn line(&mut self, mut line: Line<'_>) -> Result<bool, FatesError> {
        let word = line.word("a word")?;
        match word {
            "cable" => self.cable(line)?,
            "rule" => self.rule(line)?,
            "missing" => self.missing(line)?,
            "end" => {
                let (count, found) = (line.value("the number of fates")?, self.fates.len());
                if found != count {
                    return Err(line.error(format!("expected {count} fates, found {found}")));
                }
                line.end()?;
                return Ok(true);
            }
            word => {
                let kind = KINDS.into_iter().find(|kind| kind.name() == word);
                self.fate(kind.ok_or_else(|| unknown_word(&line, word))?, line)?;
            }
        }
        Ok(false)
    }

    fn cable(&mut self, mut line: Line<'_>) -> Result<(), FatesError> {
        let (cable, sender) = lines::direction(&mut line)?;
        line.literal("mtu")?;
        let mtu = line.value("an MTU")?;
        line.literal("draws")?;
        let drawn = lines::drawn(&mut line, None)?;
        let key = (cable.clone(), sender.to_string());
        if self.known.insert(key, self.fates.directions.len()).is_some() {
            return Err(line.error(format!("duplicate direction: cable `{cable}` {sender}")));
        }
        let (rules, fates, missing) = (Vec::new(), Vec::new(), Vec::new());
        let direction = DirectionFates { cable, sender, mtu, drawn, rules, fates, missing };
        self.fates.directions.push(direction);
        Ok(())
    }

    /// Reads a direction, which a line before must have announced.
    fn direction(&mut self, line: &mut Line<'_>) -> Result<&mut DirectionFates, FatesError> {
        let (cable, sender): (String, Sender) = lines::direction(line)?;
        let message = format!("no line `cable {cable} {sender} ..` before this one");
        let found = self.known.get(&(cable, sender.to_string()));
        match found {
            Some(&at) => Ok(&mut self.fates.directions[at]),
            None => Err(line.error(message)),
        }
    }

    fn rule(&mut self, mut line: Line<'_>) -> Result<(), FatesError> {
        let direction = self.direction(&mut line)?;
        let number = lines::rule_number(&mut line)?;
        line.literal("draws")?;
        let drawn = lines::drawn(&mut line, Some("matches"))?;
        let matches = line.rest("what the rule matches")?;
        direction.rules.push(RandomRule { number, matches, drawn });
        Ok(())
    }

    fn missing(&mut self, mut line: Line<'_>) -> Result<(), FatesError> {
        let direction = self.direction(&mut line)?;
        let decider = lines::decider(&mut line)?;
        let fault = line.parsed("a fault, such as `loss`", Random::of_key)?;
        let count = line.value("a number")?;
        direction.missing.push((decider, fault, count));
        line.end()
    }

    fn fate(&mut self, kind: FateKind, mut line: Line<'_>) -> Result<(), FatesError> {
        let last = self.last.take();
        let direction = self.direction(&mut line)?;
        let decider = lines::decider(&mut line)?;
        let flow = lines::flow(&mut line)?;
        let flow = last.filter(|last| **last == flow).unwrap_or_else(|| Arc::new(flow));
        let is_from_client = lines::is_from_client(&mut line)?;
        let place = lines::place(&mut line)?;
        let kind = lines::details(kind, &mut line)?;
        if !direction.draws(decider, kind.fault()) {
            let DirectionFates { cable, sender, .. } = direction;
            let (fault, of) = (kind.fault(), decider.to_string());
            let of = if of.is_empty() { of } else { format!(" of {}", of.trim_end()) };
            let message =
                format!("cable `{cable}` {sender} has no `{fault}`{of} among what it draws");
            return Err(line.error(message));
        }
        direction.fates.push(Fate {
            kind,
            decider,
            flow: Arc::clone(&flow),
            is_from_client,
            place,
        });
        self.last = Some(flow);
        line.end()
    }
}
