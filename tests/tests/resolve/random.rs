//! A seed in, numbers without apparent order out: the same for the same seed.

/// The generator (xorshift64*).
pub struct Random(u64);

impl Random {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    /// A path: names, dots and slashes in any order, now and then from the root on.
    pub fn path(&mut self) -> String {
        const PIECES: [&str; 9] = ["a", "b", "c", "d", "a", "b", "..", "..", "."];
        let mut path = if self.below(16) == 0 { "/".to_owned() } else { String::new() };
        for index in 0..=self.below(6) {
            if index > 0 {
                path += if self.below(8) == 0 { "//" } else { "/" };
            }
            path += PIECES[self.below(PIECES.len())];
        }
        if self.below(8) == 0 {
            path += "/";
        }
        path
    }
}
