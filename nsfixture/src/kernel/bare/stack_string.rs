//! A short string on the stack.

use core::ffi::CStr;

use super::syscalls::RawErrno;

/// The longest string that is needed, with its terminating zero.
const CAPACITY: usize = 32;

/// A string of at most 31 bytes. What does not fit is left out.
pub(crate) struct StackString {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl StackString {
    pub(crate) fn new(text: &[u8]) -> Self {
        let mut new = Self { bytes: [0; CAPACITY], len: 0 };
        new.push(text);
        new
    }

    /// Appends bytes.
    pub(crate) fn push(&mut self, text: &[u8]) {
        for &byte in text {
            // The last byte stays zero.
            if self.len < CAPACITY - 1
                && let Some(end) = self.bytes.get_mut(self.len)
            {
                *end = byte;
                self.len += 1;
            }
        }
    }

    /// Appends a number in decimal.
    pub(crate) fn push_number(&mut self, number: u32) {
        let mut divisor = 1_000_000_000;
        while divisor > 1 && number < divisor {
            divisor /= 10;
        }
        while divisor > 0 {
            self.push(&[b'0' + (number / divisor % 10) as u8]);
            divisor /= 10;
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Returns the string as a C string.
    pub(crate) fn as_c_str(&self) -> Result<&CStr, RawErrno> {
        CStr::from_bytes_until_nul(&self.bytes).map_err(|_| libc::EINVAL)
    }
}

#[cfg(test)]
mod tests {
    use super::{CStr, StackString};

    #[track_caller]
    fn check(number: u32, expected: &str) {
        let mut text = StackString::new(b"n ");
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
        let text = StackString::new(&[b'x'; 100]);
        assert_eq!(text.as_c_str().map(|text| text.to_bytes().len()), Ok(31));
    }
}
