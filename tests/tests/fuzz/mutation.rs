//! Texts made of others by small changes.

use nsfixture_tests::random::Random;

/// Characters that some reader takes for something else.
const ODD: [char; 24] = [
    '"',
    '\'',
    '\\',
    '[',
    ']',
    '{',
    '}',
    '=',
    ',',
    '.',
    '#',
    '/',
    ':',
    '\n',
    '\r',
    '\t',
    '\0',
    ' ',
    '\u{7f}',
    'é',
    '\u{85}',
    '\u{feff}',
    '\u{202e}',
    '\u{10ffff}',
];

/// What texts are made of.
pub(crate) struct Corpus {
    /// What changes begin with, and take pieces of.
    pub(crate) texts: Vec<String>,
    /// What is put in between.
    pub(crate) words: &'static [&'static str],
    /// The maximum length of the text in characters.
    pub(crate) longest: usize,
}

impl Corpus {
    /// One of the texts, with some changes.
    pub(crate) fn text(&self, random: &mut Random) -> String {
        let mut text: Vec<char> = random.pick(&self.texts).chars().collect();
        let changes = if random.once_in(8) { 16 } else { 4 };
        for _ in 0..random.within(1..changes) {
            self.change(&mut text, random);
            text.truncate(self.longest);
        }
        text.into_iter().collect()
    }

    fn change(&self, text: &mut Vec<char>, random: &mut Random) {
        let (from, to) = piece(text.len(), random);
        match random.within(0..10) {
            0 => drop(text.drain(from..to)),
            1 => text.insert(from, *random.pick(&ODD)),
            2 => drop(text.splice(from..to, random.pick(self.words).chars())),
            3 => drop(text.splice(from..from, random.pick(self.words).chars())),
            4 => {
                let copied = text[from..to].to_vec();
                let (at, _) = piece(text.len(), random);
                text.splice(at..at, copied);
            }
            5 => {
                let other: Vec<char> = random.pick(&self.texts).chars().collect();
                let (start, end) = piece(other.len(), random);
                text.splice(from..from, other[start..end].iter().copied());
            }
            6 => {
                let repeated = text[from..to].repeat(random.within(2..200) as usize);
                text.splice(from..to, repeated);
            }
            7 => text.truncate(from),
            8 => self.line(text, random),
            _ => {
                if let Some(c) = text.get_mut(from) {
                    *c = char::from_u32(*c as u32 ^ (1 << random.within(0..7))).unwrap_or('?');
                }
            }
        }
    }

    /// Takes a line away, or puts one of another text there.
    fn line(&self, text: &mut Vec<char>, random: &mut Random) {
        let whole: String = text.iter().collect();
        let mut lines: Vec<&str> = whole.split('\n').collect();
        let at = random.within(0..lines.len() as u64) as usize;
        let other = random.pick(&self.texts);
        let theirs: Vec<&str> = other.split('\n').collect();
        if random.once_in(3) {
            lines.remove(at);
        } else {
            lines.insert(at, *random.pick::<&str>(&theirs));
        }
        *text = lines.join("\n").chars().collect();
    }
}

/// Returns the start and the end of a piece of the text; most are short.
fn piece(length: usize, random: &mut Random) -> (usize, usize) {
    let from = random.within(0..length as u64 + 1) as usize;
    let longest = if random.once_in(4) { length } else { 12 };
    let count = random.within(0..longest as u64 + 1) as usize;
    (from, length.min(from + count))
}
