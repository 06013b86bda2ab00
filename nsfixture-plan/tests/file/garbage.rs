//! Random texts: each is a topology or has mistakes.

use nsfixture_plan::Topology;

use crate::random::Random;
use crate::topologies;

/// Reads `text` and checks its mistakes. Returns true if it has none.
fn read(seed: u64, text: &str) -> bool {
    let problems = match Topology::from_toml(text) {
        Ok(topology) => {
            nsfixture_plan::Plan::new(&topology).expect("a topology that was read is valid");
            return true;
        }
        Err(problems) => problems,
    };
    let lines = text.matches('\n').count() + 1;
    let mut last = (1, 1);
    for problem in &problems {
        let place = (problem.line(), problem.column());
        assert!(last <= place, "seed {seed}: out of order\n{problems}\n{text}");
        assert!(place.0 <= lines, "seed {seed}: {problem}\n{text}");
        assert!(!problem.message().is_empty(), "seed {seed}: {problem}\n{text}");
        last = place;
    }
    assert!(problems.iter().next().is_some(), "seed {seed}: no problem, and no topology\n{text}");
    false
}

#[test]
fn random_tokens_are_read_without_panics() {
    const TOKENS: [&str; 42] = [
        "order",
        "\"lan\"",
        "hosts",
        "routers",
        "lan",
        "link",
        "[[lan]]",
        "[[link]]",
        "[lan]",
        "name",
        "subnet",
        "mtu",
        "from",
        "drop",
        "loss",
        "faults",
        "seed",
        "\"5%\"",
        " = ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ".",
        "\"",
        "'",
        "\"a\"",
        "'b'",
        "\"10.0.0.1/24\"",
        "1",
        "-1.5",
        "true",
        "2020-01-01",
        "\n",
        "\n",
        "\r\n",
        " ",
        "#",
        "\u{feff}",
        "é",
        "\0",
    ];
    for seed in 0..3_000 {
        let mut random = Random::new(seed);
        let text: String = (0..random.below(40)).map(|_| *random.one_of(&TOKENS)).collect();
        read(seed, &text);
    }
}

#[test]
fn mutated_files_are_read_without_panics() {
    let mut right = 0;
    for seed in 0..3_000 {
        let mut random = Random::new(seed);
        let mut text: Vec<char> = topologies::right(&mut random).to_toml().chars().collect();
        for _ in 0..=random.below(3) {
            let at = random.below(text.len().max(1));
            match random.below(4) {
                0 if at < text.len() => drop(text.remove(at)),
                1 => text.truncate(at),
                2 => {
                    let part = text[at..text.len().min(at + 9)].to_vec();
                    let to = random.below(text.len().max(1));
                    text.splice(to..to, part);
                }
                _ => text.insert(
                    at,
                    *random.one_of(&['"', '[', ']', '{', '=', '\n', '#', 'é', '7', '.']),
                ),
            }
        }
        right += usize::from(read(seed, &text.into_iter().collect::<String>()));
    }
    assert!(
        (50..2_500).contains(&right),
        "{right} are right: the mutations are too many or too few"
    );
}

#[test]
fn deep_texts_are_read_without_panics() {
    for unit in ["[", "{a=", "a.", "[[lan]]\n", "[lan.", "\"", "\n", "hosts = [", "lan = [{"] {
        read(0, &unit.repeat(5_000));
    }
}
