//! The hash that all draws come from: a fate depends on what a packet is, not on a generator's state.

use std::hash::{BuildHasherDefault, Hasher};

/// The odd number closest to 2^64 divided by the golden ratio; its multiples are spread evenly.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes 64 bits so that each of them affects all others (the finalizer of splitmix64).
pub(crate) const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Returns the hash of what `hash` stands for, followed by `next`.
pub(crate) const fn combine(hash: u64, next: u64) -> u64 {
    mix(hash.rotate_left(23) ^ next.wrapping_add(1).wrapping_mul(GOLDEN))
}

/// Returns the hash of some bytes.
pub(crate) fn of_bytes(bytes: &[u8]) -> u64 {
    let mut mixer = Mixer::default();
    mixer.write(bytes);
    mixer.finish()
}

/// The hash as a [`Hasher`]. Its keys come from the hosts of a test, which attack nobody.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Mixer(u64);

/// Builds hash maps that use [`Mixer`].
pub(crate) type BuildMixer = BuildHasherDefault<Mixer>;

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
        self.write_u64(bytes.len() as u64);
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(GOLDEN);
        self.0 ^= self.0 >> 32;
    }

    fn finish(&self) -> u64 {
        mix(self.0)
    }
}
