//! Plain values: texts, numbers, quantities with their units, dates and times of day.

use jiff::civil::{Date, DateTime, Time};
use toml::value::Datetime;

use super::complaint::{NUMBER, Wanted};
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::order::{Moment, Timestamp};
use super::shape::{FieldShape, Form};
use super::table::Value;
use crate::diagnostic::code;
use crate::units::{ClockRange, Duration, Span, clock_time, guess, share};

/// A share of a whole, in [0, 1].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share(pub f64);

/// A value whose meaning is that of the place where it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anything;

impl Value for Anything {
    const FORM: Form = Form::Anything;

    fn decode(_: &Node, _: &FieldShape<'_>, _: &mut Decoder<'_>) -> Option<Self> {
        Some(Self)
    }
}

/// A time of day: the length since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockTime(pub Span);

impl Value for String {
    const FORM: Form = Form::Text;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(text) => Some(text.clone()),
            _ => decoder.wrong_type(node, field, "a text"),
        }
    }
}

impl Value for bool {
    const FORM: Form = Form::Truth;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if let Content::Truth(truth) = node.content {
            return Some(truth);
        }
        let message = format!("`{}` must be `true` or `false`, found: {}", field.key, node.found());
        let meant = node.text().and_then(guess::truth);
        let hint = meant.map(|truth| format!("did you mean `{truth}`, without quotes?"));
        decoder.mistake(code::WRONG_TYPE, node.spot, message, &hint.unwrap_or_default());
        None
    }
}

impl Value for u64 {
    const FORM: Form = Form::Whole;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::Whole(number) = node.content else {
            return decoder.not_a_number(node, field, "a whole number");
        };
        let (low, high) = field.bounds.unwrap_or((0, i64::MAX));
        if number < low {
            return decoder.out_of_range(node, field, &format!("at least {low}"), number);
        }
        if number > high {
            return decoder.out_of_range(node, field, &format!("at most {high}"), number);
        }
        Self::try_from(number).ok()
    }
}

impl Value for u32 {
    const FORM: Form = Form::Whole;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let number = u64::decode(node, field, decoder)?;
        Self::try_from(number).ok().or_else(|| {
            decoder.out_of_range(node, field, &format!("at most {}", Self::MAX), number)
        })
    }
}

/// A number of any size above zero, such as a weight.
/// A number that may be zero, such as a speed or a level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating(pub f64);

impl Value for Rating {
    const FORM: Form = Form::Rating;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let number = match node.content {
            Content::Whole(number) => number as f64,
            Content::Real(number) => number,
            _ => return decoder.not_a_number(node, field, NUMBER),
        };
        if number >= 0.0 {
            Some(Self(number))
        } else {
            decoder.out_of_range(node, field, "zero or above", number)
        }
    }
}

impl Value for f64 {
    const FORM: Form = Form::Number;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let number = match node.content {
            Content::Whole(number) => number as Self,
            Content::Real(number) => number,
            _ => return decoder.not_a_number(node, field, NUMBER),
        };
        if number > 0.0 {
            Some(number)
        } else {
            decoder.out_of_range(node, field, "above zero", number)
        }
    }
}

impl Value for Share {
    const FORM: Form = Form::Share;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let wanted = Wanted { what: "a share such as `\"4 %\"`", unit: "%" };
        let text = decoder.quantity_text(node, field, &wanted)?;
        match share(text) {
            Ok(share) if (0.0..=1.0).contains(&share) => Some(Self(share)),
            Ok(_) => decoder.out_of_range(node, field, "between 0 % and 100 %", text),
            Err(misread) => decoder.misread(node, field, &wanted, &misread),
        }
    }
}

/// A length of time, in the unit that is usual behind a key.
const fn a_duration(key: &str) -> Wanted<'static> {
    let unit = match key.as_bytes() {
        b"length" | b"warm_up" => "days",
        b"every"
        | b"due_in"
        | b"hours"
        | b"notice"
        | b"backlog_over"
        | b"until_under"
        | b"day"
        | b"week"
        | b"run"
        | b"first"
        | b"max_daily"
        | b"max_weekly_average"
        | b"min_daily_rest"
        | b"weekly_rest"
        | b"break_after"
        | b"max_night"
        | b"max_overtime_daily"
        | b"max_overtime_weekly"
        | b"hours_worked"
        | b"limit" => "h",
        b"reference_period" | b"valid" => "weeks",
        b"for" | b"time" => "min",
        _ => "s",
    };
    Wanted { what: "a length of time such as `\"95 s\"`", unit }
}

