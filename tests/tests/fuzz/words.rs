//! Names, addresses and subnets, and what a misspelled word is taken for.

use std::net::IpAddr;

use nsfixture_plan::addr::{Family, IfAddr, Subnet};
use nsfixture_plan::did_you_mean;
use nsfixture_plan::name::{NODE_NAME_MAX, NodeName};
use nsfixture_tests::fuzz;

use crate::mutation::Corpus;

/// One in a line, with an empty one.
const TEXTS: &str = include_str!("../../fuzz/words.txt");

const PIECES: [&str; 34] = [
    "/",
    "//",
    ":",
    "::",
    ".",
    "..",
    "0",
    "1",
    "00",
    "01",
    "255",
    "256",
    "24",
    "32",
    "33",
    "64",
    "128",
    "129",
    "+1",
    "-1",
    "10.",
    "127.",
    "224.",
    "ff02:",
    "fd00:",
    "::ffff:",
    "%1",
    " ",
    ",",
    "٣",
    "_",
    "-",
    "localhost",
    "Z",
];

fn corpus() -> Corpus {
    let texts: Vec<String> = TEXTS.lines().map(str::to_owned).collect();
    assert!(texts.len() > 40, "only {} words are in the corpus", texts.len());
    Corpus { texts, words: &PIECES, longest: 200 }
}

#[test]
fn of_the_corpus() {
    for text in corpus().texts {
        judge(&text);
    }
}

#[test]
fn changed_at_random() {
    let corpus = corpus();
    fuzz::run("names and addresses", 2_000, |random| corpus.text(random), |text| judge(text));
}

fn judge(text: &str) {
    judge_name(text);
    judge_cidr(text);
    judge_subnet(text);
    judge_suggestion(text);
}

/// A name is what its documentation says, and no resolver can take it for an address.
fn judge_name(text: &str) {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let right = (1..=NODE_NAME_MAX).contains(&text.len())
        && text.bytes().all(|byte| letter(byte) || byte.is_ascii_digit() || byte == b'-')
        && text.bytes().next().is_some_and(letter)
        && !text.eq_ignore_ascii_case("localhost");
    match NodeName::new(text) {
        Ok(name) => {
            assert!(right, "{text:?} is taken for a name");
            assert_eq!((name.as_str(), name.to_string().as_str()), (text, text));
            assert!(text.parse::<IpAddr>().is_err(), "{text:?} is an address, too");
        }
        Err(error) => {
            assert!(!right, "{text:?} is a name: {error}");
            assert!(!error.to_string().is_empty());
        }
    }
}

/// The two parts, by the standard library alone.
fn parts(text: &str) -> Option<(IpAddr, u8)> {
    let (addr, prefix) = text.split_once('/')?;
    let digits = prefix.bytes().all(|byte| byte.is_ascii_digit());
    let addr: IpAddr = addr.parse().ok()?;
    let prefix: u8 = prefix.parse().ok().filter(|_| digits)?;
    (prefix <= if addr.is_ipv4() { 32 } else { 128 }).then_some((addr, prefix))
}

fn judge_cidr(text: &str) {
    match text.parse::<IfAddr>() {
        Ok(cidr) => {
            assert_eq!(Some((cidr.addr(), cidr.prefix_len())), parts(text), "{text:?}");
            assert_eq!(cidr.to_string().parse(), Ok(cidr), "{text:?}");
            assert_eq!(IfAddr::new(cidr.addr(), cidr.prefix_len()), Ok(cidr), "{text:?}");
            assert!(cidr.subnet().contains(cidr.addr()), "{text:?}");
        }
        Err(error) => {
            let by_parts = parts(text).map(|(addr, prefix)| IfAddr::new(addr, prefix));
            assert!(by_parts.is_none_or(|parts| parts == Err(error)), "{text:?}: {error}");
            assert!(!error.to_string().is_empty());
        }
    }
}

fn judge_subnet(text: &str) {
    match text.parse::<Subnet>() {
        Ok(subnet) => {
            let (addr, prefix) = parts(text).expect("the standard library reads it");
            assert_eq!(subnet.family(), Family::of(addr), "{text:?}");
            assert_eq!(subnet.to_string(), format!("{addr}/{prefix}"));
            assert_eq!(subnet.to_string().parse(), Ok(subnet), "{text:?}");
            assert!(subnet.contains(addr) && subnet.overlaps(subnet), "{text:?}");
            if let Some(host) = subnet.hosts().next() {
                assert_eq!(host.subnet(), subnet, "{text:?}");
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A word that is known is what is meant; of others, only a known one can be.
fn judge_suggestion(text: &str) {
    let known = ["producer", "consumer", text];
    let meant = did_you_mean(text, known);
    assert!(text.is_empty() || meant == Some(text), "{text:?} is taken for {meant:?}");
    assert!(did_you_mean(text, []).is_none());
}
