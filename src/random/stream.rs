//! Streams named by entity and purpose, and the numbers inside one variate.

use std::convert::Infallible;
use std::hash::Hasher;

use rand::TryRng;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::philox;

/// The first 16 hexadecimal digits of the fractional parts of e and of pi: numbers with nothing up
/// their sleeve, fixed for ever because every result depends on them.
const KEYS: (u64, u64) = (0xb7e1_5162_8aed_2a6a, 0x243f_6a88_85a3_08d3);

/// A named source of random numbers in one replication.
///
/// Two streams with different names, seeds or replications are independent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    key: u64,
}

impl Stream {
    /// The stream called `name` (its parts from the outside in, such as
    /// `["station", "cnc", "cycle"]`) of a replication.
    pub fn new(seed: u64, name: &[&str], replication: u64) -> Self {
        let mut hasher = SipHasher13::new_with_keys(KEYS.0, KEYS.1);
        hasher.write_u64(seed.to_le());
        hasher.write_u64(replication.to_le());
        write_name(&mut hasher, name);
        Self { key: hasher.finish128().h1 }
    }

    /// A uniform number in the open interval (0, 1) for draw `sub` of `visit` of the thing `index`.
    ///
    /// Never 0 or 1, and one minus it is exact (52 random bits and a half).
    #[inline]
    pub fn uniform(self, index: u64, visit: u32, sub: u32) -> f64 {
        open_unit(self.word(index, visit, sub))
    }

    /// 64 random bits for draw `sub` of `visit` of the thing `index`: [`Self::uniform`] is made of
    /// the upper 52.
    #[inline]
    pub(super) fn word(self, index: u64, visit: u32, sub: u32) -> u64 {
        philox(self.key, [index, counter(visit, sub)])[0]
    }

    /// All numbers that one variate may use: a generator of its own.
    #[inline]
    pub const fn draws(self, index: u64, visit: u32) -> Draws {
        Draws { key: self.key, index, visit, sub: 0, spare: None }
    }

    /// The key of the generator, for known-answer tests.
    pub const fn key(self) -> u64 {
        self.key
    }
}

#[inline]
fn counter(visit: u32, sub: u32) -> u64 {
    u64::from(visit) << 32 | u64::from(sub)
}

/// A random word as a number in the open interval (0, 1): its upper 52 bits and a half.
///
/// The bits become the fraction of a number in [1, 2); taking away a little less than 1 is exact.
#[inline]
pub(super) const fn open_unit(word: u64) -> f64 {
    f64::from_bits(1.0_f64.to_bits() | word >> 12) - (1.0 - f64::EPSILON / 2.0)
}

/// The random numbers of a single variate, so that a rejection shifts nobody else's.
#[derive(Clone, Debug)]
pub struct Draws {
    key: u64,
    index: u64,
    visit: u32,
    sub: u32,
    spare: Option<u64>,
}

impl Draws {
    /// The next uniform number in the open interval (0, 1); the first equals [`Stream::uniform`]
    /// with `sub` 0.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        open_unit(self.word())
    }

    /// Numbers of their own for the part `key` of the variate, whichever have been taken.
    pub(super) const fn aside(&self, key: u64) -> Self {
        let Self { key: own, index, visit, .. } = *self;
        Self { key: mix(own, key), index, visit, sub: 0, spare: None }
    }

    /// 64 random bits: [`Self::uniform`] is made of the upper 52.
    #[inline]
    pub(super) fn word(&mut self) -> u64 {
        if let Some(word) = self.spare.take() {
            return word;
        }
        let [word, spare] = philox(self.key, [self.index, counter(self.visit, self.sub)]);
        self.sub = self.sub.wrapping_add(1);
        self.spare = Some(spare);
        word
    }
}

impl TryRng for Draws {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.word() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.word())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.word().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// A 64-bit key of a name, for orders and whatever else is drawn for by name.
pub fn name_key(name: &[&str]) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(KEYS.0, KEYS.1);
    write_name(&mut hasher, name);
    hasher.finish128().h1
}

/// A key made of a key and a number: the unit of an order, the order of a demand.
///
/// Source: the finalizer of `SplitMix64` (Steele, Lea & Flood 2014), a bijection of 64 bits.
#[inline]
pub const fn mix(key: u64, ordinal: u64) -> u64 {
    let mut word = key ^ ordinal.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

fn write_name(hasher: &mut SipHasher13, name: &[&str]) {
    for word in name {
        hasher.write_u64((word.len() as u64).to_le());
        hasher.write(word.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_by_their_parts() {
        let one = Stream::new(1, &["station", "ab", "c"], 0);
        let two = Stream::new(1, &["station", "a", "bc"], 0);
        assert_ne!(one.key(), two.key());
    }

    /// Pins our own bits: every result hangs on them.
    #[test]
    fn keys_are_what_they_always_were() {
        assert_eq!(Stream::new(1, &["station", "cnc", "cycle"], 0).key(), 0x4a3c_d03e_bc48_8810);
        assert_eq!(Stream::new(1, &["station", "cnc", "cycle"], 1).key(), 0x8f17_1e3b_b59e_a826);
        assert_eq!(Stream::new(2, &["crew", "setters"], 0).key(), 0x7e48_2709_d720_a94c);
        assert_eq!(name_key(&["order", "A1001"]), 0x4bc0_5745_ae27_4cd1);
        assert_eq!(mix(1, 2), 0xbeeb_8da1_658e_ec67);
    }

    #[test]
    fn the_ends_of_the_unit_interval_are_never_drawn() {
        assert!(open_unit(0) > 0.0);
        assert!(open_unit(u64::MAX) < 1.0);
    }

    #[test]
    fn the_first_draw_of_a_variate_is_the_uniform_of_its_index() {
        let stream = Stream::new(7, &["x"], 3);
        assert_eq!(stream.draws(5, 2).uniform().to_bits(), stream.uniform(5, 2, 0).to_bits());
    }
}
