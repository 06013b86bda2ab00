//! Which bit of a packet is flipped.

/// Returns the bit that a draw flips in a packet of `of` bits.
pub(crate) fn bit_of(draw: u64, of: u64) -> u64 {
    ((u128::from(draw) * u128::from(of)) >> 64) as u64
}

/// Returns the smallest draw that flips this bit of a packet of `of` bits.
pub(crate) fn draw_of(bit: u32, of: u32) -> u64 {
    (u128::from(bit) << 64).div_ceil(u128::from(of)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::hash::mix;

    #[test]
    fn each_bit_has_a_draw() {
        for of in [1_u32, 8, 464, 12_000, 524_288] {
            let drawn = bit_of(mix(of.into()), of.into()) as u32;
            for bit in [0, of / 3, of - 1, drawn] {
                assert_eq!(bit_of(draw_of(bit, of), of.into()), bit.into(), "{bit} of {of}");
            }
        }
    }
}
