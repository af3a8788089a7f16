//! A study that is not finished, as bytes: whole, of this study and this engine, or refused.
//!
//! The bytes are a mark, what they are of, what was found (64-bit words, little end first, numbers
//! by their bits) and a checksum over all before it.

use std::fmt;
use std::hash::Hasher as _;

use siphasher::sip128::{Hasher128 as _, SipHasher13};

use super::found::Found;
use super::results::{Ending, EventKind, LastEvent, Unfilled};
use crate::model::{Model, Replications};
use crate::units::{Span, Time};

/// Why what an earlier study has left behind is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is cut off, or its bytes are not those that were written.
    Damaged,
    /// Another gemba has written it: another version, or another build of this one.
    OtherEngine,
    /// It is of other scenarios, or another seed or number of replications.
    OtherStudy,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Damaged => "it is damaged",
            Self::OtherEngine => "another version or build of gemba has written it",
            Self::OtherStudy => {
                "it is of another study: the scenarios, the seed or the number of replications differ"
            }
        })
    }
}

/// What every such file begins with.
const MARK: [u8; 16] = *b"gemba unfinished";

/// What the bytes of an unfinished study are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    engine: u64,
    study: u64,
}

/// Hash of the sources that this program was built from.
const ENGINE: &str = env!("GEMBA_ENGINE");

impl Key {
    /// The key of a study of these scenarios.
    pub(super) fn new(models: &[&Model], asked: &Replications, seed: u64) -> Self {
        Self::of_engine(ENGINE, models, asked, seed)
    }

    fn of_engine(engine: &str, models: &[&Model], asked: &Replications, seed: u64) -> Self {
        let hashes = models.iter().map(|model| model.hash()).collect::<Vec<_>>().join(" ");
        let (number, precision, of) = match asked {
            Replications::Fixed(n) => (*n, 0, ""),
            Replications::Precise { precision, of, at_most } => {
                (*at_most, precision.to_bits(), of.as_str())
            }
        };
        let numbers = [seed, u64::from(number), precision].map(u64::to_le_bytes).concat();
        Self {
            engine: hash(&[engine.as_bytes()]),
            study: hash(&[&numbers, of.as_bytes(), hashes.as_bytes()]),
        }
    }
}

fn hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = SipHasher13::new();
    for part in parts {
        hasher.write(&(part.len() as u64).to_le_bytes());
        hasher.write(part);
    }
    hasher.finish128().h1
}

/// The bytes of a study from which [`from_bytes`] goes on.
pub(super) fn bytes(key: Key, found: &Found) -> Vec<u8> {
    let words = found.keep();
    let mut bytes = Vec::with_capacity(MARK.len() + 8 * (words.len() + 3));
    bytes.extend(MARK);
    for word in [key.engine, key.study].into_iter().chain(words) {
        bytes.extend(word.to_le_bytes());
    }
    let checksum = hash(&[&bytes]);
    bytes.extend(checksum.to_le_bytes());
    bytes
}

/// The study that was kept as `bytes`.
pub(super) fn from_bytes(key: Key, models: &[&Model], bytes: &[u8]) -> Result<Found, Refusal> {
    let (all, checksum) = bytes.split_last_chunk::<8>().ok_or(Refusal::Damaged)?;
    if hash(&[all]) != u64::from_le_bytes(*checksum) {
        return Err(Refusal::Damaged);
    }
    let body = all.strip_prefix(&MARK).ok_or(Refusal::Damaged)?;
    let (words, rest) = body.as_chunks::<8>();
    let mut words = Words::of(words);
    let written = (words.next(), words.next());
    if !rest.is_empty() {
        return Err(Refusal::Damaged);
    }
    match written {
        (Some(engine), _) if engine != key.engine => Err(Refusal::OtherEngine),
        (_, Some(study)) if study != key.study => Err(Refusal::OtherStudy),
        _ => Found::from_kept(models, &mut words).ok_or(Refusal::Damaged),
    }
}

/// The words that are left to be read.
pub(super) struct Words<'a> {
    left: &'a [[u8; 8]],
}

impl Iterator for Words<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let (first, left) = self.left.split_first()?;
        self.left = left;
        Some(u64::from_le_bytes(*first))
    }
}

impl<'a> Words<'a> {
    /// The words that these bytes are.
    pub(super) const fn of(bytes: &'a [[u8; 8]]) -> Self {
        Self { left: bytes }
    }

    /// A number below 2^32.
    pub(super) fn small(&mut self) -> Option<u32> {
        self.next().and_then(|word| u32::try_from(word).ok())
    }

