//! Just enough of RFC 3986 to resolve `$ref` against `$id`: no network, no normalisation beyond dot segments.

/// A reference made absolute against a base; with an empty base the reference stays as it is.
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    if scheme(reference).is_some() || base.is_empty() {
        return reference.to_owned();
    }
    let (base, _) = split_fragment(base);
    if reference.is_empty() {
        return base.to_owned();
    }
    if reference.starts_with('#') {
        return format!("{base}{reference}");
    }
    let scheme = scheme(base).unwrap_or("");
    let after_scheme = &base[scheme.len()..];
    if reference.starts_with("//") {
        return format!("{scheme}{reference}");
    }
    let (authority, path) = split_authority(after_scheme);
    let (reference_path, rest) = reference.split_at(reference.find(['?', '#']).unwrap_or(reference.len()));
    let merged = if reference_path.starts_with('/') {
        reference_path.to_owned()
    } else if reference_path.is_empty() {
        path.to_owned()
    } else {
        let path = &path[..path.find('?').unwrap_or(path.len())];
        let folder = path.rfind('/').map_or(if authority.is_empty() { "" } else { "/" }, |at| &path[..=at]);
        format!("{folder}{reference_path}")
    };
    format!("{scheme}{authority}{}{rest}", without_dot_segments(&merged))
}

/// The URI and its fragment; the fragment is empty where there is none.
pub(crate) fn split_fragment(uri: &str) -> (&str, &str) {
    uri.split_once('#').unwrap_or((uri, ""))
}

/// Percent-escapes decoded; one that is no UTF-8 leaves the text as it was.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escape = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) if byte == b'%' => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The scheme with its colon.
fn scheme(uri: &str) -> Option<&str> {
    let colon = uri.find(':')?;
    let name = &uri[..colon];
    let letters = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    letters.then(|| &uri[..=colon])
}

/// `//host` and the path behind it.
fn split_authority(after_scheme: &str) -> (&str, &str) {
    let Some(host) = after_scheme.strip_prefix("//") else { return ("", after_scheme) };
    let end = host.find(['/', '?']).map_or(after_scheme.len(), |at| at + 2);
    after_scheme.split_at(end)
}

fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let last = path.rsplit('/').next().unwrap_or("");
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => {
                // The first, empty segment stands for the leading slash and stays.
                if kept.len() > 1 {
                    kept.pop();
                }
            }
            other => kept.push(other),
        }
    }
    if last == "." || last == ".." {
        kept.push("");
    }
    kept.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_resolve_against_their_base() {
        for (base, reference, expected) in [
            ("", "a.json#/x", "a.json#/x"),
            ("http://h/a/b.json", "#/x", "http://h/a/b.json#/x"),
            ("http://h/a/b.json#frag", "c.json", "http://h/a/c.json"),
            ("http://h/a/b.json", "../c.json", "http://h/c.json"),
            ("http://h/a/b/", "./c", "http://h/a/b/c"),
            ("http://h/a/b", "/c?q#f", "http://h/c?q#f"),
            ("http://h", "c", "http://h/c"),
            ("http://h/a", "urn:x:y", "urn:x:y"),
            ("urn:uuid:deadbeef", "#foo", "urn:uuid:deadbeef#foo"),
            ("file:///c:/folder/file.json", "other.json", "file:///c:/folder/other.json"),
            ("http://h/a?x/y", "b", "http://h/b"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{base} + {reference}");
        }
        assert_eq!(percent_decoded("a%25b%C3%A9%zz"), "a%bé%zz");
    }
}
