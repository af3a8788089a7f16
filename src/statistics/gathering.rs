//! Numbers that arrive one after the other, folded as if they had come together.

use super::Running;

/// Numbers that are folded together before they are merged.
///
/// Chunks are cut by position, never by who folded them: so any number of threads may fold them,
/// and merging them in order gives the same bits.
pub(super) const CHUNK: u64 = 32;

/// Numbers folded in chunks of 32 that are merged in order: the same bits as [`Running::of`] all of
/// them, without keeping them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gathering {
    /// All whole chunks.
    whole: Running,
    /// The chunk that is not whole.
    rest: Running,
}

impl Gathering {
    /// How many words it is written in.
    pub const WORDS: usize = 2 * Running::WORDS;

    /// Adds a number.
    pub fn push(&mut self, value: f64) {
        self.rest.push(value);
        if self.rest.n() == CHUNK {
            self.whole = self.whole.merged(&self.rest);
            self.rest = Running::new();
        }
    }

    /// All numbers so far.
    pub fn so_far(&self) -> Running {
        self.whole.merged(&self.rest)
    }

    /// How many numbers were seen.
    pub const fn n(&self) -> u64 {
        self.whole.n() + self.rest.n()
    }

    /// What is needed to go on later, to the last bit.
    pub fn words(&self) -> impl Iterator<Item = u64> {
        self.whole.words().into_iter().chain(self.rest.words())
    }

    /// The numbers that were written as `words`; `None` if there are too few.
    pub fn from_words(words: &mut impl Iterator<Item = u64>) -> Option<Self> {
        Some(Self { whole: Running::from_words(words)?, rest: Running::from_words(words)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_by_one_is_the_same_as_together() {
        let values: Vec<f64> = (0..500).map(|i| 1e9 + f64::from(i * i % 97) / 7.0).collect();
        for n in [0, 1, 31, 32, 33, 64, 500] {
            let mut found = Gathering::default();
            values[..n].iter().for_each(|&value| found.push(value));
            assert_eq!(found.so_far(), Running::of(&values[..n]));
            assert_eq!(found.n(), n as u64);
        }
    }

    #[test]
    fn it_goes_on_from_its_words() {
        for n in [0, 7, 32, 40] {
            let mut found = Gathering::default();
            (0..n).for_each(|i| found.push(f64::from(i) / 3.0));
            let words: Vec<u64> = found.words().collect();
            assert_eq!(words.len(), Gathering::WORDS);
            let mut again = Gathering::from_words(&mut words.into_iter()).unwrap();
            assert_eq!(again, found);
            found.push(0.1);
            again.push(0.1);
            assert_eq!(again, found);
        }
        assert_eq!(Gathering::from_words(&mut [1, 2, 3].into_iter()), None);
    }
}
