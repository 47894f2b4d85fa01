//! The formats that are asserted: which text is a date, an address, a URI, and what to write instead of one that is not.
//! Knows neither schemas nor JSON: it is given text and answers for that text alone.
//!
//! The platform asserts formats where the standard only annotates them (`facts/databases.md` 2.11, `facts/blobs.md` 9);
//! real specs use `date-time`, `date` and `uri`. Where the platform and the RFC differ, the rule below says so.

mod date;
mod network;
mod plain;
mod reading;
mod shape;
mod suggest;
#[cfg(test)]
mod tests;

pub use suggest::{DateForm, suggest};

/// A format that is asserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// `date`: RFC 3339 `full-date`.
    Date,
    /// `date-time`: RFC 3339, where a blank may stand for the `T`.
    DateTime,
    /// `time`: the platform's `HH:MM:SS`, with neither a zone nor a range check.
    Time,
    /// `email`.
    Email,
    /// `hostname`: RFC 1123.
    Hostname,
    /// `ipv4` and its draft-03 name `ip-address`.
    Ipv4,
    /// `ipv6`: RFC 4291 without a zone.
    Ipv6,
    /// `uri`: RFC 3986, with a scheme.
    Uri,
    /// `uuid`.
    Uuid,
    /// `color`: a CSS 2.1 colour; not in the standard since draft-03, as all that follow.
    Color,
    /// `phone`: E.164 with its `+`.
    Phone,
    /// `alpha`: ASCII letters.
    Alpha,
    /// `alphanumeric`: ASCII letters and digits.
    Alphanumeric,
    /// `utc-millisec`: a count of milliseconds.
    UtcMillisec,
    /// `style`: one CSS declaration.
    Style,
}

impl Format {
    const ALL: [Self; 15] = [
        Self::DateTime,
        Self::Date,
        Self::Uri,
        Self::Time,
        Self::Email,
        Self::Hostname,
        Self::Ipv4,
        Self::Ipv6,
        Self::Uuid,
        Self::Color,
        Self::Phone,
        Self::Alpha,
        Self::Alphanumeric,
        Self::UtcMillisec,
        Self::Style,
    ];

    /// The asserted format of that name.
    ///
    /// `None` for the names that the platform takes as annotation (`regex`, `uri-reference`, `iri`, `idn-email`,
    /// `json-pointer`, `duration`, `password`, …) and for every unknown name.
    pub fn named(name: &str) -> Option<Self> {
        if name == "ip-address" {
            return Some(Self::Ipv4);
        }
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The name as a schema writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::DateTime => "date-time",
            Self::Time => "time",
            Self::Email => "email",
            Self::Hostname => "hostname",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Uri => "uri",
            Self::Uuid => "uuid",
            Self::Color => "color",
            Self::Phone => "phone",
            Self::Alpha => "alpha",
            Self::Alphanumeric => "alphanumeric",
            Self::UtcMillisec => "utc-millisec",
            Self::Style => "style",
        }
    }

    /// Whether the whole text is of this format. Allocates nothing.
    pub fn accepts(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        match self {
            Self::Date => date::is_date(bytes),
            Self::DateTime => date::is_date_time(bytes),
            Self::Time => date::is_time(bytes),
            Self::Email => network::is_email(text),
            Self::Hostname => network::is_hostname(text),
            Self::Ipv4 => network::is_ipv4(text),
            Self::Ipv6 => network::is_ipv6(text),
            Self::Uri => network::is_uri(text),
            Self::Uuid => plain::is_uuid(bytes),
            Self::Color => plain::is_color(text),
            Self::Phone => plain::is_phone(bytes),
            Self::Alpha => plain::is_alpha(bytes),
            Self::Alphanumeric => plain::is_alphanumeric(bytes),
            Self::UtcMillisec => plain::is_utc_millisec(text),
            Self::Style => plain::is_style(text),
        }
    }

    /// What to write, in plain words that fit after "must be".
    pub fn description(self) -> &'static str {
        match self {
            Self::Date => "a date such as 2021-01-31",
            Self::DateTime => "a date and time with zone such as 2021-01-31T00:00:00Z",
            Self::Time => "a time without zone such as 08:30:00",
            Self::Email => "an email address such as name@example.com",
            Self::Hostname => "a host name such as db.example.com",
            Self::Ipv4 => "an IPv4 address such as 192.0.2.1",
            Self::Ipv6 => "an IPv6 address such as 2001:db8::1",
            Self::Uri => "a URI with its scheme such as https://example.com/path",
            Self::Uuid => "a UUID such as 123e4567-e89b-12d3-a456-426614174000",
            Self::Color => "a colour such as red or #ff0000",
            Self::Phone => "a phone number with country code such as +49 30 123456",
            Self::Alpha => "letters from A to Z only",
            Self::Alphanumeric => "letters from A to Z and digits only",
            Self::UtcMillisec => "a number of milliseconds such as 1611532800000",
            Self::Style => "a CSS declaration such as color: red",
        }
    }
}
