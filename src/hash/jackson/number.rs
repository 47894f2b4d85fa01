//! Numbers as Jackson prints what it has read: whole ones exactly, others as Java's `Double.toString`.

use super::double::{Nearest, nearest};

/// The most digits before the decimal point, and after it, that Postgres' `numeric` holds.
const MOST_WHOLE_DIGITS: i64 = 131_072;
const MOST_FRACTION_DIGITS: i64 = 16_383;
/// Larger exponents Postgres does not even read.
const MOST_EXPONENT: i64 = 0x3fff_ffff;

/// With no more digits than this, and not near the ends of the range, no two decimals are the same double: the
/// shortest digits of the double are those that were written.
const SURE_DIGITS: usize = 15;
const SURE_EXPONENTS: std::ops::Range<i64> = -290..290;

/// Writes the number of that text.
pub(super) fn write(raw: &str, text: &mut String) {
    let number = Decimal::read(raw);
    match number.is_whole {
        true if raw == "-0" => text.push('0'),
        true => text.push_str(raw),
        false => text.push_str(&number.as_double()),
    }
}

/// Writes the number as Jackson would, had it first been stored as `jsonb`: a number without digits after the point is
/// whole however it was written, and there is no minus zero.
pub(super) fn write_from_jsonb(raw: &str, text: &mut String) -> Result<(), &'static str> {
    let number = Decimal::read(raw);
    let scale = length(number.fraction).saturating_sub(number.exponent);
    let whole_digits = number.point.map_or(0, |point| point.saturating_add(1));
    if whole_digits > MOST_WHOLE_DIGITS || scale > MOST_FRACTION_DIGITS || number.exponent.abs() >= MOST_EXPONENT {
        return Err("Postgres has no room for a number of that many digits");
    }
    match (number.point, scale) {
        (None, ..=0) => text.push('0'),
        (None, _) => text.push_str("0.0"),
        (Some(_), ..=0) => number.put_whole(scale.unsigned_abs(), text),
        (Some(_), _) => text.push_str(&number.as_double()),
    }
    Ok(())
}

/// A number's text, taken apart.
struct Decimal<'text> {
    minus: bool,
    whole: &'text str,
    fraction: &'text str,
    exponent: i64,
    is_whole: bool,
    /// The power of ten of the first digit that is not zero; nothing for zero.
    point: Option<i64>,
}

impl<'text> Decimal<'text> {
    fn read(raw: &'text str) -> Self {
        let (minus, rest) = raw.strip_prefix('-').map_or((false, raw), |rest| (true, rest));
        let (digits, exponent) = rest.split_once(['e', 'E']).map_or((rest, None), |(digits, e)| (digits, Some(e)));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_whole = digits.len() == rest.len() && whole.len() == digits.len();
        let exponent = exponent.map_or(0, read_exponent);
        let zeros: i64 = whole.bytes().chain(fraction.bytes()).take_while(|&digit| digit == b'0').map(|_| 1).sum();
        let point =
            (zeros < length(whole) + length(fraction)).then(|| (length(whole) - 1 - zeros).saturating_add(exponent));
        Decimal { minus, whole, fraction, exponent, is_whole, point }
    }

    /// All digits, and as many zeros more.
    fn put_whole(&self, zeros: u64, text: &mut String) {
        if self.minus {
            text.push('-');
        }
        let all = [self.whole, self.fraction];
        let mut leading = true;
        for digits in all {
            let digits = if leading { digits.trim_start_matches('0') } else { digits };
            leading &= digits.is_empty();
            text.push_str(digits);
        }
        (0..zeros).for_each(|_| text.push('0'));
    }

    /// `Double.toString`, as of JDK 19, of the nearest double; in quotes where that is infinite, because Jackson writes
    /// what is no JSON number as a text.
    fn as_double(&self) -> String {
        let zero = if self.minus { "-0.0" } else { "0.0" };
        let Some(point) = self.point else { return zero.to_owned() };
        if let (Some(digits), true) = (self.few_digits(), SURE_EXPONENTS.contains(&point)) {
            return laid_out(self.minus, &digits, point);
        }
        let digits = self.whole.bytes().chain(self.fraction.bytes()).skip_while(|&digit| digit == b'0');
        match nearest(digits, point) {
            Nearest::Zero => zero.to_owned(),
            Nearest::Infinite => if self.minus { "\"-Infinity\"" } else { "\"Infinity\"" }.to_owned(),
            Nearest::Digits(digits, point) => laid_out(self.minus, &digits, point),
        }
    }

    /// The digits without zeros at either end, where they are few.
    fn few_digits(&self) -> Option<String> {
        let mut digits = String::with_capacity(SURE_DIGITS);
        let mut zeros = 0;
        for digit in self.whole.bytes().chain(self.fraction.bytes()) {
            if digit == b'0' {
                zeros += usize::from(!digits.is_empty());
                continue;
            }
            if digits.len() + zeros >= SURE_DIGITS {
                return None;
            }
            digits.extend(std::iter::repeat_n('0', zeros));
            digits.push(char::from(digit));
            zeros = 0;
        }
        Some(digits)
    }
}

fn length(digits: &str) -> i64 {
    // No text is that long.
    i64::try_from(digits.len()).unwrap_or(i64::MAX)
}

/// An exponent's value; one beyond 64 bits is as good as the largest.
fn read_exponent(text: &str) -> i64 {
    let most = if text.starts_with('-') { i64::MIN } else { i64::MAX };
    // Halved, so that sums with it do not overflow.
    text.parse().unwrap_or(most).clamp(i64::MIN / 2, i64::MAX / 2)
}

/// Digits as Java lays them out: plain from 10^-3 up to 10^7, with an exponent otherwise.
fn laid_out(minus: bool, digits: &str, point: i64) -> String {
    let mut text = String::with_capacity(digits.len() + 8);
    if minus {
        text.push('-');
    }
    let zeros = |count: i64| std::iter::repeat_n('0', usize::try_from(count).unwrap_or_default());
    let (whole, fraction) = match point {
        -3..=-1 => {
            text.push_str("0.");
            text.extend(zeros(-1 - point));
            text.push_str(digits);
            return text;
        }
        0..=6 => {
            let digits_before = usize::try_from(point + 1).unwrap_or_default();
            digits.split_at_checked(digits_before).unwrap_or((digits, ""))
        }
        _ => digits.split_at(1),
    };
    text.push_str(whole);
    if (0..=6).contains(&point) {
        text.extend(zeros(point + 1 - length(whole)));
    }
    text.push('.');
    text.push_str(if fraction.is_empty() { "0" } else { fraction });
    if !(0..=6).contains(&point) {
        text.push('E');
        text.push_str(&point.to_string());
    }
    text
}
