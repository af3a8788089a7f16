//! Money and what an hour costs, in whole millionths of a currency, so that sums are exact.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

use super::quantity::split;
use super::{Misread, Span};

/// An amount of money in one currency.
///
/// Unit: millionths of it. Sums of amounts are exact; each price of a time is rounded once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i128);

/// Millionths in one.
const ONE: i64 = 1_000_000;

/// The largest amount that can be written. Unit: of the currency.
const MOST: i128 = 1_000_000_000;

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// A whole number of millionths.
    pub const fn from_millionths(millionths: i128) -> Self {
        Self(millionths)
    }

    /// Millionths of the currency.
    pub const fn millionths(self) -> i128 {
        self.0
    }

    /// The amount as a float. Unit: of the currency.
    pub fn value(self) -> f64 {
        self.0 as f64 / ONE as f64
    }

    /// Reads an amount such as `"600 EUR"`: how much, and the letters of the currency.
    ///
    /// # Errors
    /// If it is not a number with a currency, is negative, or beyond a thousand millions.
    pub fn parse(text: &str) -> Result<(Self, Currency), Misread> {
        priced(text, |unit| Some(unit.trim()))
    }

    /// Reads what an hour costs, such as `"34 EUR/h"`.
    ///
    /// # Errors
    /// As [`Money::parse`], or if it is not an amount for an hour.
    pub fn parse_an_hour(text: &str) -> Result<(Self, Currency), Misread> {
        priced(text, |unit| {
            let (currency, hour) = unit.split_once('/')?;
            (hour.trim() == "h").then(|| currency.trim())
        })
    }

    /// Reads what a day costs, such as `"50 EUR/day"`.
    ///
    /// # Errors
    /// As [`Money::parse`], or if it is not an amount for a day.
    pub fn parse_a_day(text: &str) -> Result<(Self, Currency), Misread> {
        priced(text, |unit| {
            let (currency, day) = unit.split_once('/')?;
            matches!(day.trim(), "day" | "d").then(|| currency.trim())
        })
    }

    /// So many times as much.
    #[must_use]
    pub const fn times(self, count: u32) -> Self {
        Self(self.0 * count as i128)
    }

    /// What a time costs, if a day of 24 hours costs this much. Rounded once, halves up.
    ///
    /// Bounds: a century at the largest amount fits.
    #[must_use]
    pub const fn a_day_for(self, time: Span) -> Self {
        let day = Span::from_days(1).ticks() as i128;
        Self((self.0 * time.ticks() as i128 + day / 2).div_euclid(day))
    }

    /// What a time costs, if an hour costs this much, and `more` is added to it.
    ///
    /// Unit of `time`: ticks; of `more`: millionths of the price. Rounded once, halves up.
    ///
    /// Bounds: a century at the largest amount fits, with nine times as much added.
    #[must_use]
    pub const fn an_hour_for(self, time: i128, more: u32) -> Self {
        let share = ONE as i128 + more as i128;
        let whole = Span::from_hours(1).ticks() as i128 * ONE as i128;
        Self((time * self.0 * share + whole / 2).div_euclid(whole))
    }

    /// What a time costs, if an hour costs this much, and `extra` is added to it for all of the time
    /// together.
    ///
    /// Unit of `time`: ticks; of `extra`: ticks × millionths of the price. Rounded once, halves up. A time
    /// below zero is owed the other way.
    #[must_use]
    pub const fn for_time(self, time: i128, extra: i128) -> Self {
        let whole = Span::from_hours(1).ticks() as i128 * ONE as i128;
        Self((self.0 * (time * ONE as i128 + extra) + whole / 2).div_euclid(whole))
    }
}

fn priced<'t>(
    text: &'t str,
    currency: impl Fn(&'t str) -> Option<&'t str>,
) -> Result<(Money, Currency), Misread> {
    let (number, unit) = split(text)?;
    let known = currency(unit).and_then(Currency::parse);
    let currency = known.ok_or_else(|| Misread::Unit(unit.to_owned()))?;
    match number.times(ONE) {
        ..0 => Err(Misread::Negative),
        amount if amount > MOST * i128::from(ONE) => Err(Misread::TooLarge),
        amount => Ok((Money(amount), currency)),
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// A currency by its three letters, such as `EUR`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency of a plant that names none.
    pub const EUR: Self = Self(*b"EUR");

    /// Three capital letters; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// Its letters.
    pub fn letters(&self) -> &str {
        // Only capital letters get in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self::EUR
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.letters())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.letters())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_have_a_currency() {
        let amount = |text| Money::parse(text).map(|(money, currency)| (money.0, currency));
        assert_eq!(amount("600 EUR"), Ok((600_000_000, Currency::EUR)));
        assert_eq!(amount("0.1CHF"), Ok((100_000, Currency(*b"CHF"))));
        assert_eq!(amount("600"), Err(Misread::NoUnit));
        assert_eq!(amount("600 €"), Err(Misread::Unit("€".to_owned())));
        assert_eq!(amount("600 EUR/h"), Err(Misread::Unit("EUR/h".to_owned())));
        assert_eq!(amount("-1 EUR"), Err(Misread::Negative));
        assert_eq!(amount("1000000000 EUR").map(|(money, _)| money), Ok(MOST * 1_000_000));
        assert_eq!(amount("1000000001 EUR"), Err(Misread::TooLarge));
        assert_eq!(amount("1,5 EUR"), Err(Misread::Comma));
        let hour = |text| Money::parse_an_hour(text).map(|(money, _)| money.0);
        assert_eq!(hour("34.50 EUR/h"), Ok(34_500_000));
        assert_eq!(hour("34 EUR / h"), Ok(34_000_000));
        assert_eq!(hour("34 EUR"), Err(Misread::Unit("EUR".to_owned())));
        assert_eq!(hour("34 EUR/min"), Err(Misread::Unit("EUR/min".to_owned())));
        let day = |text| Money::parse_a_day(text).map(|(money, _)| money.0);
        assert_eq!(day("50 EUR/day"), Ok(50_000_000));
        assert_eq!(day("0.5 EUR / d"), Ok(500_000));
        assert_eq!(day("50 EUR/h"), Err(Misread::Unit("EUR/h".to_owned())));
    }

    #[test]
    fn time_is_priced_to_the_millionth() {
        let wage = Money::from_millionths(34_000_000);
        let hours = |n| i128::from(Span::from_hours(n).ticks());
        assert_eq!(wage.an_hour_for(hours(8), 0).millionths(), 272_000_000);
        // Half as much again: 2 × 34 × 1.5.
        assert_eq!(wage.an_hour_for(hours(2), 500_000).millionths(), 102_000_000);
        // One hour with 50 % on top and one with 100 %: 51 + 68; two hours that are owed back.
        let extra = hours(1) * 500_000 + hours(1) * 1_000_000;
        assert_eq!(wage.for_time(hours(2), extra).millionths(), 119_000_000);
        assert_eq!(wage.for_time(-hours(2), 0).millionths(), -68_000_000);
        // A tick of an hour costs 34,000,000 / 3,600,000,000 millionths, nearly nothing.
        assert_eq!(wage.an_hour_for(1, 0), Money::ZERO);
        // 53 ticks cost 0.5006 of a millionth.
        assert_eq!(wage.an_hour_for(53, 0).millionths(), 1);
        // A century at the highest wage, ten times over.
        let most = Money::parse_an_hour("1000000000 EUR/h").expect("a wage").0;
        let century = most.an_hour_for(hours(24 * 36_525), 9_000_000);
        assert_eq!(century.millionths(), 24 * 36_525 * 10 * 1_000_000_000_000_000);
    }
}
