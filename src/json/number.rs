//! Numbers of any size, by their text: compared, divided and hashed exactly, never through a float.

use super::equal::mix;
use std::cmp::Ordering;

/// A JSON number as it was written.
///
/// ```
/// use airbyte_db::json::Document;
///
/// let document = Document::parse("[1, 1.0, 10e-1, 123456789012345678901234567890]")?;
/// let numbers: Vec<_> = document.root().items().filter_map(|item| item.as_number()).collect();
/// assert!(numbers[0] == numbers[1] && numbers[1] == numbers[2]);
/// assert!(numbers[3].is_integer() && numbers[3] > numbers[0]);
/// # Ok::<(), airbyte_db::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Number<'text> {
    text: &'text str,
    /// Written without fraction and exponent.
    plain: bool,
}

impl<'text> Number<'text> {
    /// A number by its text, which has to be a number as JSON writes them; `plain` where it has no fraction or exponent.
    pub(super) fn new(text: &'text str, plain: bool) -> Self {
        Number { text, plain }
    }

    /// The text, as written.
    pub fn text(self) -> &'text str {
        self.text
    }

    /// Whether it has no fractional part: `1`, `1.0` and `10e-1` have none, as draft-07 counts integers.
    pub fn is_integer(self) -> bool {
        self.plain || Decimal::of(self.text).exponent >= 0
    }

    /// The value, where it was written as a whole number that fits.
    pub fn as_i64(self) -> Option<i64> {
        // 18 digits and a sign always fit, and nearly every number is that short.
        if self.plain { self.text.parse().ok() } else { None }
    }

    /// The value, for a whole number that is not negative: `2` and `2.0` alike. One too large for 64 bits is as good
    /// as the largest that fits: no document has so many of anything.
    pub(crate) fn as_count(self) -> Option<u64> {
        let decimal = Decimal::of(self.text);
        if decimal.negative || decimal.exponent < 0 {
            return None;
        }
        let digits = decimal.digits().chain(std::iter::repeat_n(0, usize::try_from(decimal.exponent.min(20)).ok()?));
        let count = digits.map(u64::from).try_fold(0_u64, |count, digit| count.checked_mul(10)?.checked_add(digit));
        Some(count.unwrap_or(u64::MAX))
    }

    /// Whether it is a whole multiple of another number; nothing is a multiple of zero.
    pub fn is_multiple_of(self, divisor: Number<'_>) -> bool {
        if let (Some(value), Some(divisor)) = (self.as_i64(), divisor.as_i64()) {
            return divisor != 0 && value.unsigned_abs().is_multiple_of(divisor.unsigned_abs());
        }
        Decimal::of(self.text).is_multiple_of(&Decimal::of(divisor.text))
    }

    /// Equal numbers have equal hashes.
    pub(super) fn hash(self) -> u32 {
        let decimal = Decimal::of(self.text);
        let start = if decimal.negative { 11 } else { 12 };
        let digits = decimal.digits().fold(start, |hash, digit| mix(hash, u32::from(digit)));
        decimal.exponent.to_le_bytes().into_iter().fold(digits, |hash, byte| mix(hash, u32::from(byte)))
    }
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number<'_> {}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Some(left), Some(right)) = (self.as_i64(), other.as_i64()) {
            return left.cmp(&right);
        }
        Decimal::of(self.text).cmp(&Decimal::of(other.text))
    }
}

/// Shows the kind only: a number may be a secret.
impl std::fmt::Debug for Number<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Number(..)")
    }
}

/// A number as `digits × 10^exponent`, the digits without zeros at either end (none at all for zero).
struct Decimal<'text> {
    negative: bool,
    /// The text from the first to the last digit that is not zero; a decimal point may stand among them.
    significant: &'text [u8],
    exponent: i64,
}

impl<'text> Decimal<'text> {
    fn of(text: &'text str) -> Decimal<'text> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, written_exponent) = match unsigned.find(['e', 'E']) {
            Some(at) => (&unsigned[..at], exponent_of(&unsigned[at + 1..])),
            None => (unsigned, 0),
        };
        let is_digit = |byte: u8| byte != b'0' && byte != b'.';
        let bytes = mantissa.as_bytes();
        let Some(first) = bytes.iter().position(|&byte| is_digit(byte)) else {
            return Decimal { negative: false, significant: &[], exponent: 0 };
        };
        let last = bytes.iter().rposition(|&byte| is_digit(byte)).unwrap_or(first);
        let point = bytes.iter().position(|&byte| byte == b'.').unwrap_or(bytes.len());
        // How far the last significant digit stands from the units.
        let shift = if last < point { length(point - last - 1) } else { -length(last - point) };
        Decimal { negative, significant: &bytes[first..=last], exponent: written_exponent.saturating_add(shift) }
    }

    fn is_zero(&self) -> bool {
        self.significant.is_empty()
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.significant.iter().filter(|&&byte| byte != b'.').map(|byte| byte - b'0')
    }

    /// The power of ten of the first digit.
    fn magnitude(&self) -> i64 {
        self.exponent.saturating_add(length(self.digits().count()))
    }

    fn cmp(&self, other: &Decimal<'_>) -> Ordering {
        let sign = |number: &Decimal<'_>| match (number.is_zero(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let sizes = || self.magnitude().cmp(&other.magnitude()).then_with(|| self.digits().cmp(other.digits()));
        sign(self).cmp(&sign(other)).then_with(|| if self.negative { sizes().reverse() } else { sizes() })
    }

    fn is_multiple_of(&self, divisor: &Decimal<'_>) -> bool {
        if divisor.is_zero() {
            return false;
        }
        if self.is_zero() {
            return true;
        }
        let zeros = self.exponent.saturating_sub(divisor.exponent);
        // The digits end in no zero, so they cannot be divided by a number that does.
        let Ok(zeros) = u64::try_from(zeros) else { return false };
        let Some(modulus) = divisor.digits().try_fold(0_u64, |value, digit| {
            value.checked_mul(10).and_then(|value| value.checked_add(u64::from(digit)))
        }) else {
            // A divisor of more than 19 digits: only the number itself, or ten times it, and so on, is told.
            return self.digits().eq(divisor.digits());
        };
        let modulus = u128::from(modulus);
        let digits = self.digits().fold(0, |rest, digit| (rest * 10 + u128::from(digit)) % modulus);
        (digits * power_of_ten(zeros, modulus)).is_multiple_of(modulus)
    }
}

/// `10^exponent` modulo a number of at most 64 bits.
fn power_of_ten(mut exponent: u64, modulus: u128) -> u128 {
    let (mut power, mut base) = (1 % modulus, 10 % modulus);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = power * base % modulus;
        }
        base = base * base % modulus;
        exponent >>= 1;
    }
    power
}

fn exponent_of(text: &str) -> i64 {
    let unsigned = text.trim_start_matches(['+', '-']);
    // An exponent that does not fit is as good as the largest one: no document is long enough to tell.
    let size = unsigned.parse::<i64>().unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
    if text.starts_with('-') { -size } else { size }
}

/// A count of characters as a signed number; no text is so long that it would not fit.
fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX / 4)
}
