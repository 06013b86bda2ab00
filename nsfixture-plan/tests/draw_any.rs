//! Properties of the pictures of all networks.

use nsfixture_plan::{Faults, Lan, Link, Outage, Plan, Rule, Topology};

/// The columns of a terminal.
const WIDTH: usize = 80;

/// A network of `hosts` hosts, joined at random, with some routers and some hosts left alone.
fn random(seed: u64, hosts: usize) -> Topology {
    let mut rng = fastrand::Rng::with_seed(seed);
    let name = |nth: usize| format!("host-{nth}");
    let mut topology = (0..hosts).fold(Topology::new(), |topology, nth| topology.host(name(nth)));
    for segment in 0..rng.usize(1..=hosts.div_ceil(2)) {
        let mtu = if rng.bool() { 1500 } else { rng.u32(1280..9000) };
        let long = || {
            let faults = Faults::new().delay("1.234567ms").jitter("1.234567ms").reorder("0.1234%");
            let faults = faults.duplicate("0.1234%").corrupt("0.1234%").loss("0.1234%").burst(123);
            let faults = faults
                .rule(Rule::new().protocol("tcp").flags("syn-ack").port(65535).loss("0.1234%"));
            faults.rate("123456789bit").queue("56789packets").aqm("codel")
        };
        let mut all: Vec<String> = (0..hosts).map(name).collect();
        rng.shuffle(&mut all);
        topology = if rng.bool() && hosts > 1 {
            let link = Link::new(all[0].as_str(), all[1].as_str()).mtu(mtu);
            topology.link(match rng.u8(0..4) {
                0 => link.delay("20ms").loss("1%"),
                1 => link.from(&all[0], long()),
                _ => link,
            })
        } else {
            all.truncate(rng.usize(1..=hosts.min(15)));
            let lan = Lan::new(all.clone()).mtu(mtu).name(format!("net_{segment}"));
            topology.lan(match rng.u8(0..4) {
                0 => lan.delay("20ms").loss("1%"),
                1 => lan
                    .drop_every(5)
                    .outage(Outage::new().after("2s").lasts("500ms").every("5s"))
                    .from(&all[0], long()),
                _ => lan,
            })
        };
    }
    (0..hosts).step_by(4).fold(topology, |topology, nth| topology.router(name(nth)))
}

/// Networks drawn at random, and those that are the most of their kind.
fn networks() -> Vec<Plan> {
    let names = |count: usize| (0..count).map(|nth| format!("h{nth}"));
    let mut all: Vec<Topology> =
        (1..=12).flat_map(|hosts| (0..16).map(move |seed| random(seed, hosts))).collect();
    all.extend((0..4).map(|seed| random(seed, 50)));
    all.push(Topology::new().lan(Lan::new(names(50))));
    all.push(Topology::new().lan(Lan::new(names(49)).host("gw")).link(("gw", "out")).router("gw"));
    all.push(names(50).fold(Topology::new(), Topology::host));
    all.push(names(50).fold(Topology::new(), |star, host| star.link((host, "hub"))));
    all.push(names(49).zip(names(50).skip(1)).fold(Topology::new(), Topology::link));
    all.iter().map(|topology| Plan::new(topology).expect("a topology that can be made")).collect()
}

/// Returns what every picture must show: all names, all addresses, and every MTU that is not 1500.
fn words(plan: &Plan) -> Vec<String> {
    let mut words: Vec<String> = plan.nodes.iter().map(|node| node.name.to_string()).collect();
    words.extend(plan.lans.iter().map(|lan| lan.name.clone()));
    words.extend(plan.links.iter().map(|link| link.name.clone()));
    for interface in plan.nodes.iter().flat_map(|node| &node.interfaces) {
        words.push(interface.name.to_string());
        words.extend(interface.addrs.iter().map(ToString::to_string));
        if interface.mtu != 1500 {
            words.push(format!("mtu {}", interface.mtu));
        }
    }
    words
}

/// Searches for each word between characters that no word has.
#[track_caller]
fn check(plan: &Plan, picture: &str) {
    let of_word = |c: char| c.is_ascii_alphanumeric() || "_-.:/".contains(c);
    for word in words(plan) {
        let mut places = picture.match_indices(&word);
        let whole = places.any(|(at, _)| {
            !picture[..at].ends_with(of_word) && !picture[at + word.len()..].starts_with(of_word)
        });
        assert!(whole, "{word} is not in:\n{picture}");
    }
}

#[test]
fn text_has_everything_and_fits() {
    for plan in networks() {
        let text = plan.to_text();
        check(&plan, &text);
        for line in text.lines() {
            assert!(line.chars().count() <= WIDTH, "{line:?} is wider than a terminal");
            assert_eq!(line, line.trim_end(), "there are blanks at the end of a line");
        }
        assert!(!text.contains("\n\n\n") && text.ends_with('\n') && !text.ends_with("\n\n"));
    }
}

