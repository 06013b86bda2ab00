//! From what is read of a stream to lines.

/// The most bytes of a line. What is longer counts as several lines.
pub(super) const MAX_LINE: usize = 16 * 1024;

/// Splits a stream into lines.
#[derive(Default)]
pub(super) struct Splitter {
    /// What has come since the last end of a line.
    part: Vec<u8>,
    /// True if the last line ended because it was full: the end that follows is its own.
    was_full: bool,
}

impl Splitter {
    /// Takes the next bytes, and passes on each line that they complete.
    pub(super) fn feed(&mut self, mut bytes: &[u8], mut line: impl FnMut(Vec<u8>)) {
        while let Some(&first) = bytes.first() {
            if std::mem::take(&mut self.was_full) && first == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let room = MAX_LINE - self.part.len();
            let end = bytes.iter().take(room).position(|&byte| byte == b'\n');
            let length = end.unwrap_or(room.min(bytes.len()));
            self.part.extend_from_slice(&bytes[..length]);
            bytes = &bytes[length + usize::from(end.is_some())..];
            self.was_full = end.is_none() && self.part.len() == MAX_LINE;
            if end.is_some() || self.was_full {
                line(without_return(std::mem::take(&mut self.part)));
            }
        }
    }

    /// Returns what has come since the last end of a line, if there is something.
    pub(super) fn part(&self) -> Option<&[u8]> {
        (!self.part.is_empty()).then_some(&self.part[..])
    }

    /// Ends the stream, and returns what has come since the last end of a line.
    pub(super) fn finish(&mut self) -> Option<Vec<u8>> {
        let part = std::mem::take(&mut self.part);
        (!part.is_empty()).then_some(part)
    }
}

fn without_return(mut line: Vec<u8>) -> Vec<u8> {
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(reads: &[&[u8]], expected: &[&[u8]], left: Option<&[u8]>) {
        let (mut splitter, mut found) = (Splitter::default(), Vec::new());
        for bytes in reads {
            splitter.feed(bytes, |line| found.push(line));
        }
        assert_eq!(found, expected);
        assert_eq!(splitter.part(), left);
        assert_eq!(splitter.finish().as_deref(), left);
        assert_eq!(splitter.part(), None);
    }

    #[test]
    fn splits_lines() {
        check(&[b"one\ntwo\r\n\nthree"], &[b"one", b"two", b""], Some(b"three"));
        check(&[b"o", b"ne", b"\n"], &[b"one"], None);
        check(&[b"one\r", b"\n"], &[b"one"], None);
        check(&[b"\xff\xfe\n"], &[b"\xff\xfe"], None);
        check(&[], &[], None);
    }

    #[test]
    fn a_long_line_is_several() {
        let long = vec![b'x'; 2 * MAX_LINE + 3];
        let full = &long[..MAX_LINE];
        check(&[&long], &[full, full], Some(b"xxx"));
        check(&[&long, b"\n"], &[full, full, b"xxx"], None);
        // One that just fits has one end.
        check(&[&[full, b"\nnext\n"].concat()], &[full, b"next"], None);
        check(&[full, b"\n\n"], &[full, b""], None);
    }
}
