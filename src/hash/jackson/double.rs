//! Decimal digits → the nearest double → its shortest digits, exactly, in whole numbers of any size.
//!
//! Few numbers come here: those of more than fifteen digits, and those near the ends of the range. For them the
//! standard library would be faster, but its tables and code are as large as all the rest of the hashes, and the
//! browser would have to fetch them.

use std::cmp::Ordering;

/// Digits beyond these say only that there is something beyond: no two doubles are told apart by more than 767.
const MOST_DIGITS: usize = 800;
/// The digits of a double's binary form, and the exponents of the smallest and largest one.
const MANTISSA_BITS: u32 = 53;
const SMALLEST_EXPONENT: i64 = -1074;
const LARGEST_EXPONENT: i64 = 971;

/// The double nearest to a number, as digits: the fewest that read back as it, but at least two where two are nearer
/// than one, as Java wants them.
pub(super) enum Nearest {
    Zero,
    Infinite,
    /// Digits without zeros at their ends, and the power of ten of the first one.
    Digits(String, i64),
}

/// The double nearest to a number with these digits (no zeros at the start), the first of which counts 10^`point`.
pub(super) fn nearest(digits: impl Iterator<Item = u8>, point: i64) -> Nearest {
    match point {
        ..-325 => return Nearest::Zero,
        310.. => return Nearest::Infinite,
        _ => {}
    }
    let (value, count) = read(digits);
    // The number is `above` / `below`.
    let exponent = point + 1 - count;
    let (mut above, mut below) = (value, Natural::one());
    above.multiply_by_ten_to(exponent.max(0));
    below.multiply_by_ten_to((-exponent).max(0));
    let Some((mantissa, exponent)) = round(above, below) else { return Nearest::Infinite };
    if mantissa == 0 { Nearest::Zero } else { shortest(mantissa, exponent, point) }
}

/// The digits as a number, and how many there are.
fn read(digits: impl Iterator<Item = u8>) -> (Natural, i64) {
    let (mut value, mut count) = (Natural::default(), 0);
    let mut digits = digits;
    for digit in digits.by_ref().take(MOST_DIGITS) {
        value.multiply_and_add(10, u32::from(digit - b'0'));
        count += 1;
    }
    if digits.any(|digit| digit != b'0') {
        value.multiply_and_add(10, 1);
        count += 1;
    }
    (value, count)
}

/// The nearest mantissa and exponent of a double; nothing where that is infinite.
fn round(mut above: Natural, mut below: Natural) -> Option<(u64, i64)> {
    // So that the quotient has as many bits as a mantissa, or one more; fewer among the smallest doubles.
    let bits = above.bits() - below.bits();
    let mut exponent = (bits - i64::from(MANTISSA_BITS)).max(SMALLEST_EXPONENT);
    above.shift_left(-exponent.min(0));
    below.shift_left(exponent.max(0));
    let (mut mantissa, mut rest) = divided(above, &below);
    let mut exact_half = None;
    if mantissa >> MANTISSA_BITS != 0 {
        // One bit too many: it decides, unless it says that it is just the half.
        exact_half = (mantissa & 1 == 1).then(|| rest.is_zero());
        mantissa >>= 1;
        exponent += 1;
    } else {
        rest.shift_left(1);
        match rest.compare(&below) {
            Ordering::Less => {}
            order => exact_half = Some(order == Ordering::Equal),
        }
    }
    // Of two that are equally near the even one is taken.
    if exact_half.is_some_and(|exact| !exact || mantissa & 1 == 1) {
        mantissa += 1;
        if mantissa >> MANTISSA_BITS != 0 {
            mantissa >>= 1;
            exponent += 1;
        }
    }
    (exponent <= LARGEST_EXPONENT).then_some((mantissa, exponent))
}

/// The shortest digits of mantissa · 2^exponent (Steele and White's way, as Burger and Dybvig have it). The power of
/// ten of the first digit is at most one off the one that is given.
fn shortest(mantissa: u64, exponent: i64, point: i64) -> Nearest {
    if let (1..=20, SMALLEST_EXPONENT) = (mantissa, exponent)
        && let Some((digits, point)) = two_digits(mantissa)
    {
        return Nearest::Digits(digits.to_string(), point);
    }
    // Below a power of two doubles are twice as near to each other.
    let is_edge = mantissa == 1 << (MANTISSA_BITS - 1) && exponent > SMALLEST_EXPONENT;
    let extra = 1 + i64::from(is_edge);
    // All in the same unit: the double is rest / unit, and reads back up to half way to its neighbours.
    let mut rest = Natural::from(mantissa);
    rest.shift_left(exponent.max(0) + extra);
    let mut unit = Natural::one();
    unit.shift_left((-exponent).max(0) + extra);
    let mut half_down = Natural::one();
    half_down.shift_left(exponent.max(0));
    let mut half_up = half_down.clone();
    half_up.shift_left(i64::from(is_edge));
    let takes_ends = mantissa.is_multiple_of(2);

    unit.multiply_by_ten_to(point.max(0));
    for scaled in [&mut rest, &mut half_down, &mut half_up] {
        scaled.multiply_by_ten_to((-point).max(0));
    }
    let mut point = point;
    loop {
        let reach = rest.plus(&half_up);
        let mut ten_units = unit.clone();
        ten_units.multiply_and_add(10, 0);
        if reach.is_beyond(&ten_units, takes_ends) {
            unit = ten_units;
            point += 1;
        } else if reach.is_beyond(&unit, takes_ends) {
            break;
        } else {
            tenfold([&mut rest, &mut half_down, &mut half_up]);
            point -= 1;
        }
    }

    let mut digits = String::with_capacity(17);
    loop {
        let (digit, left) = divided(rest, &unit);
        let (low, high) = (half_down.is_beyond(&left, takes_ends), left.plus(&half_up).is_beyond(&unit, takes_ends));
        let up = match (low, high) {
            (_, false) => 0,
            (false, true) => 1,
            (true, true) => match left.plus(&left).compare(&unit) {
                Ordering::Less => 0,
                Ordering::Equal => digit % 2,
                Ordering::Greater => 1,
            },
        };
        digits.extend(char::from_digit(u32::try_from(digit + up).unwrap_or_default(), 10));
        if low || high {
            return Nearest::Digits(digits, point);
        }
        rest = left;
        tenfold([&mut rest, &mut half_down, &mut half_up]);
    }
}

