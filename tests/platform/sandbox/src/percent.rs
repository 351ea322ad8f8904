//! Percent-encoding of query strings and forms (`application/x-www-form-urlencoded`).

/// Reads `a=b&c=d`; a pair that is not UTF-8 after decoding is read with replacement characters.
pub(crate) fn parse_pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name, true), decode(value, true))
        })
        .collect()
}

/// Writes pairs as a query string.
pub(crate) fn write_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        encode_into(&mut out, name);
        out.push('=');
        encode_into(&mut out, value);
    }
    out
}

/// Decodes `%XX`, and `+` as a space when `plus` is set. A broken escape stays as it is.
pub(crate) fn decode(text: &str, plus: bool) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.as_bytes();
    loop {
        bytes = match bytes {
            [b'%', high, low, rest @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    rest
                }
                _ => {
                    out.push(b'%');
                    bytes.get(1..).unwrap_or_default()
                }
            },
            [b'+', rest @ ..] if plus => {
                out.push(b' ');
                rest
            }
            [byte, rest @ ..] => {
                out.push(*byte);
                rest
            }
            [] => break,
        };
    }
    String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn encode_into(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_reads_back_as_it_was_written() {
        let pairs = [("code", "http://loinc.org|8867-4"), ("x", "a b+c%&=é山")];
        let text = write_pairs(pairs);
        assert!(text.is_ascii());
        let back = parse_pairs(&text);
        assert_eq!(back, pairs.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn broken_escapes_stay_and_do_not_panic() {
        assert_eq!(decode("100%", true), "100%");
        assert_eq!(decode("%zz%4", true), "%zz%4");
        assert_eq!(decode("a+b", true), "a b");
        assert_eq!(decode("a+b", false), "a+b");
        assert_eq!(decode("%FF", true), "\u{fffd}");
    }

    proptest::proptest! {
        #[test]
        fn any_pairs_read_back(pairs in proptest::collection::vec((".{1,8}", ".{0,12}"), 0..6)) {
            let text = write_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            proptest::prop_assert_eq!(parse_pairs(&text), pairs);
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".{0,60}") {
            parse_pairs(&text);
        }
    }
}
