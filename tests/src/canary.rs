//! Words that must not come out again where they do not belong.

/// What a person entered. It is in no file of the project but as this word, holds letters of two
/// scripts, and is no part of any message.
pub const CANARY: &str = "Kanarienvogel-鳥籠-7319";

/// A number that a person entered; its digits appear in no message.
pub const CANARY_NUMBER: f64 = 8642.75;

/// The forms in which the canaries could be read in a file: as they are written, in both orders of
/// UTF-16, and the number also as SQLite and Rust keep it in memory.
#[must_use]
pub fn readable() -> Vec<Vec<u8>> {
    let mut forms = Vec::new();
    // Any piece of it would be one too many. None is shorter than five bytes in any form: four are found by chance in
    // what is encrypted.
    for piece in ["Kanarien", "-鳥籠-", "-7319", "8642.75"] {
        forms.push(piece.as_bytes().to_vec());
        forms.push(piece.encode_utf16().flat_map(u16::to_le_bytes).collect());
        forms.push(piece.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    forms.push(CANARY_NUMBER.to_be_bytes().to_vec());
    forms.push(CANARY_NUMBER.to_le_bytes().to_vec());
    forms
}

/// Whether `bytes` can be found in `text`.
#[must_use]
pub fn holds(text: &[u8], bytes: &[u8]) -> bool {
    text.windows(bytes.len()).any(|window| window == bytes)
}

/// The first of `forms` that can be found in `text`, looked for in one go.
#[must_use]
pub fn found<'a>(text: &[u8], forms: &'a [Vec<u8>]) -> Option<&'a [u8]> {
    let begins = |byte: &u8| forms.iter().any(|form| form.first() == Some(byte));
    let begin: Vec<bool> = (0..=u8::MAX).map(|byte| begins(&byte)).collect();
    let places = text.iter().enumerate().filter(|(_, byte)| begin.get(usize::from(**byte)) == Some(&true));
    let mut starts = places.filter_map(|(at, _)| text.get(at..));
    starts.find_map(|rest| forms.iter().find(|form| rest.starts_with(form)).map(Vec::as_slice))
}
