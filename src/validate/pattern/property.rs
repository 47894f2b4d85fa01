//! The Unicode properties of `\p{..}` that the standard library can answer for without tables of
//! ours. Knows nothing of patterns.

/// A property of characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Property {
    Any,
    Ascii,
    AsciiHexDigit,
    Alphabetic,
    Lowercase,
    Uppercase,
    WhiteSpace,
    Letter,
    LowercaseLetter,
    UppercaseLetter,
    Number,
    DecimalNumber,
    Separator,
    SpaceSeparator,
    LineSeparator,
    ParagraphSeparator,
    Control,
    PrivateUse,
}

/// The names ECMA-262 accepts, which are case-sensitive, for properties that are yes or no.
const BINARY: &[(&str, Property)] = &[
    ("Any", Property::Any),
    ("ASCII", Property::Ascii),
    ("ASCII_Hex_Digit", Property::AsciiHexDigit),
    ("AHex", Property::AsciiHexDigit),
    ("Alphabetic", Property::Alphabetic),
    ("Alpha", Property::Alphabetic),
    ("Lowercase", Property::Lowercase),
    ("Lower", Property::Lowercase),
    ("Uppercase", Property::Uppercase),
    ("Upper", Property::Uppercase),
    ("White_Space", Property::WhiteSpace),
    ("space", Property::WhiteSpace),
];

/// The names of the values of General_Category.
const CATEGORIES: &[(&str, Property)] = &[
    ("L", Property::Letter),
    ("Letter", Property::Letter),
    ("Ll", Property::LowercaseLetter),
    ("Lowercase_Letter", Property::LowercaseLetter),
    ("Lu", Property::UppercaseLetter),
    ("Uppercase_Letter", Property::UppercaseLetter),
    ("N", Property::Number),
    ("Number", Property::Number),
    ("Nd", Property::DecimalNumber),
    ("Decimal_Number", Property::DecimalNumber),
    ("digit", Property::DecimalNumber),
    ("Z", Property::Separator),
    ("Separator", Property::Separator),
    ("Zs", Property::SpaceSeparator),
    ("Space_Separator", Property::SpaceSeparator),
    ("Zl", Property::LineSeparator),
    ("Line_Separator", Property::LineSeparator),
    ("Zp", Property::ParagraphSeparator),
    ("Paragraph_Separator", Property::ParagraphSeparator),
    ("Cc", Property::Control),
    ("Control", Property::Control),
    ("cntrl", Property::Control),
    ("Co", Property::PrivateUse),
    ("Private_Use", Property::PrivateUse),
];

/// The zeros of the decimal digits. Unicode keeps each ten digits together and in order.
const ZEROS: &[u32] = &[
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x1_04A0, 0x1_0D30, 0x1_0D40, 0x1_1066,
    0x1_10F0, 0x1_1136, 0x1_11D0, 0x1_12F0, 0x1_1450, 0x1_14D0, 0x1_1650, 0x1_16C0, 0x1_16D0, 0x1_16DA, 0x1_1730,
    0x1_18E0, 0x1_1950, 0x1_1BF0, 0x1_1C50, 0x1_1D50, 0x1_1DA0, 0x1_1DE0, 0x1_1F50, 0x1_6130, 0x1_6A60, 0x1_6AC0,
    0x1_6B50, 0x1_6D70, 0x1_CCF0, 0x1_D7CE, 0x1_D7D8, 0x1_D7E2, 0x1_D7EC, 0x1_D7F6, 0x1_E140, 0x1_E2F0, 0x1_E4F0,
    0x1_E5F1, 0x1_E950, 0x1_FBF0,
];

impl Property {
    /// The property of that name: what stands between the braces of `\p{..}`.
    pub(super) fn from_name(name: &str) -> Option<Property> {
        let find =
            |names: &[(&str, Property)], name: &str| names.iter().find(|entry| entry.0 == name).map(|entry| entry.1);
        match name.split_once('=') {
            Some(("General_Category" | "gc", value)) => find(CATEGORIES, value),
            Some(_) => None,
            None => find(BINARY, name).or_else(|| find(CATEGORIES, name)),
        }
    }

    /// Whether the character has the property.
    pub(super) fn holds(self, character: char) -> bool {
        match self {
            Property::Any => true,
            Property::Ascii => character.is_ascii(),
            Property::AsciiHexDigit => character.is_ascii_hexdigit(),
            Property::Alphabetic => character.is_alphabetic(),
            Property::Lowercase => character.is_lowercase(),
            Property::Uppercase => character.is_uppercase(),
            Property::WhiteSpace => character.is_whitespace(),
            Property::Letter => character.is_alphabetic() && !is_letter_like(character),
            // The ordinal indicators are lower case without being lower-case letters.
            Property::LowercaseLetter => {
                character.is_lowercase() && !is_letter_like(character) && !matches!(character, 'ª' | 'º')
            }
            Property::UppercaseLetter => character.is_uppercase() && !is_letter_like(character),
            Property::Number => character.is_numeric(),
            Property::DecimalNumber => is_decimal(u32::from(character)),
            Property::Separator => character.is_whitespace() && !character.is_control(),
            Property::SpaceSeparator => {
                character.is_whitespace() && !character.is_control() && !matches!(character, '\u{2028}' | '\u{2029}')
            }
            Property::LineSeparator => character == '\u{2028}',
            Property::ParagraphSeparator => character == '\u{2029}',
            Property::Control => character.is_control(),
            Property::PrivateUse => matches!(
                u32::from(character),
                0xE000..=0xF8FF | 0xF_0000..=0xF_FFFD | 0x10_0000..=0x10_FFFD
            ),
        }
    }
}

/// Characters that count as alphabetic without being letters: Roman numerals, letters in circles and
/// squares, and the iota below. The marks of other scripts would need a table and are left in.
fn is_letter_like(character: char) -> bool {
    character.is_numeric()
        || matches!(
            u32::from(character),
            0x0345 | 0x24B6..=0x24E9 | 0x1_F130..=0x1_F149 | 0x1_F150..=0x1_F169 | 0x1_F170..=0x1_F189
        )
}

fn is_decimal(code: u32) -> bool {
    let after = ZEROS.partition_point(|zero| *zero <= code);
    // The mathematical digits are five runs of ten in a row, so they take five entries.
    after.checked_sub(1).is_some_and(|index| code - ZEROS[index] < 10)
}