impl Value for Duration {
    const FORM: Form = Form::Duration;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let wanted = a_duration(field.key);
        let text = decoder.quantity_text(node, field, &wanted)?;
        match Self::parse(text) {
            Ok(duration) => {
                decoder.warn_of_thousands(node, field);
                Some(duration)
            }
            Err(misread) => decoder.misread(node, field, &wanted, &misread),
        }
    }
}

impl Value for Span {
    const FORM: Form = Form::Duration;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match Duration::decode(node, field, decoder)? {
            Duration::Elapsed(span) => Some(span),
            Duration::Workdays(_) => {
                let message = format!("`{}` cannot be counted in workdays", field.key);
                let hint = "write hours or days of 24 hours, such as `\"48 h\"`";
                decoder.mistake(code::WRONG_UNIT, node.spot, message, hint);
                None
            }
        }
    }
}

impl Value for ClockTime {
    const FORM: Form = Form::ClockTime;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let time = node.text().and_then(clock_time).map(Self);
        time.or_else(|| {
            let quoted = |text: &str| guess::clock_time(text).map(|time| format!("\"{time}\""));
            decoder.unreadable_but(node, field, "a time of day such as `\"09:30\"`", quoted)
        })
    }
}

impl Value for ClockRange {
    const FORM: Form = Form::ClockRange;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let range = node.text().and_then(Self::parse);
        range.or_else(|| {
            let quoted = |text: &str| guess::hours(text).map(|hours| format!("\"{hours}\""));
            decoder.unreadable_but(node, field, "hours such as `\"06:00-14:00\"`", quoted)
        })
    }
}

impl Value for Date {
    const FORM: Form = Form::Date;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match Moment::decode(node, field, decoder)? {
            Moment::Day(date) => Some(date),
            Moment::At(_) => decoder.unreadable(node, field, "a date without a time of day"),
        }
    }
}

impl Value for Timestamp {
    const FORM: Form = Form::Moment;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match Moment::decode(node, field, decoder)? {
            Moment::Day(date) => Some(Self(date.to_datetime(Time::midnight()))),
            Moment::At(instant) => Some(Self(instant)),
        }
    }
}

impl Value for Moment {
    const FORM: Form = Form::Moment;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::When(when) if when.offset.is_some() => {
                decoder.wrong_type(node, field, "a date and time without a time zone")
            }
            Content::When(when) => moment(when)
                .or_else(|| decoder.wrong_type(node, field, "a date such as `2026-03-02`")),
            Content::Text(text) => {
                let message =
                    format!("`{}` must be a date without quotes, found: `{text}`", field.key);
                let hint = date_meant(text).map_or_else(
                    || "write year, month and day, such as `2026-03-20`".to_owned(),
                    |meant| format!("did you mean `{meant}`?"),
                );
                decoder.mistake(code::UNREADABLE, node.spot, message, &hint);
                None
            }
            _ => decoder.wrong_type(node, field, "a date such as `2026-03-02`"),
        }
    }
}

/// The date that a text means, without its quotes.
pub(super) fn date_meant(text: &str) -> Option<String> {
    let meant = guess::date(text)?;
    let when = meant.parse::<Datetime>().ok()?;
    moment(&when).map(|_| meant)
}

fn moment(when: &Datetime) -> Option<Moment> {
    let signed = |part: u8| i8::try_from(part).ok();
    let date = when.date?;
    let year = i16::try_from(date.year).ok()?;
    let date = Date::new(year, signed(date.month)?, signed(date.day)?).ok()?;
    let Some(time) = when.time else { return Some(Moment::Day(date)) };
    let second = signed(time.second.unwrap_or(0))?;
    let subsecond = i32::try_from(time.nanosecond.unwrap_or(0)).ok()?;
    let time = Time::new(signed(time.hour)?, signed(time.minute)?, second, subsecond).ok()?;
    Some(Moment::At(DateTime::from_parts(date, time)))
}
