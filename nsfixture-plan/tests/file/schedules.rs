//! Faults on a schedule in files: at random, read, written, and mistaken.

use nsfixture_plan::{Fault, Faults, Lan, Link, Outage, Topology};

use crate::faults::{self, check, check_mistakes};
use crate::random::Random;

/// Some that are valid where these hosts have links, and where one has such a name.
pub(crate) fn right(hosts: &[String], random: &mut Random) -> Vec<Fault> {
    let times = |fault: Fault, random: &mut Random| {
        let fault = if random.once_in(2) { fault.after("1s") } else { fault };
        let fault = if random.once_in(2) { fault.lasts("500ms") } else { return fault };
        if random.once_in(2) { fault.every("1.5s") } else { fault }
    };
    let lossy = Fault::new().loss("0.5%").drop([1 + random.below(9) as u64]);
    let [first, second] = [&hosts[0], &hosts[hosts.len() - 1]];
    let lossy = if random.once_in(2) { lossy.from(first, faults::right(random)) } else { lossy };
    let (here, there) = hosts.split_at(hosts.len() / 2);
    let between = format!("{first}-{second}");
    [
        Fault::new().partition(vec![here.to_vec(), there.to_vec()]),
        Fault::new().oneway(first, second),
        Fault::new().isolate(second).reject(),
        Fault::new().ring(hosts),
        lossy.link(*random.one_of(&["lan1", "wire-0", "wire-1", &between])),
    ]
    .map(|fault| times(fault, random))
    .into()
}

/// One in which most words are wrong.
pub(crate) fn wrong(word: &impl Fn(&mut Random) -> String, random: &mut Random) -> Fault {
    let mut fault = Fault::new();
    for _ in 0..random.below(5) {
        let mut words = || -> Vec<String> { (0..random.below(4)).map(|_| word(random)).collect() };
        let groups = vec![words(), words()];
        fault = match random.below(9) {
            0 => fault.after(word(random)),
            1 => fault.lasts("2s").every("1s"),
            2 => fault.partition(groups),
            3 => fault.oneway(word(random), word(random)),
            4 => fault.isolate(word(random)),
            7 => fault.reject(),
            5 => fault.ring(groups.concat()),
            6 => fault.loss(word(random)).outage(Outage::new().after("0s")),
            _ => fault.link(word(random)),
        };
    }
    if random.once_in(2) { fault.from(word(random), faults::wrong(random)) } else { fault }
}

const EVERY_KEY: &str = r#"[[lan]]
name = "office"
hosts = ["a", "b", "c", "d"]

[[link]]
hosts = ["a", "e"]

[[fault]]
after = "1s"
lasts = "500ms"
every = "5s"
partition = [["a"], ["b", "c"]]

[[fault]]
oneway = ["a", "b"]

[[fault]]
isolate = "c"
reject = true

[[fault]]
ring = ["a", "b", "c", "d"]

[[fault]]
link = "office"
delay = "20ms"
loss = "50%"
drop = [2, 3]
outage = { lasts = "1s" }

[fault.from.a]
rate = "1mbit"
"#;

#[test]
fn every_key_is_written_and_read() {
    let outage = Outage::new().lasts("1s");
    let office = Fault::new().link("office").delay("20ms").loss("50%").drop([2, 3]).outage(outage);
    let split = Fault::new().partition((["a"], ["b", "c"])).after("1s").lasts("500ms").every("5s");
    let topology = Topology::new()
        .lan(Lan::new(["a", "b", "c", "d"]).name("office"))
        .link(Link::new("a", "e"))
        .fault(split)
        .fault(Fault::new().oneway("a", "b"))
        .fault(Fault::new().isolate("c").reject())
        .fault(Fault::new().ring(["a", "b", "c", "d"]))
        .fault(office.from("a", Faults::new().rate("1mbit")));
    assert_eq!(topology.to_toml(), EVERY_KEY);
    check(EVERY_KEY, &topology);
    #[cfg(feature = "serde")]
    {
        let json = serde_json::to_string(&topology).expect("it can be written");
        let read: Topology = serde_json::from_str(&json).expect("it can be read");
        assert_eq!(read, topology);
    }
}

#[test]
fn the_other_ways_to_write_them() {
    let topology = Topology::new().link(("a", "b")).fault(Fault::new().isolate("a").after("1s"));
    check("fault = [{ isolate = 'a', after = '1s' }]\n[[link]]\nhosts = ['a', 'b']\n", &topology);
    check("[[fault]]\nisolate = 'a'\nafter = '1s'\n[[link]]\nhosts = ['a', 'b']\n", &topology);
}

const FIRST: &str = "[[link]]\nhosts = ['a', 'b']\n[[fault]]\n";

