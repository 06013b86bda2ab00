//! A reader for tests, which checks everything it reads.

use std::collections::BTreeMap;

/// What is in a file.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) comment: String,
    pub(super) application: String,
    /// The name of each interface, and how much of its packets is written.
    pub(super) interfaces: Vec<(String, u32)>,
    pub(super) names: BTreeMap<Vec<u8>, String>,
    pub(super) packets: Vec<Packet>,
    /// The numbers of packets that have arrived at each interface, and were lost.
    pub(super) statistics: Vec<[u64; 2]>,
}

#[derive(Debug)]
pub(super) struct Packet {
    pub(super) interface: usize,
    pub(super) nanos: u64,
    pub(super) bytes: Vec<u8>,
    pub(super) len: usize,
    pub(super) is_sent: bool,
    pub(super) comments: Vec<String>,
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(*bytes[at..].first_chunk().expect("a word"))
}

/// Returns the options in the rest of a block, which ends with that of code 0.
fn options(mut rest: &[u8]) -> Vec<(u16, Vec<u8>)> {
    let mut options = Vec::new();
    loop {
        let head = word(rest, 0);
        let (code, len) = (head as u16, (head >> 16) as usize);
        if code == 0 {
            assert_eq!((len, rest.len()), (0, 4), "the last one ends the block");
            return options;
        }
        options.push((code, rest[4..4 + len].to_vec()));
        let end = 4 + len.next_multiple_of(4);
        assert!(rest[4 + len..end].iter().all(|byte| *byte == 0), "padding");
        rest = &rest[end..];
    }
}

fn texts(options: &[(u16, Vec<u8>)], code: u16) -> Vec<String> {
    let values = options.iter().filter(|(found, _)| *found == code);
    values.map(|(_, value)| String::from_utf8(value.clone()).expect("UTF-8")).collect()
}

fn value(options: &[(u16, Vec<u8>)], code: u16) -> &[u8] {
    &options.iter().find(|(found, _)| *found == code).expect("an option of this code").1
}

/// Reads a file.
pub(super) fn read(mut rest: &[u8]) -> File {
    let mut file = File::default();
    assert_eq!(word(rest, 0), 0x0a0d_0d0a, "a section is the first block");
    while !rest.is_empty() {
        let (kind, len) = (word(rest, 0), word(rest, 4) as usize);
        assert_eq!(len % 4, 0);
        assert_eq!(word(rest, len - 4) as usize, len, "the length is at the end, too");
        file.add(kind, &rest[8..len - 4]);
        rest = &rest[len..];
    }
    file
}

impl File {
    fn add(&mut self, kind: u32, body: &[u8]) {
        match kind {
            0x0a0d_0d0a => {
                assert_eq!((word(body, 0), word(body, 4)), (0x1a2b_3c4d, 1), "order and version");
                let options = options(&body[16..]);
                self.comment = texts(&options, 1).concat();
                self.application = texts(&options, 4).concat();
            }
            1 => {
                assert_eq!(word(body, 0), 1, "Ethernet");
                let options = options(&body[8..]);
                assert_eq!(value(&options, 9), [9], "nanoseconds");
                assert_eq!(value(&options, 6).len(), 6);
                self.interfaces.push((texts(&options, 2).concat(), word(body, 4)));
            }
            4 => self.names.extend(options(body).into_iter().map(|(code, record)| {
                let (addr, name) = record.split_at(if code == 1 { 4 } else { 16 });
                let name = name.strip_suffix(&[0]).expect("it ends with zero");
                (addr.to_vec(), String::from_utf8(name.to_vec()).expect("UTF-8"))
            })),
            5 => {
                assert_eq!(word(body, 0) as usize, self.statistics.len());
                let options = options(&body[12..]);
                let number =
                    |code| u64::from_le_bytes(*value(&options, code).first_chunk().expect("8"));
                self.statistics.push([number(4), number(5)]);
            }
            6 => {
                let (kept, len) = (word(body, 12) as usize, word(body, 16) as usize);
                let interface = word(body, 0) as usize;
                assert!(interface < self.interfaces.len() && kept <= len);
                let options = options(&body[20 + kept.next_multiple_of(4)..]);
                self.packets.push(Packet {
                    interface,
                    nanos: u64::from(word(body, 4)) << 32 | u64::from(word(body, 8)),
                    bytes: body[20..20 + kept].to_vec(),
                    len,
                    is_sent: value(&options, 2) == [2, 0, 0, 0],
                    comments: texts(&options, 1),
                });
            }
            other => panic!("a block of type {other:#x}"),
        }
    }
}
