//! What is said of files that are wrong, and where.

use nsfixture_plan::Topology;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    match Topology::from_toml(text) {
        Ok(found) => panic!("nothing is said: {found:?}\n{text}"),
        Err(problems) => {
            let found: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert_eq!(found, expected, "{text}");
            assert_eq!(problems.to_string(), expected.join("\n"));
        }
    }
}

#[test]
fn keys() {
    check(
        "host = ['a']",
        &["line 1, column 1: `host` is no key of a topology: did you mean `hosts`? its keys are \
           `hosts`, `routers`, `lan` and `link`"],
    );
    check(
        "hosts = 'a'\n[[switch]]\nhosts = 'b'\n",
        &["line 2, column 3: `switch` is no key of a topology: its keys are `hosts`, `routers`, \
           `lan` and `link`"],
    );
    check(
        "[[lan]]\nhost = ['a']\n[[link]]\nhosts = ['b', 'c']\nmtus = 5\nport = 80\n",
        &[
            "line 2, column 1: `host` is no key of a lan: did you mean `hosts`? its keys are `name`, \
             `subnet`, `mtu` and `hosts`",
            "line 5, column 1: `mtus` is no key of a link: did you mean `mtu`? its keys are `name`, \
             `subnet`, `mtu` and `hosts`",
            "line 6, column 1: `port` is no key of a link: its keys are `name`, `subnet`, `mtu` and \
             `hosts`",
        ],
    );
    check(
        "[[lan]]\nhosts = 'a'\nrouters = 'a'\n",
        &[
            "line 3, column 1: `routers` is a key of the topology: write it above the first `[[lan]]` \
           or `[[link]]`",
        ],
    );
}

#[test]
fn keys_that_are_given_twice() {
    check(
        "hosts = 'a'\nhosts = 'b'\n",
        &["line 2, column 1: `hosts` is given twice: remove one of the two"],
    );
    check(
        "[[lan]]\nhosts = { a = [], a = [] }\n",
        &["line 2, column 19: `a` is given twice: remove one of the two"],
    );
    check(
        "[[lan]]\nhosts = 'a'\n[[link]]\nhosts = ['a', 'b']\n[lan]\nhosts = 'c'\n",
        &["line 5, column 2: `lan` is given twice: write `[[lan]]` for each"],
    );
}

#[test]
fn lans_and_links_that_are_no_tables() {
    check(
        "lan = 5",
        &["line 1, column 7: expected a table for `lan`, found an integer: write `[[lan]]`"],
    );
    check(
        "link = ['a', 'b']",
        &[
            "line 1, column 9: expected a table for `link`, found a string: write `[[link]]`",
            "line 1, column 14: expected a table for `link`, found a string: write `[[link]]`",
        ],
    );
    check(
        "[lan]\nhosts = ['a', { b = '10.0.0.1' }]\n",
        &[
            "line 1, column 1: expected an array of tables for `lan`, found a table: write `[[lan]]`",
            "line 2, column 21: \"10.0.0.1\" cannot be a host's address: the length of the prefix is \
             missing: write `10.0.0.1/24`",
        ],
    );
}

#[test]
fn values_of_another_kind() {
    check(
        "hosts = ['a', 5, ['b']]\nrouters = true\n",
        &[
            "line 1, column 15: expected a string or an array of strings for `hosts`, found an \
             integer: write `hosts = [\"printer\"]`",
            "line 1, column 18: expected a string or an array of strings for `hosts`, found an array: \
             write `hosts = [\"printer\"]`",
            "line 2, column 11: expected a string or an array of strings for `routers`, found a \
             boolean: write `routers = [\"gw\"]`",
        ],
    );
    check(
        "[[lan]]\nname = 5\nsubnet = ['10.1.0.0/24', 1.5]\nmtu = '9000'\nhosts = 2020-01-01\n",
        &[
            "line 2, column 8: expected a string for `name`, found an integer: write `name = \
             \"office\"`",
            "line 3, column 26: expected a string or an array of strings for `subnet`, found a float: \
             write `subnet = \"10.1.0.0/24\"`",
            "line 4, column 7: expected an integer for `mtu`, found a string: write `mtu = 9000`",
            "line 5, column 9: expected a string or a table for `hosts`, found a date or a time: write \
             `hosts = [\"a\", { b = \"10.1.0.9/24\" }]`",
        ],
    );
    check(
        "[[link]]\nhosts = [{ a = 5, b = [{}, '10.0.0.1'] }]\n",
        &[
            "line 2, column 16: expected the address of `a` as a string or an array of strings, found \
             an integer: write `a = \"10.0.0.1/24\"`",
            "line 2, column 24: expected the address of `b` as a string or an array of strings, found \
             a table: write `b = \"10.0.0.1/24\"`",
            "line 2, column 28: \"10.0.0.1\" cannot be a host's address: the length of the prefix is \
             missing: write `10.0.0.1/24`",
        ],
    );
}

#[test]
fn mtus_that_are_no_number_of_bytes() {
    for number in ["-1", "0x100000000", "99999999999999999999"] {
        let expected =
            format!("line 3, column 7: an MTU of {number}: it is from 68 to 65535 bytes");
        check(&format!("[[lan]]\nhosts = 'a'\nmtu = {number}\n"), &[&expected]);
    }
}

#[test]
fn links_that_have_not_two_ends() {
    check(
        "[[link]]\n",
        &["line 1, column 1: a link joins two hosts, and this one names none: write `hosts = \
           [\"client\", \"server\"]`"],
    );
    check(
        "routers = 'gw'\n[[link]]\nhosts = 'a'\n",
        &[
            "line 2, column 1: a link joins two hosts, and this one names only `a`: name the other end, \
           or write `hosts = [\"a\"]` at the top for a host without links",
        ],
    );
    check(
        "routers = ['c', 'e']\n[[link]]\nhosts = ['a', 'b', { c = [], d = [] }]\n",
        &[
            "line 1, column 17: `e` is no host of this topology: a router is a host of a link or \
             a lan, so name it there",
            "line 2, column 1: a link joins two hosts, and this one names 4: write one `[[link]]` for \
             each pair, or `[[lan]]` for a switch with a cable to each",
        ],
    );
}

