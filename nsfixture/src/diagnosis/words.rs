//! Numbers and lists in words.

/// Returns a number with its noun: `1 packet`, `3 packets`.
pub(super) fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Returns the verb for a number of things.
pub(super) fn was(number: u64) -> &'static str {
    if number == 1 { "was" } else { "were" }
}

/// Returns the pronoun for a number of things, as an object.
pub(super) fn them(number: u64) -> &'static str {
    if number == 1 { "it" } else { "them" }
}

/// The most entries of a list.
const MAX_ENTRIES: usize = 6;

/// Joins entries with commas; many are cut short.
pub(super) fn list(entries: &[String]) -> String {
    let shown = entries.iter().take(MAX_ENTRIES).map(String::as_str);
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if let more @ 1.. = entries.len().saturating_sub(MAX_ENTRIES) {
        text = format!("{text} and {more} more");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(count(1, "SYN"), "1 SYN");
        assert_eq!(count(0, "SYN"), "0 SYNs");
        let entries: Vec<String> = (1..=8).map(|entry| entry.to_string()).collect();
        assert_eq!(list(&entries), "1, 2, 3, 4, 5, 6 and 2 more");
        assert_eq!(list(&entries[..2]), "1, 2");
    }
}