#[test]
fn mistakes_in_values() {
    check_mistakes(
        &format!("{FIRST}after = 1\nlasts = true\npartition = ['a', ['b', 5]]\n"),
        &[
            "line 4, column 9: `after` needs a unit: write `after = \"1s\"`",
            "line 5, column 9: expected a string for `lasts`, found a boolean: write `lasts = \"500ms\"`",
            "line 6, column 14: expected an array of groups of hosts for `partition`, found a string: write \
             `partition = [[\"a\"], [\"b\", \"c\"]]`",
            "line 6, column 25: expected a string or an array of strings for `partition`, found an integer: write \
             `partition = [[\"a\"], [\"b\", \"c\"]]`",
        ],
    );
    check_mistakes(
        &format!("{FIRST}partition = 'a'\n[[fault]]\noneway = 'a'\n[[fault]]\nisolate = ['a']\n"),
        &[
            "line 4, column 13: expected an array of groups of hosts for `partition`, found a string: write \
             `partition = [[\"a\"], [\"b\", \"c\"]]`",
            "line 6, column 10: expected two hosts for `oneway`, found 1: write `oneway = [\"a\", \"b\"]`",
            "line 8, column 11: expected a string for `isolate`, found an array: write `isolate = \"a\"`",
        ],
    );
    check_mistakes(
        &format!("{FIRST}link = 'a-b'\nfrom = 'a'\nlss = '5%'\nevry = '1s'\n"),
        &[
            "line 5, column 8: expected a table of hosts for `from`, found a string: write `from.client.rate = \
             \"10mbit\"`",
            "line 6, column 1: unknown key `lss` in a fault: did you mean `loss`?",
            "line 7, column 1: unknown key `evry` in a fault: did you mean `every`?",
        ],
    );
    check_mistakes(
        &format!("{FIRST}link = 'a-b'\n[fault.from.a]\nlink = 'a-b'\nlss = '5%'\nseed = 5\n"),
        &[
            "line 6, column 1: `link` is a key of the fault, not of the packets from `a`: move it out of `from`",
            "line 7, column 1: unknown key `lss` in the `from` of a fault: did you mean `loss`?",
            "line 8, column 1: `seed` is a key of the topology: move it above the first `[[lan]]` or `[[link]]`",
        ],
    );
}

#[test]
fn words_of_other_tools() {
    check_mistakes(
        &format!("{FIRST}at = '1s'\nfor = '2s'\nmajorities-ring = ['a', 'b']\n"),
        &[
            "line 4, column 1: unknown key `at` in a fault: it is called `after` here: write `after = \"2s\"`",
            "line 5, column 1: unknown key `for` in a fault: it is called `lasts` here: write `lasts = \"500ms\"`",
            "line 6, column 1: unknown key `majorities-ring` in a fault: it is called `ring` here: write \
             `ring = [\"a\", \"b\", \"c\", \"d\"]`",
        ],
    );
    check_mistakes(
        &format!("{FIRST}latency = '1s'\nlink = 'a-b'\n"),
        &[
            "line 4, column 1: unknown key `latency` in a fault: it is called `delay` here: write `delay = \"20ms\"`",
        ],
    );
    let link = "[[link]]\nhosts = ['a', 'b']\n";
    check_mistakes(
        &format!("{link}[[faults]]\nisolate = 'a'\n"),
        &[
            "line 3, column 1: `faults` is `true` or not there: write `[[fault]]` for each fault on a schedule",
        ],
    );
    check_mistakes(
        &format!("{link}[[nemesis]]\nisolate = 'a'\n"),
        &[
            "line 3, column 3: unknown key `nemesis` in a topology: write `[[fault]]` for each fault on a \
             schedule, with `after`, `lasts` and what it does",
        ],
    );
    check_mistakes(
        &format!("{link}[fault]\nisolate = 'a'\n"),
        &[
            "line 3, column 1: expected an array of tables for `fault`, found a table: write `[[fault]]`",
        ],
    );
}

#[test]
fn what_follows_from_others_is_not_reported() {
    let unknown = |line: usize, key: &str, of: &str, meant: &str| {
        format!("line {line}, column 1: unknown key `{key}` in a {of}: did you mean `{meant}`?")
    };
    // The name of the link could not be read.
    let link =
        "[[link]]\nhosts = ['a', 'b']\nnmae = 'wire'\n[[fault]]\nlink = 'wire'\nloss = '5%'\n";
    check_mistakes(link, &[&unknown(3, "nmae", "link", "name")]);
    let hosts = "[[link]]\nhosts = ['a', 'b', 'c']\n[[fault]]\nisolate = 'd'\nlasts = '0s'\n";
    check_mistakes(
        hosts,
        &[
            "line 1, column 1: a link joins exactly two hosts, found 3: write one `[[link]]` for each pair, or a \
             `[[lan]]` to join them by a switch",
        ],
    );
    let action = format!("{FIRST}isolte = 'a'\n");
    check_mistakes(&action, &[&unknown(4, "isolte", "fault", "isolate")]);
    let twice = format!("{FIRST}isolte = 'a'\nlasts = '2s'\nevery = '1s'\n");
    check_mistakes(
        &twice,
        &[
            &unknown(4, "isolte", "fault", "isolate"),
            "line 6, column 9: faults of 2s every 1s never end: reduce `lasts`, or increase `every`",
        ],
    );
}