#[test]
fn mermaid_has_everything_and_no_loose_ends() {
    for plan in networks() {
        let chart = plan.to_mermaid();
        let tags = ["<b>", "</b>", "<br/>"];
        check(&plan, &tags.iter().fold(chart.clone(), |text, tag| text.replace(tag, " ")));
        let cables = chart.lines().filter(|line| line.contains("--- ")).count();
        let ends: usize = plan.lans.iter().map(|lan| lan.cables.len()).sum();
        assert_eq!(cables, plan.links.len() + ends, "{chart}");
    }
}

#[cfg(feature = "svg")]
mod svg {
    use roxmltree::{Document, Node};

    use super::*;

    #[derive(Debug, Clone, Copy)]
    struct Rect {
        x: f64,
        y: f64,
        right: f64,
        bottom: f64,
    }

    impl Rect {
        fn of(node: Node<'_, '_>) -> Self {
            let (x, y) = (number(node, "x"), number(node, "y"));
            let (right, bottom) = (x + number(node, "width"), y + number(node, "height"));
            Self { x, y, right, bottom }
        }

        /// An estimate: no letter of the fonts is wider.
        fn of_text(node: Node<'_, '_>) -> Self {
            let size = number(node, "font-size");
            let text = node.text().expect("text");
            let width = text.chars().map(|_| size * 0.602).sum::<f64>();
            let centred = node.attribute("text-anchor") == Some("middle");
            let x = number(node, "x") - if centred { width / 2.0 } else { 0.0 };
            let y = number(node, "y");
            Self { x, y: y - size * 0.8, right: x + width, bottom: y + size * 0.2 }
        }

        fn overlaps(self, other: Self) -> bool {
            let apart = self.right <= other.x || other.right <= self.x;
            !apart && self.y < other.bottom && other.y < self.bottom
        }

        fn contains(self, other: Self) -> bool {
            self.x <= other.x
                && self.y <= other.y
                && other.right <= self.right
                && other.bottom <= self.bottom
        }
    }

    fn number(node: Node<'_, '_>, name: &str) -> f64 {
        let value = node.attribute(name).unwrap_or_else(|| panic!("{node:?} has no {name}"));
        value.parse().unwrap_or_else(|_| panic!("{value:?} is no {name}"))
    }

    /// Every two of them are apart, or one is inside of the other.
    #[track_caller]
    fn check_apart(rects: &[Rect], picture: &str) {
        for (nth, &a) in rects.iter().enumerate() {
            for &b in &rects[nth + 1..] {
                let fine = !a.overlaps(b) || a.contains(b) || b.contains(a);
                assert!(fine, "{a:?} and {b:?} overlap:\n{picture}");
            }
        }
    }

    /// A way is level, a curve, and level again; no box is where it is.
    #[track_caller]
    fn check_path(way: &str, boxes: &[Rect], picture: &str) {
        let numbers = way.split(|c: char| "MHC ".contains(c)).filter_map(|word| word.parse().ok());
        let numbers: Vec<f64> = numbers.collect();
        let [x, y, left, .., right, to_y, to_x] = numbers[..] else { panic!("{way:?}") };
        let level = |x, y, right| Rect { x, y: y - 0.5, right, bottom: y + 0.5 };
        let curve = Rect { x: left, y: y.min(to_y), right, bottom: y.max(to_y) + 0.1 };
        assert!(x <= left && left < right && right <= to_x, "{way} turns back:\n{picture}");
        for part in [level(x, y, left), curve, level(right, to_y, to_x)] {
            let hit = boxes.iter().find(|rect| rect.overlaps(part));
            assert!(hit.is_none(), "{way} runs through {hit:?}:\n{picture}");
        }
    }

    #[test]
    fn has_everything_and_nothing_overlaps() {
        for plan in networks() {
            let picture = plan.to_svg();
            check(&plan, &picture);
            assert_eq!(picture, plan.to_svg(), "it is the same every time");

            let document = Document::parse(&picture).expect("well-formed XML");
            let root = document.root_element();
            let size = format!("0 0 {} {}", number(root, "width"), number(root, "height"));
            assert_eq!(root.attribute("viewBox"), Some(size.as_str()));
            let of = |name: &str| -> Vec<Node<'_, '_>> {
                root.children()
                    .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)))
                    .collect()
            };
            assert_eq!(of("title").len(), 1);

            let boxes: Vec<Rect> = of("rect").into_iter().map(Rect::of).collect();
            let texts: Vec<Rect> = of("text").into_iter().map(Rect::of_text).collect();
            check_apart(&boxes, &picture);
            check_apart(&texts, &picture);
            let page = boxes[0];
            assert!(texts.iter().chain(&boxes).all(|&rect| page.contains(rect)), "{picture}");
            for text in texts {
                let crossed = boxes.iter().any(|rect| text.overlaps(*rect) && !rect.contains(text));
                assert!(!crossed, "a border runs through {text:?}:\n{picture}");
            }
            let ways = of("path");
            assert_eq!(ways.len(), of("circle").len(), "each is plugged in:\n{picture}");
            for way in ways {
                check_path(way.attribute("d").expect("its way"), &boxes[1..], &picture);
            }
        }
    }
}
