//! A short text, made without the heap: before `main`, and in a child that was forked from a process
//! with threads.

use std::ffi::CStr;

use super::raw::Errno;

/// As long as any that is needed, with a terminating zero.
const ROOM: usize = 32;

/// A text. What does not fit is left out.
pub(super) struct Text {
    bytes: [u8; ROOM],
    len: usize,
}

impl Text {
    pub(super) fn new(text: &[u8]) -> Self {
        let mut new = Self { bytes: [0; ROOM], len: 0 };
        new.push(text);
        new
    }

    /// Adds a text.
    pub(super) fn push(&mut self, text: &[u8]) {
        for &byte in text {
            // The last byte stays zero.
            if self.len < ROOM - 1 {
                self.bytes[self.len] = byte;
                self.len += 1;
            }
        }
    }

    /// Adds a number, in decimal.
    pub(super) fn push_number(&mut self, number: u32) {
        let mut divisor = 1_000_000_000;
        while divisor > 1 && number < divisor {
            divisor /= 10;
        }
        while divisor > 0 {
            self.push(&[b'0' + (number / divisor % 10) as u8]);
            divisor /= 10;
        }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// For a system call.
    pub(super) fn as_c_str(&self) -> Result<&CStr, Errno> {
        CStr::from_bytes_until_nul(&self.bytes).map_err(|_| libc::EINVAL)
    }
}

#[cfg(test)]
mod tests {
    use super::{CStr, Text};

    #[track_caller]
    fn check(number: u32, expected: &str) {
        let mut text = Text::new(b"n ");
        text.push_number(number);
        text.push(b" n");
        assert_eq!(text.as_bytes(), expected.as_bytes());
        assert_eq!(text.as_c_str().map(CStr::to_bytes), Ok(expected.as_bytes()));
    }

    #[test]
    fn writes_numbers() {
        check(0, "n 0 n");
        check(1000, "n 1000 n");
        check(u32::MAX, "n 4294967295 n");
    }

    #[test]
    fn ends_with_a_zero() {
        let text = Text::new(&[b'x'; 100]);
        assert_eq!(text.as_c_str().map(|text| text.to_bytes().len()), Ok(31));
    }
}
