//! Mistakes in files, and their places.

use nsfixture_plan::Topology;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    match Topology::from_toml(text) {
        Ok(found) => panic!("no mistake: {found:?}\n{text}"),
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
        &["line 1, column 1: unknown key `host` in a topology: did you mean `hosts`?"],
    );
    check(
        "hosts = 'a'\n[[switch]]\nhosts = 'b'\n",
        &[
            "line 2, column 3: unknown key `switch` in a topology: expected one of `hosts`, `routers`, `family`, `faults`, `seed`, `order`, `lan`, `link`, `fault`",
        ],
    );
    check(
        "[[lan]]\nhost = ['a']\n[[link]]\nhosts = ['b', 'c']\nmtus = 5\nprot = 80\n",
        &[
            "line 2, column 1: unknown key `host` in a LAN: did you mean `hosts`?",
            "line 5, column 1: unknown key `mtus` in a link: did you mean `mtu`?",
            "line 6, column 1: unknown key `prot` in a link: expected one of `name`, `subnet`, `family`, `mtu`, `faults`, `condition`, `delay`, `rtt`, `jitter`, `distribution`, `reorder`, `loss`, `burst`, `drop`, `drop_every`, `outage`, `flap`, `blackhole_above`, `path_mtu`, `duplicate`, `corrupt`, `rate`, `trace`, `queue`, `aqm`, `rule`, `from`, `hosts`",
        ],
    );
    check(
        "[[lan]]\nhosts = 'a'\nrouters = 'a'\n",
        &[
            "line 3, column 1: `routers` is a key of the topology: move it above the first `[[lan]]` or `[[link]]`",
        ],
    );
}

#[test]
fn duplicate_keys() {
    check(
        "hosts = 'a'\nhosts = 'b'\n",
        &["line 2, column 1: duplicate key `hosts`: remove one of the two"],
    );
    check(
        "[[lan]]\nhosts = { a = [], a = [] }\n",
        &["line 2, column 19: duplicate key `a`: remove one of the two"],
    );
    check(
        "[[lan]]\nhosts = 'a'\n[[link]]\nhosts = ['a', 'b']\n[lan]\nhosts = 'c'\n",
        &["line 5, column 2: duplicate key `lan`: write `[[lan]]` for each"],
    );
}

#[test]
fn lans_and_links_that_are_not_tables() {
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
            "line 2, column 21: \"10.0.0.1\" is not a valid host address: missing prefix length: write `10.0.0.1/24`",
        ],
    );
}

#[test]
fn values_of_the_wrong_kind() {
    check(
        "hosts = ['a', 5, ['b']]\nrouters = true\n",
        &[
            "line 1, column 15: expected a string or an array of strings for `hosts`, found an integer: write `hosts = [\"printer\"]`",
            "line 1, column 18: expected a string or an array of strings for `hosts`, found an array: write `hosts = [\"printer\"]`",
            "line 2, column 11: expected a string or an array of strings for `routers`, found a boolean: write `routers = [\"gw\"]`",
        ],
    );
    check(
        "[[lan]]\nname = 5\nsubnet = ['10.1.0.0/24', 1.5]\nmtu = '9000'\nhosts = 2020-01-01\n",
        &[
            "line 2, column 8: expected a string for `name`, found an integer: write `name = \"office\"`",
            "line 3, column 26: expected a string or an array of strings for `subnet`, found a float: write `subnet = \"10.1.0.0/24\"`",
            "line 4, column 7: expected an integer for `mtu`, found a string: write `mtu = 9000`",
            "line 5, column 9: expected a string or a table for `hosts`, found a date or a time: write `hosts = [\"a\", { b = \"10.1.0.9/24\" }]`",
        ],
    );
    check(
        "[[link]]\nhosts = [{ a = 5, b = [{}, '10.0.0.1'] }]\n",
        &[
            "line 2, column 16: expected a string or an array of strings as the address of `a`, found an integer: write `a = \"10.0.0.1/24\"`",
            "line 2, column 24: expected a string or an array of strings as the address of `b`, found a table: write `b = \"10.0.0.1/24\"`",
            "line 2, column 28: \"10.0.0.1\" is not a valid host address: missing prefix length: write `10.0.0.1/24`",
        ],
    );
}

#[test]
fn mtus_that_are_out_of_range() {
    for (number, found) in [
        ("-1", "-1"),
        ("0x100000000", "4294967296"),
        ("99999999999999999999", "99999999999999999999"),
    ] {
        let expected = format!("line 3, column 7: MTU {found} is out of range: 68 to 65535 bytes");
        check(&format!("[[lan]]\nhosts = 'a'\nmtu = {number}\n"), &[&expected]);
    }
}

#[test]
fn links_without_two_ends() {
    check(
        "[[link]]\n",
        &[
            "line 1, column 1: a link joins exactly two hosts, found none: write `hosts = [\"client\", \"server\"]`",
        ],
    );
    check(
        "routers = 'gw'\n[[link]]\nhosts = 'a'\n",
        &[
            "line 2, column 1: a link joins exactly two hosts, found only `a`: add the other end, or write `hosts = [\"a\"]` at the top for a host without links",
        ],
    );
    check(
        "routers = ['c', 'e']\n[[link]]\nhosts = ['a', 'b', { c = [], d = [] }]\n",
        &[
            "line 1, column 17: no host named `e` in this topology: a router must also appear in a link or LAN",
            "line 2, column 1: a link joins exactly two hosts, found 4: write one `[[link]]` for each pair, or a `[[lan]]` to join them by a switch",
        ],
    );
}

