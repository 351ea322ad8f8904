//! Queries and forms: pairs of text, percent-encoded; and which addresses may be used.

/// The pairs as a query or a form.
pub(super) fn encode(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        escape(name, &mut text);
        text.push('=');
        escape(value, &mut text);
    }
    text
}

fn escape(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// The pairs of a query.
pub(super) fn decode(query: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (unescape(name), unescape(value))
    };
    query.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                match (ahead.next().and_then(hex), ahead.next().and_then(hex)) {
                    (Some(high), Some(low)) => {
                        bytes.push(high * 16 + low);
                        rest = ahead;
                    }
                    _ => bytes.push(byte),
                }
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether a person may be sent to `url` to sign in: `https`, or a server on this machine.
pub(super) fn is_safe(url: &str) -> bool {
    if url.starts_with("https://") {
        return true;
    }
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(literal) => literal.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    // Somebody before an `@` is not the host.
    !authority.contains('@')
        && (host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_encoded_is_read_back(name in "\\PC{1,10}", value in "\\PC{0,20}") {
            prop_assert_eq!(decode(&encode(&[(&name, &value)])), vec![(name, value)]);
        }

        #[test]
        fn any_query_is_read_without_harm(query in "\\PC{0,60}") {
            let _ = decode(&query);
        }
    }

    #[test]
    fn a_sign_in_page_in_the_clear_is_not_opened() {
        for url in
            ["http://as.example/auth", "http://localhost@as.example/", "http://127.0.0.1.as.example/", "file:///x"]
        {
            assert!(!is_safe(url), "{url}");
        }
        for url in ["https://as.example/auth", "http://127.0.0.1:18090/auth", "http://[::1]/auth", "http://localhost/"]
        {
            assert!(is_safe(url), "{url}");
        }
    }
}
