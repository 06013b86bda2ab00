//! Small changes to uses of the attribute.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::corpus::Sample;
use super::random::Random;

/// Tokens to insert.
const WORDS: [&str; 72] = [
    "link(a, b)",
    "lan(a, b, c)",
    "lan()",
    "router(a)",
    "host(a)",
    "link(a = \"10.0.0.1/24\", b = [\"10.0.0.2/24\", \"fd00::1/64\"])",
    "subnet = \"10.1.0.0/24\"",
    "mtu = 9000",
    "name = \"wire\"",
    "delay = \"20ms\"",
    "delay = 20ms",
    "loss = \"1%\", burst = 5",
    "loss = 1%",
    "loss = 0.5",
    "drop = [2, 3, 7]",
    "drop = []",
    "rate = \"10mbit\", queue = \"100ms\"",
    "condition = \"3g\"",
    "from(a, rate = \"1mbit\")",
    "from(a, b)",
    "from()",
    "faults",
    "seed = 42",
    "run_in = a",
    "timeout = \"10s\"",
    "flavor = \"multi_thread\"",
    "worker_threads = 2",
    "capture = \"full\"",
    "replay = \"tests/topologies/none.fates\"",
    "unobserved_panics = \"allow\"",
    "topology = two_sites()",
    "file = \"tests/topologies/pair.toml\"",
    "file = \"tests/topologies/mistaken.toml\"",
    "file = \"tests\"",
    "crate = crate::net",
    "crate",
    "self",
    "r#type",
    "_",
    "a",
    "lnik",
    "\"\"",
    "\"a\"",
    "\"\\u{0}\"",
    "\"999999999999999999999h\"",
    "b\"a\"",
    "c\"a\"",
    "'a'",
    "'a",
    "0",
    "99999999999999999999999999999999999999999",
    "1.5",
    "1u8",
    "-1",
    "=",
    ",",
    "::",
    "|| {}",
    "..",
    "#[test]",
    "#[ns_test]",
    "#[should_panic(expected = \"\")]",
    "#[cfg(unix)]",
    "#![inner]",
    "pub(in super)",
    "async",
    "unsafe extern \"C\"",
    "<T: Copy>",
    "-> impl Sized",
    "a: Node",
    "(a, b): (&Net, Node)",
    "mut self: Node",
];

/// Returns a sample with some changes.
pub(super) fn sample(samples: &[Sample], random: &mut Random) -> Sample {
    let args = random.pick(samples).args.clone();
    let mut sample = Sample { args, ..random.pick(samples).clone() };
    for _ in 0..random.within(1..6) {
        if random.once_in(3) {
            sample.item = changed(sample.item, samples, random);
        } else {
            sample.args = changed(sample.args, samples, random);
        }
    }
    sample
}

/// Makes one change, at the top or inside a group.
fn changed(tokens: TokenStream, samples: &[Sample], random: &mut Random) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let at = random.within(0..tokens.len() as u64 + 1) as usize;
    if let Some(TokenTree::Group(group)) = tokens.get(at)
        && !random.once_in(4)
    {
        let inside = changed(group.stream(), samples, random);
        tokens[at] = Group::new(group.delimiter(), inside).into();
        return tokens.into_iter().collect();
    }
    let to = tokens.len().min(at + random.within(0..4) as usize);
    let new: Vec<TokenTree> = match random.within(0..8) {
        0 => Vec::new(),
        1 => [&tokens[at..to], &tokens[at..to]].concat(),
        2 => tokens[at..to].iter().rev().cloned().collect(),
        3 => vec![grouped(tokens[at..to].iter().cloned().collect(), random)],
        4 => tokens[at..to].iter().cloned().flat_map(ungrouped).collect(),
        5 => {
            let other: Vec<TokenTree> = random.pick(samples).args.clone().into_iter().collect();
            let from = random.within(0..other.len() as u64 + 1) as usize;
            other[from..].to_vec()
        }
        _ => {
            let word: TokenStream = random.pick(&WORDS).parse().expect("tokens");
            word.into_iter().chain(tokens[at..to].iter().skip(1).cloned()).collect()
        }
    };
    tokens.splice(at..to, new);
    tokens.into_iter().collect()
}

fn grouped(tokens: TokenStream, random: &mut Random) -> TokenTree {
    let delimiters =
        [Delimiter::Parenthesis, Delimiter::Bracket, Delimiter::Brace, Delimiter::None];
    Group::new(*random.pick(&delimiters), tokens).into()
}

fn ungrouped(token: TokenTree) -> Vec<TokenTree> {
    match token {
        TokenTree::Group(group) => group.stream().into_iter().collect(),
        other => vec![other],
    }
}
