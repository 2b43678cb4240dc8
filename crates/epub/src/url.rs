//! Which URLs a link of the book can have. A reading system refuses others, and EPUBCheck reports them: URLs that do
//! not parse (RSC-020), schemes that are not registered (HTM-025), files that are not in the book (RSC-007).

/// Schemes that open something outside of the book.
const SCHEMES: [&str; 8] = ["http", "https", "ftp", "mailto", "tel", "sms", "urn", "geo"];

/// The URL as an attribute holds it: characters that no URL has are percent-encoded. None if a link cannot have it.
pub(crate) fn writable(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    // What the scheme is for, a reading system knows by this address only (DOI Handbook, 3.8).
    if scheme == "doi" {
        return Some(format!("https://doi.org/{}", encode(rest.trim_start_matches('/'))));
    }
    if !SCHEMES.contains(&scheme.as_str()) || rest.is_empty() {
        return None;
    }
    if !matches!(scheme.as_str(), "http" | "https" | "ftp") {
        return Some(format!("{scheme}:{}", encode(rest)));
    }
    let rest = rest.strip_prefix("//")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    is_authority(authority).then(|| format!("{scheme}://{authority}{}", encode(path)))
}

/// User, host and port (RFC 3986, 3.2).
fn is_authority(authority: &str) -> bool {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let user = &authority[..authority.len() - host.len()];
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        Some(_) | None => (host, ""),
    };
    let number = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
    let host_holds = match number {
        Some(address) => address.contains(':') && address.bytes().all(|b| b.is_ascii_hexdigit() || b":.".contains(&b)),
        None => {
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
            !host.is_empty() && host.chars().all(plain) && !host.starts_with('.') && !host.contains("..")
        }
    };
    host_holds
        && port.bytes().all(|b| b.is_ascii_digit())
        && port.len() <= 5
        && user.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:%@".contains(&b))
}

/// Percent-encodes what RFC 3986 allows nowhere in a URL; percent signs that encode nothing, too.
fn encode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let hex = |i: usize| bytes.get(at + i).is_some_and(u8::is_ascii_hexdigit);
        let keep = match c {
            '%' => hex(1) && hex(2),
            // IRIs are allowed, but for white space and controls.
            _ if !c.is_ascii() => !c.is_whitespace() && !c.is_control(),
            _ => c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=".contains(c),
        };
        if keep {
            out.push(c);
        } else {
            let mut utf8 = [0; 4];
            for byte in c.encode_utf8(&mut utf8).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    // A second number sign is no part of a fragment (RFC 3986, 3.5).
    match out.split_once('#') {
        Some((before, fragment)) if fragment.contains('#') => format!("{before}#{}", fragment.replace('#', "%23")),
        Some(_) | None => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_urls_pass() {
        for url in [
            "https://example.org/",
            "https://example.org:8080/a?b=c&d#e",
            "http://user@example.org",
            "http://[::1]/x",
            "https://пример.example/б",
            "mailto:a@example.org",
            "tel:+44123",
        ] {
            assert_eq!(writable(url).as_deref(), Some(url));
        }
    }

    #[test]
    fn odd_characters_are_encoded() {
        assert_eq!(
            writable("HTTPS://example.org/a b[1]|{%}").as_deref(),
            Some("https://example.org/a%20b%5B1%5D%7C%7B%25%7D")
        );
        assert_eq!(writable("http://example.org/#a#b").as_deref(), Some("http://example.org/#a%23b"));
        assert_eq!(writable("doi:10.1/<x>").as_deref(), Some("https://doi.org/10.1/%3Cx%3E"));
        assert_eq!(writable("mailto:a b").as_deref(), Some("mailto:a%20b"));
    }

    #[test]
    fn others_are_no_links() {
        for url in [
            "other.md",
            "",
            "http:",
            "http://",
            "https:///x",
            "javascript:alert(1)",
            "x:y",
            "http://a b/",
            "http://..",
            "file:///x",
        ] {
            assert_eq!(writable(url), None, "{url}");
        }
    }
}
