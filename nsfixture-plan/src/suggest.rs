//! "Did you mean": the closest of some known words.

/// Returns the word of `known` that `found` is most likely a misspelling of, if any is close enough.
///
/// A word is close if at most a third of the letters (but at least one) are wrong, missing, extra or
/// swapped with their neighbour, and at least one letter is right.
///
/// ```
/// use nsfixture_plan::did_you_mean;
/// assert_eq!(did_you_mean("cosnumer", ["producer", "consumer"]), Some("consumer"));
/// assert_eq!(did_you_mean("banana", ["producer", "consumer"]), None);
/// ```
pub fn did_you_mean<'k>(found: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let limit = (found.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|word| (distance(found, word), word))
        .filter(|&(distance, word)| distance <= limit && distance < longer(found, word))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}

fn longer(a: &str, b: &str) -> usize {
    a.chars().count().max(b.chars().count())
}

/// The optimal string alignment distance.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before_last = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &to) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(from != to)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                let swapped: &Vec<usize> = &before_last;
                best = best.min(swapped[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits() {
        for (a, b, expected) in
            [("", "", 0), ("ab", "ba", 1), ("abc", "", 3), ("link", "lnik", 1), ("mtu", "mut", 1)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn prefers_the_nearest() {
        assert_eq!(did_you_mean("timeot", ["timeout", "time"]), Some("timeout"));
        assert_eq!(did_you_mean("x", ["abc"]), None);
        assert_eq!(did_you_mean("c", ["a", "b"]), None);
    }
}
