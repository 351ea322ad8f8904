use super::*;
use proptest::prelude::*;

fn all(text: &str) -> Vec<Result<Frame>> {
    frames(text.as_bytes()).collect()
}

fn problem(text: &str) -> String {
    all(text).pop().unwrap().unwrap_err().to_string()
}

#[test]
fn a_recording_is_read_with_its_instants_and_comments() {
    let text = "# a strap\r\n\n2026-04-25T20:15:00+09:00 1648EC02 # first\n+1003 16 49 e6 02\n2026-04-25T11:16:00.250Z 0640\n+5 0641";
    let read: Vec<Frame> = all(text).into_iter().map(Result::unwrap).collect();
    let start = 1_777_115_700_000;
    assert_eq!(
        read,
        [
            Frame { at: Millis(start), bytes: vec![0x16, 0x48, 0xEC, 0x02] },
            Frame { at: Millis(start + 1003), bytes: vec![0x16, 0x49, 0xE6, 0x02] },
            Frame { at: Millis(start + 60_250), bytes: vec![0x06, 0x40] },
            Frame { at: Millis(start + 60_255), bytes: vec![0x06, 0x41] },
        ]
    );
}

#[test]
fn a_bad_line_is_named_and_ends_the_reading() {
    assert_eq!(
        problem("2026-04-25T20:15:00+09:00 0640\n\n+10 064\n+20 0640"),
        "strap recording, line 3: a byte needs two hexadecimal digits"
    );
    assert_eq!(problem("+10 0640"), "strap recording, line 1: an offset needs a line with an instant before it");
    assert_eq!(
        problem("2026-04-25T20:15:00Z 0640\n+ten 0640"),
        "strap recording, line 2: the offset is not a number of milliseconds"
    );
    assert_eq!(problem("2026-04-25T20:15:00Z 0xZZ"), "strap recording, line 1: the bytes are not hexadecimal");
    assert_eq!(problem("2026-04-25T20:15:00Z"), "strap recording, line 1: there are no bytes after the instant");
    assert_eq!(
        problem("2026-04-25 0640"),
        "strap recording, line 1: the first word is neither an instant with its offset nor + and milliseconds"
    );
    assert_eq!(
        problem("# \u{9}\n\u{0}"),
        "strap recording, line 2: the first word is neither an instant with its offset nor + and milliseconds"
    );
}

#[test]
fn a_file_without_line_ends_is_refused_and_not_swallowed() {
    let endless = std::io::repeat(b'0');
    let mut reading = frames(std::io::BufReader::new(endless));
    assert_eq!(reading.next().unwrap().unwrap_err().to_string(), "strap recording, line 1: the line is too long");
    assert!(reading.next().is_none());
}

proptest! {
    #[test]
    fn no_file_can_stop_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for frame in frames(bytes.as_slice()).flatten() {
            prop_assert!(!frame.bytes.is_empty());
        }
    }
}
