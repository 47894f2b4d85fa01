//! Addresses: email, host names, IP addresses and URIs.
//! Knows no registry: neither top-level domains, nor IDNA tables, nor the ports and paths that a scheme allows.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Four decimal bytes without leading zeros, as the standard library reads them.
pub(super) fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

/// RFC 4291, an IPv4 address in its last four bytes included; no zone, as the platform has it.
pub(super) fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

/// RFC 1123: labels of 1 to 63 letters, digits and inner hyphens, 253 characters in all, no final dot.
/// Whether an `xn--` label is good Punycode is not looked at; the platform does not look either.
pub(super) fn is_hostname(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(|label| is_label(label, |byte| byte.is_ascii_alphanumeric()))
}

fn is_label(label: &str, is_inner: impl Fn(u8) -> bool) -> bool {
    let bytes = label.as_bytes();
    matches!(bytes.len(), 1..=63)
        && bytes.iter().all(|byte| is_inner(*byte) || *byte == b'-')
        && bytes.first() != Some(&b'-')
        && bytes.last() != Some(&b'-')
}

/// The platform's rules (Commons Validator) but for its list of top-level domains: a list grows old, and what it refuses
/// beyond these rules is a spelling mistake at best. Blanks around the address pass, as they do there.
pub(super) fn is_email(text: &str) -> bool {
    let text = text.trim_matches(|character: char| character.is_ascii_whitespace());
    // A quoted local part may hold an `@` itself, a domain may not.
    text.rsplit_once('@').is_some_and(|(local, domain)| is_local_part(local) && is_mail_domain(domain))
}

fn is_local_part(local: &str) -> bool {
    if local.chars().count() > 64 {
        return false;
    }
    match local.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"').is_some_and(is_quoted),
        None => local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte)),
    }
}

/// What stands between the quotes: anything printable, quotes and backslashes after a backslash.
fn is_quoted(text: &str) -> bool {
    let mut escaped = false;
    for byte in text.bytes() {
        match byte {
            _ if byte.is_ascii_control() => return false,
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return false,
            _ => {}
        }
    }
    !escaped
}

/// `atext` of RFC 5322, and every character beyond ASCII, as RFC 6531 and the platform allow.
fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

/// A domain of two labels or more, or an IP address between brackets; `a@localhost` and `a@1.2.3.4` are refused.
fn is_mail_domain(domain: &str) -> bool {
    if let Some(literal) = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return match literal.split_at_checked(5) {
            Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => is_ipv6(address),
            _ => is_ipv4(literal),
        };
    }
    // Beyond ASCII every visible character passes: no IDNA table is at hand, and the platform's is as lenient.
    let is_visible = |character: char| !character.is_whitespace() && !character.is_control();
    let Some((_, last)) = domain.rsplit_once('.') else { return false };
    domain.len() <= 253
        && is_top_level(last)
        && domain.chars().all(is_visible)
        && domain.split('.').all(|label| is_label(label, |byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()))
}

/// Two letters or more of any script, or Punycode.
fn is_top_level(label: &str) -> bool {
    let punycode = label.get(..4).is_some_and(|tag| tag.eq_ignore_ascii_case("xn--"));
    let is_letter = |character: char| character.is_ascii_alphabetic() || !character.is_ascii();
    punycode || (label.chars().nth(1).is_some() && label.chars().all(is_letter))
}

/// RFC 3986 `URI`: a scheme is compulsory, everything else may be empty, so `http:/example` passes (the corpus agrees).
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = match rest.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !is_authority(authority) {
                return false;
            }
            path
        }
        None => rest,
    };
    is_scheme(scheme) && is_spelled(path, b":@/") && is_spelled(query, b":@/?") && is_spelled(fragment, b":@/?")
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// `userinfo@host:port`. A host such as `999.1.1.1` is no IP address but a name still.
fn is_authority(authority: &str) -> bool {
    let (user, host) = authority.split_once('@').unwrap_or(("", authority));
    if !is_spelled(user, b":") {
        return false;
    }
    let (is_host, port) = if let Some(literal) = host.strip_prefix('[') {
        let Some((address, port)) = literal.split_once(']') else { return false };
        (is_ipv6(address) || is_future_address(address), port)
    } else {
        let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
        (is_spelled(name, b""), port)
    };
    let digits = port.strip_prefix(':').unwrap_or("");
    is_host && (port.is_empty() || port.starts_with(':')) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `IPvFuture`: `v`, a version in hexadecimal, a dot, an address that is up to that version.
fn is_future_address(address: &str) -> bool {
    let Some((version, rest)) = address.split_once('.') else { return false };
    version
        .strip_prefix(['v', 'V'])
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        && !rest.is_empty()
        && !rest.contains('%')
        && is_spelled(rest, b":")
}

/// Whether the text is of unreserved characters, sub-delimiters, percent escapes and those of `also`.
fn is_spelled(text: &str, also: &[u8]) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let good = match byte {
            b'%' => {
                [bytes.next(), bytes.next()].iter().all(|digit| digit.is_some_and(|digit| digit.is_ascii_hexdigit()))
            }
            _ => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte) || also.contains(&byte),
        };
        if !good {
            return false;
        }
    }
    true
}