#[test]
fn invalid_toml() {
    check("hosts = ['a', 'b'", &["line 1, column 18: unclosed array, expected `]`"]);
    check(
        "hosts = ['a' 'b']",
        &["line 1, column 14: missing comma between array elements, expected `,`"],
    );
    check(
        "hosts = [a, b]",
        &[
            "line 1, column 10: strings must be quoted: write `\"a\"`",
            "line 1, column 13: strings must be quoted: write `\"b\"`",
        ],
    );
    check("[[lan]]\nname =\nhosts = 'a'\n", &["line 2, column 7: expected a value"]);
    check("[[lan]\nhosts = 'a'\n", &["line 1, column 7: unclosed array table, expected `]`"]);
    check(
        "'\u{e4}' = '1' 2\nhosts = 'a'\n",
        &[
            "line 1, column 1: unknown key `\u{e4}` in a topology: expected one of `hosts`, `routers`, `family`, `faults`, `seed`, `order`, `lan`, `link`, `fault`",
            "line 1, column 11: unexpected key or value, expected newline, `#`",
        ],
    );
}

/// Each line after an array that is not closed would be another mistake.
#[test]
fn unclosed_arrays() {
    check(
        "routers = ['b']
hosts = ['-', 'a'
[[lan]]
hosts = ['c', { d = '10.0.0.1' }]
mtu = 5
",
        &[
            "line 2, column 10: \"-\" is not a valid host name: starts with '-': names must start with a letter or `_`",
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
            "line 1, column 11: strings must be quoted: write `\"b\"`",
            "line 4, column 1: missing comma between key-value pairs, expected `,`",
            "line 6, column 12: unclosed inline table, expected `}`",
        ],
    );
}

/// Where something could not be read, nothing is reported that may follow from it, and the rest is.
#[test]
fn consequences_of_another_mistake() {
    check(
        "routers = 'b'\n[[lan]]\nhost = 'b'\n[[link]]\nhosts = ['a', 'a']\n",
        &[
            "line 3, column 1: unknown key `host` in a LAN: did you mean `hosts`?",
            "line 5, column 15: a link must join two different hosts; both ends are `a`",
        ],
    );
    check(
        "[[lan]]\nmtus = 9000\nmtu = 5\nsubnet = '10.1.0.1/24'\nhosts = []\n",
        &[
            "line 2, column 1: unknown key `mtus` in a LAN: did you mean `mtu`?",
            "line 4, column 10: \"10.1.0.1/24\" is not a valid subnet: host bits are set: did you mean `10.1.0.0/24`?",
        ],
    );
}

/// Each part of a topology has its place in the text.
#[test]
fn problems_of_the_topology() {
    check("", &["line 1, column 1: the topology has no hosts: add a `link`, a `lan` or a `host`"]);
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
            "line 1, column 15: \"\u{e4}\u{e4}\" is not a valid host name: invalid character '\u{e4}': use letters, digits, `_` and `-`",
            "line 1, column 21: duplicate host `a`",
            "line 2, column 17: no host named `gv` in this topology: did you mean `gw`?",
            "line 2, column 23: duplicate router `a`",
            "line 5, column 8: \"a b\" is not a valid LAN name: invalid character ' ': use letters, digits, `_` and `-`",
            "line 6, column 26: \"10.2.0.0\" is not a valid subnet: missing prefix length: write `10.2.0.0/24`",
            "line 7, column 7: MTU 67 is out of range: 68 to 65535 bytes",
            "line 8, column 26: duplicate host `gw` on this LAN: list it once, with all its addresses in an array",
            "line 8, column 31: \"10.1.0.1\" is not a valid host address: missing prefix length: write `10.1.0.1/24`",
            "line 10, column 1: a LAN needs at least one host",
            "line 13, column 32: \"10.3.0.0/24\" is not a valid host address: it is the network address of 10.3.0.0/24, which hosts cannot use",
            "line 13, column 48: \"-b\" is not a valid host name: starts with '-': names must start with a letter or `_`",
            "line 17, column 8: duplicate link or LAN name `wire`",
            "line 18, column 15: a link must join two different hosts; both ends are `c`",
        ],
    );
}

#[test]
fn orders_that_do_not_match() {
    let text =
        "order = ['lan', 'link', 'lan']\n[[lan]]\nhosts = 'a'\n[[link]]\nhosts = ['a', 'b']\n";
    check(text, &["line 1, column 9: `order` lists 2 LANs, but there are 1"]);
    check(
        &text.replace("'lan', 'link', 'lan'", "'lan', 'lnk', 5"),
        &[
            "line 1, column 17: expected \"lan\" or \"link\" in `order`, found \"lnk\"",
            "line 1, column 24: expected a string or an array of strings for `order`, found an \
             integer: write `order = [\"lan\", \"link\"]`",
        ],
    );
    check(
        "[[link]]\nhosts = ['a', 'b']\norder = 'link'\n",
        &[
            "line 3, column 1: `order` is a key of the topology: move it above the first `[[lan]]` or \
           `[[link]]`",
        ],
    );
}