#[test]
fn what_is_no_toml() {
    check("hosts = ['a', 'b'", &["line 1, column 18: unclosed array, expected `]`"]);
    check(
        "hosts = ['a' 'b']",
        &["line 1, column 14: missing comma between array elements, expected `,`"],
    );
    check(
        "hosts = [a, b]",
        &[
            "line 1, column 10: a text is written with quotes: `\"a\"`",
            "line 1, column 13: a text is written with quotes: `\"b\"`",
        ],
    );
    check("[[lan]]\nname =\nhosts = 'a'\n", &["line 2, column 7: expected a value"]);
    check("[[lan]\nhosts = 'a'\n", &["line 1, column 7: unclosed array table, expected `]`"]);
    check(
        "'\u{e4}' = '1' 2\nhosts = 'a'\n",
        &[
            "line 1, column 1: `\u{e4}` is no key of a topology: its keys are `hosts`, `routers`, `lan` \
             and `link`",
            "line 1, column 11: unexpected key or value, expected newline, `#`",
        ],
    );
}

/// Each line after an array that is not closed would be a mistake of its own.
#[test]
fn what_is_not_closed() {
    check(
        "routers = ['b']
hosts = ['-', 'a'
[[lan]]
hosts = ['c', { d = '10.0.0.1' }]
mtu = 5
",
        &[
            "line 2, column 10: \"-\" cannot be a host's name: it begins with '-': let it begin with a \
             letter or `_`",
            "line 3, column 1: missing comma between array elements, expected `,`",
            "line 5, column 8: unclosed array, expected `]`",
        ],
    );
    check(
        "routers = b
[[lan]]
hosts = { a = [], b = []
mtu = 5
[[lan]]
hosts = 'c'
",
        &[
            "line 1, column 11: a text is written with quotes: `\"b\"`",
            "line 4, column 1: missing comma between key-value pairs, expected `,`",
            "line 6, column 12: unclosed inline table, expected `}`",
        ],
    );
}

/// Where something could not be read, nothing is said that may follow from it, and the rest is.
#[test]
fn what_follows_from_another_mistake() {
    check(
        "routers = 'b'\n[[lan]]\nhost = 'b'\n[[link]]\nhosts = ['a', 'a']\n",
        &[
            "line 3, column 1: `host` is no key of a lan: did you mean `hosts`? its keys are `name`, \
             `subnet`, `mtu` and `hosts`",
            "line 5, column 15: both ends of the link are at `a`: a link joins two hosts",
        ],
    );
    check(
        "[[lan]]\nmtus = 9000\nmtu = 5\nsubnet = '10.1.0.1/24'\nhosts = []\n",
        &[
            "line 2, column 1: `mtus` is no key of a lan: did you mean `mtu`? its keys are `name`, \
             `subnet`, `mtu` and `hosts`",
            "line 4, column 10: \"10.1.0.1/24\" cannot be a subnet: it has bits set after its prefix: \
             write `10.1.0.0/24` for the subnet",
        ],
    );
}

/// Each part of a topology has its place in the text.
#[test]
fn what_is_wrong_with_the_topology() {
    check(
        "",
        &[
            "line 1, column 1: the topology has no hosts: name one, in a link, in a lan or by itself",
        ],
    );
    check(
        "hosts = ['a', '\u{e4}\u{e4}', 'a']
routers = ['a', 'gv', 'a']

[[lan]]
name = 'a b'
subnet = ['10.1.0.0/24', '10.2.0.0']
mtu = 67
hosts = ['gw', { a = [], gw = '10.1.0.1' }]

[[lan]]

[[link]]
hosts = { gw = ['10.3.0.1/24', '10.3.0.0/24'], -b = [] }
name = 'wire'

[[link]]
name = 'wire'
hosts = ['c', 'c']
",
        &[
            "line 1, column 15: \"\u{e4}\u{e4}\" cannot be a host's name: '\u{e4}' does not belong into \
             it: use letters, digits, `_` and `-`",
            "line 1, column 21: the host `a` is there twice",
            "line 2, column 17: `gv` is no host of this topology: did you mean `gw`?",
            "line 2, column 23: `a` is said to be a router twice: once is enough",
            "line 5, column 8: \"a b\" cannot be a lan's name: use letters, digits, `_` and `-`, at \
             most 63, the first a letter or `_`",
            "line 6, column 26: \"10.2.0.0\" cannot be a subnet: the length of the prefix is missing: \
             write `10.2.0.0/24`",
            "line 7, column 7: an MTU of 67: it is from 68 to 65535 bytes",
            "line 8, column 26: `gw` is in this lan twice: name it once, with all of its addresses in \
             an array",
            "line 8, column 31: \"10.1.0.1\" cannot be a host's address: the length of the prefix is \
             missing: write `10.1.0.1/24`",
            "line 10, column 1: a lan joins hosts, and this one names none",
            "line 13, column 32: \"10.3.0.0/24\" cannot be a host's address: it is the address of the \
             subnet 10.3.0.0/24 itself, which no host can have",
            "line 13, column 48: \"-b\" cannot be a host's name: it begins with '-': let it begin with \
             a letter or `_`",
            "line 17, column 8: two links or lans have the name `wire`: give each its own",
            "line 18, column 15: both ends of the link are at `c`: a link joins two hosts",
        ],
    );
}