    /// A list, behind its length.
    pub(super) fn all<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let n = usize::try_from(self.next()?).ok()?;
        // Every entry takes a word or more: a length that is none asks for no memory.
        let mut found = Vec::with_capacity(n.min(self.left.len()));
        for _ in 0..n {
            found.push(one(self)?);
        }
        Some(found)
    }

    /// An instant.
    pub(super) fn time(&mut self) -> Option<Time> {
        Some(Time::ZERO + Span::from_ticks(self.next()?.cast_signed()))
    }

    fn text(&mut self) -> Option<String> {
        let letters = self.all(|words| u8::try_from(words.next()?).ok())?;
        String::from_utf8(letters).ok()
    }

    fn last_event(&mut self) -> Option<LastEvent> {
        let what = *EventKind::ALL.get(usize::try_from(self.next()?).ok()?)?;
        Some(LastEvent { what, at: self.all(Self::text)? })
    }

    fn unfilled(&mut self) -> Option<Unfilled> {
        Some(Unfilled { station: self.text()?, parts: self.small()?, minimum: self.small()? })
    }

    /// How a replication ended.
    pub(super) fn ending(&mut self) -> Option<Ending> {
        let kind = self.next()?;
        let at = self.time()?;
        Some(match kind {
            0 => Ending::Deadlock {
                at,
                stations: self.all(Self::text)?,
                conveyors: self.all(Self::text)?,
                pools: self.all(Self::text)?,
            },
            1 => Ending::TooManyParts { at, limit: self.small()? },
            2 => Ending::TooManyEvents { at, limit: self.next()? },
            3 => Ending::TooManyRounds {
                at,
                limit: self.small()?,
                last: self.all(Self::last_event)?,
            },
            4 => Ending::NeverDone { at, orders: usize::try_from(self.next()?).ok()? },
            5 => Ending::Unsound { at, what: self.text()? },
            6 => Ending::NotFull {
                at,
                batches: self.all(Self::unfilled)?,
                cards: self.all(|words| Some((words.text()?, words.small()?)))?,
            },
            7 => Ending::OutOfMaterial {
                at,
                stations: self.all(Self::text)?,
                materials: self.all(Self::text)?,
            },
            _ => return None,
        })
    }
}

/// Writes a list behind its length.
pub(super) fn put_all<T>(words: &mut Vec<u64>, list: &[T], mut one: impl FnMut(&mut Vec<u64>, &T)) {
    words.push(list.len() as u64);
    for entry in list {
        one(words, entry);
    }
}

fn put_text(words: &mut Vec<u64>, text: &str) {
    put_all(words, text.as_bytes(), |words, &letter| words.push(u64::from(letter)));
}

/// Writes how a replication ended.
pub(super) fn put_ending(words: &mut Vec<u64>, ending: &Ending) {
    let mut begin = |kind: u64, at: Time| {
        words.extend([kind, at.since_start().ticks().cast_unsigned()]);
    };
    match ending {
        Ending::Deadlock { at, stations, conveyors, pools } => {
            begin(0, *at);
            put_all(words, stations, |words, station| put_text(words, station));
            put_all(words, conveyors, |words, conveyor| put_text(words, conveyor));
            put_all(words, pools, |words, pool| put_text(words, pool));
        }
        Ending::TooManyParts { at, limit } => {
            begin(1, *at);
            words.push(u64::from(*limit));
        }
        Ending::TooManyEvents { at, limit } => {
            begin(2, *at);
            words.push(*limit);
        }
        Ending::TooManyRounds { at, limit, last } => {
            begin(3, *at);
            words.push(u64::from(*limit));
            put_all(words, last, |words, event| {
                words.push(event.what as u64);
                put_all(words, &event.at, |words, name| put_text(words, name));
            });
        }
        Ending::NeverDone { at, orders } => {
            begin(4, *at);
            words.push(*orders as u64);
        }
        Ending::Unsound { at, what } => {
            begin(5, *at);
            put_text(words, what);
        }
        Ending::OutOfMaterial { at, stations, materials } => {
            begin(7, *at);
            put_all(words, stations, |words, station| put_text(words, station));
            put_all(words, materials, |words, material| put_text(words, material));
        }
        Ending::NotFull { at, batches, cards } => {
            begin(6, *at);
            put_all(words, batches, |words, batch| {
                put_text(words, &batch.station);
                words.extend([batch.parts, batch.minimum].map(u64::from));
            });
            put_all(words, cards, |words, (name, count)| {
                put_text(words, name);
                words.push(u64::from(*count));
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(engine: &str, seed: u64) -> Result<Found, Refusal> {
        let model = Model::default();
        let models = [&model];
        let asked = Replications::Fixed(3);
        let found = Found::new(&models);
        let written = bytes(Key::of_engine(engine, &models, &asked, seed), &found);
        from_bytes(Key::new(&models, &asked, 1), &models, &written)
    }

    #[test]
    fn only_the_same_engine_goes_on_with_the_same_study() {
        assert!(kept(ENGINE, 1).is_ok());
        assert_eq!(kept(ENGINE, 2), Err(Refusal::OtherStudy));
        // Version 0.1.0 may be many engines; its name alone goes on with nobody's work.
        for other in ["", env!("CARGO_PKG_VERSION"), &"0".repeat(ENGINE.len())] {
            assert_eq!(kept(other, 1), Err(Refusal::OtherEngine), "{other}");
        }
    }
}