fn tenfold(numbers: [&mut Natural; 3]) {
    for number in numbers {
        number.multiply_and_add(10, 0);
    }
}

/// Java always prints two digits, and takes those nearest to the double; where one digit is enough the second is a
/// zero, except among the smallest doubles, which are far apart: `5e-324` is printed as `4.9E-324`. The argument is
/// the double as a multiple of the smallest one, 4.94…e-324; nothing where one digit is not enough.
fn two_digits(times: u64) -> Option<(u64, i64)> {
    match times {
        1 => Some((49, -324)),
        2 => Some((99, -324)),
        10 | 12 | 14 | 16 | 18 | 20 => Some(((times * 494_066 + 50_000) / 100_000, -323)),
        _ => None,
    }
}

/// The whole quotient, which has to fit, and the rest.
fn divided(mut value: Natural, by: &Natural) -> (u64, Natural) {
    let mut quotient = 0;
    let shift = value.bits() - by.bits();
    let mut part = by.clone();
    part.shift_left(shift.max(0));
    for _ in 0..=shift {
        quotient <<= 1;
        if value.compare(&part) != Ordering::Less {
            value.subtract(&part);
            quotient |= 1;
        }
        part.halve();
    }
    (quotient, value)
}

/// A whole number of any size: digits of 32 bits, the lowest first, without zeros at the end.
#[derive(Clone, Default)]
struct Natural(Vec<u32>);

impl From<u64> for Natural {
    fn from(value: u64) -> Self {
        let mut natural = Natural(vec![low(value), low(value >> 32)]);
        natural.trim();
        natural
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the high half is taken by the caller")]
fn low(value: u64) -> u32 {
    value as u32
}

impl Natural {
    fn one() -> Self {
        Natural(vec![1])
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn bits(&self) -> i64 {
        let unused = self.0.last().map_or(0, |digit| digit.leading_zeros());
        i64::try_from(self.0.len()).unwrap_or_default() * 32 - i64::from(unused)
    }

    fn multiply_and_add(&mut self, factor: u32, more: u32) {
        let mut carry = u64::from(more);
        for digit in &mut self.0 {
            carry += u64::from(*digit) * u64::from(factor);
            *digit = low(carry);
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
    }

    fn multiply_by_ten_to(&mut self, power: i64) {
        (0..power / 9).for_each(|_| self.multiply_and_add(1_000_000_000, 0));
        (0..power % 9).for_each(|_| self.multiply_and_add(10, 0));
    }

    fn shift_left(&mut self, bits: i64) {
        if self.is_zero() {
            return;
        }
        self.multiply_and_add(1 << (bits % 32), 0);
        let zeros = usize::try_from(bits / 32).unwrap_or_default();
        self.0.splice(0..0, std::iter::repeat_n(0, zeros));
    }

    fn halve(&mut self) {
        let mut carry = 0;
        for digit in self.0.iter_mut().rev() {
            let next = *digit << 31;
            *digit = *digit >> 1 | carry;
            carry = next;
        }
        self.trim();
    }

    fn compare(&self, other: &Natural) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Whether it is larger, or just as large where that counts.
    fn is_beyond(&self, other: &Natural, or_equal: bool) -> bool {
        match self.compare(other) {
            Ordering::Greater => true,
            Ordering::Equal => or_equal,
            Ordering::Less => false,
        }
    }

    fn plus(&self, other: &Natural) -> Natural {
        let (long, short) = if self.0.len() < other.0.len() { (other, self) } else { (self, other) };
        let mut carry = 0;
        let short = short.0.iter().copied().chain(std::iter::repeat(0));
        let mut sum: Vec<u32> = long
            .0
            .iter()
            .zip(short)
            .map(|(&left, right)| {
                carry = u64::from(left) + u64::from(right) + (carry >> 32);
                low(carry)
            })
            .collect();
        if carry >> 32 > 0 {
            sum.push(1);
        }
        Natural(sum)
    }

    /// Takes away what is not larger.
    fn subtract(&mut self, other: &Natural) {
        let mut borrow = 0;
        let other = other.0.iter().copied().chain(std::iter::repeat(0));
        for (digit, less) in self.0.iter_mut().zip(other) {
            let difference = i64::from(*digit) - i64::from(less) - borrow;
            borrow = i64::from(difference < 0);
            *digit = low(difference.cast_unsigned());
        }
        self.trim();
    }
}
