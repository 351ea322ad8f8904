use super::*;
use proptest::prelude::*;

/// A notification as a strap sends it: rate in one byte, contact as given, intervals in 1/1024 s.
fn frame(bpm: u8, contact: Contact, intervals: &[u16]) -> Vec<u8> {
    let contact = match contact {
        Contact::Unsupported => 0,
        Contact::Lost => 0b100,
        Contact::Detected => 0b110,
    };
    let mut bytes = vec![0x10 | contact, bpm];
    bytes.extend(intervals.iter().flat_map(|rr| rr.to_le_bytes()));
    bytes
}

fn beat(intervals: &[u16]) -> Vec<u8> {
    frame(60, Contact::Detected, intervals)
}

fn intervals(run: &RrRun) -> Vec<u16> {
    run.intervals.iter().map(|rr| rr.0).collect()
}

/// Everything a session makes of a recording, to its end.
fn hear_all<'a>(recording: impl IntoIterator<Item = &'a (i64, Vec<u8>)>) -> (Vec<HeartSample>, Vec<RrRun>) {
    let mut session = HeartSession::new();
    let (mut samples, mut runs) = (Vec::new(), Vec::new());
    for (at, bytes) in recording {
        let heard = session.hear(Millis(*at), bytes);
        samples.extend(heard.sample);
        runs.extend(heard.runs);
    }
    runs.extend(session.link_lost());
    (samples, runs)
}

/// A heart and a strap that notifies each second what it has heard since. The intervals are all
/// different and grow by one tick, so that a joint between beats that were not neighbours shows.
fn strap(first: u16, beats: u16, delays: &[i64]) -> Vec<(i64, Vec<u8>)> {
    let mut recording = Vec::new();
    let (mut tick, mut next, mut second) = (0i64, 0u16, 0i64);
    while next < beats {
        second += 1;
        let mut sent = Vec::new();
        while next < beats && tick + i64::from(first + next) <= second * 1024 {
            tick += i64::from(first + next);
            sent.push(first + next);
            next += 1;
        }
        let delay = if delays.is_empty() { 0 } else { delays[second as usize % delays.len()] };
        recording.push((1_000_000 + second * 1000 + delay, beat(&sent)));
    }
    recording
}

#[test]
fn an_undisturbed_strap_makes_one_run_and_a_rate_a_notification() {
    let recording = strap(700, 300, &[]);
    let (samples, runs) = hear_all(&recording);
    assert_eq!(samples.len(), recording.len());
    assert_eq!(runs.len(), 1);
    assert_eq!(intervals(&runs[0]), (700..1000).collect::<Vec<_>>());
    // The first beat began when the simulated heart did, to within the second of a notification.
    assert!((0..=1000).contains(&runs[0].start.since(Millis(1_000_000))), "{:?}", runs[0].start);
}

#[test]
fn thirty_seconds_without_notifications_part_two_runs() {
    let mut recording = strap(800, 100, &[]);
    recording.retain(|(at, _)| !(1_030_000..1_060_000).contains(at));
    let (_, runs) = hear_all(&recording);
    assert_eq!(runs.len(), 2);
    assert!(runs[1].start.since(runs[0].end()) > 28_000);
}

#[test]
fn a_lost_link_ends_the_run_at_once() {
    let mut session = HeartSession::new();
    session.hear(Millis(1000), &beat(&[800]));
    let run = session.link_lost().unwrap();
    assert_eq!(intervals(&run), [800]);
    assert!(session.link_lost().is_none());
    session.hear(Millis(1900), &beat(&[810]));
    assert_eq!(intervals(&session.link_lost().unwrap()), [810]);
}

#[test]
fn beats_without_contact_are_not_kept_and_part_the_run() {
    let (samples, runs) = hear_all(&[
        (1000, beat(&[1000])),
        (2000, frame(200, Contact::Lost, &[300])),
        (3000, beat(&[1010])),
        (4000, beat(&[1020])),
    ]);
    assert_eq!(
        samples.iter().map(|sample| sample.contact).collect::<Vec<_>>(),
        [Contact::Detected, Contact::Lost, Contact::Detected, Contact::Detected]
    );
    assert_eq!(runs.iter().map(intervals).collect::<Vec<_>>(), [vec![1000], vec![1010, 1020]]);
}

#[test]
fn beats_that_the_strap_itself_left_out_part_the_run() {
    let frames = (0..20).map(|n| {
        let beats: &[u16] = if (10..13).contains(&n) { &[] } else { &[512, 512] };
        (n * 1000, frame(120, Contact::Detected, beats))
    });
    let (samples, runs) = hear_all(&frames.collect::<Vec<_>>());
    assert_eq!(samples.len(), 20);
    assert_eq!(runs.iter().map(|run| run.intervals.len()).collect::<Vec<_>>(), [20, 14]);
    assert_eq!(runs[1].start.since(runs[0].end()), 3000);
}

#[test]
fn a_notification_delivered_twice_counts_once() {
    let mut session = HeartSession::new();
    session.hear(Millis(1000), &beat(&[1000]));
    let again = session.hear(Millis(1000), &beat(&[1000]));
    assert_eq!(again, Heard { fault: Some(Fault::Repeated), ..Heard::default() });
    assert!(session.hear(Millis(2000), &beat(&[1000])).sample.is_some());
    assert_eq!(intervals(&session.flush().unwrap()), [1000, 1000]);
}

#[test]
fn a_strap_that_searches_tells_no_rate() {
    let heard = HeartSession::new().hear(Millis(0), &frame(0, Contact::Detected, &[]));
    assert_eq!(heard, Heard { contact: Some(Contact::Detected), ..Heard::default() });
}

#[test]
fn flushing_hands_out_each_beat_once_and_does_not_part_the_run() {
    let recording = strap(900, 120, &[]);
    let (_, whole) = hear_all(&recording);
    let mut session = HeartSession::new();
    let mut parts = Vec::new();
    for (n, (at, bytes)) in recording.iter().enumerate() {
        parts.extend(session.hear(Millis(*at), bytes).runs);
        if n % 7 == 0 {
            parts.extend(session.flush());
        }
    }
    parts.extend(session.link_lost());
    assert!(parts.len() > 10);
    assert!(parts.windows(2).all(|pair| pair[1].start == pair[0].end()));
    let joined: Vec<u16> = parts.iter().flat_map(intervals).collect();
    assert_eq!(joined, intervals(&whole[0]));
}

#[test]
fn an_interval_of_zero_or_of_many_seconds_is_a_hole() {
    let (_, runs) = hear_all(&[(3000, beat(&[900, 0, 800, 810])), (4000, beat(&[60_000, 820]))]);
    assert_eq!(runs.iter().map(intervals).collect::<Vec<_>>(), [vec![900], vec![800, 810], vec![820]]);
}

#[test]
fn more_beats_than_there_was_time_for_are_refused() {
    let mut session = HeartSession::new();
    session.hear(Millis(10_000), &beat(&[1024]));
    session.flush();
    let mut refused = 0;
    for n in 1..=20 {
        let heard = session.hear(Millis(10_000 + n * 150), &frame(60, Contact::Detected, &[1024 + n as u16]));
        assert!(heard.sample.is_some());
        refused += usize::from(heard.fault == Some(Fault::Crowded));
    }
    assert!(refused > 10, "{refused}");
}

#[test]
fn a_burst_after_a_stall_keeps_every_beat() {
    // The notifications of four seconds come together.
    let mut recording = strap(800, 60, &[]);
    for (at, _) in &mut recording {
        if (1_020_000..1_024_000).contains(at) {
            *at = 1_023_900 + (*at - 1_020_000) / 100;
        }
    }
    let (_, runs) = hear_all(&recording);
    assert_eq!(runs.iter().flat_map(intervals).collect::<Vec<_>>(), (800..860).collect::<Vec<_>>());
    assert!(runs.len() <= 2);
    assert!(runs.windows(2).all(|pair| pair[0].end() <= pair[1].start));
}

#[test]
fn rates_that_come_within_a_millisecond_are_all_kept() {
    let mut session = HeartSession::new();
    let at: Vec<i64> = (60..65)
        .filter_map(|bpm| session.hear(Millis(1000), &frame(bpm, Contact::Detected, &[])).sample)
        .map(|sample| sample.at.0)
        .collect();
    assert_eq!(at, [1000, 1001, 1002, 1003, 1004]);
    // A clock that was set back is the clock.
    let earlier = session.hear(Millis(-5000), &frame(70, Contact::Detected, &[])).sample.unwrap();
    assert_eq!(earlier.at, Millis(-5000));
}

#[test]
fn what_cannot_be_read_is_told_and_the_session_goes_on() {
    let mut session = HeartSession::new();
    session.hear(Millis(1000), &beat(&[1000]));
    let broken = session.hear(Millis(2000), &[0x1E]);
    assert!(matches!(broken.fault, Some(Fault::Truncated(_))));
    assert_eq!(broken.runs.len(), 1, "beats were lost with it");
    assert_eq!(session.hear(Millis(3000), &[0; 513]).fault, Some(Fault::TooLong));
    assert_eq!(session.hear(Millis(4000), &[0x10, 60, 1, 4, 7]).fault, Some(Fault::Trailing(1)));
    assert!(session.hear(Millis(5000), &beat(&[1000])).sample.is_some());
}

proptest! {
    /// Neighbours in a run must be neighbours in the heart: with several notifications lost at a
    /// time always, and never more than the few beats of one second otherwise.
    #[test]
    fn no_run_joins_beats_across_lost_notifications(
        first in 500u16..1100,
        delays in proptest::collection::vec(0i64..250, 1..20),
        lost in proptest::collection::btree_set(3usize..180, 0..12),
        length in 2usize..6,
    ) {
        let recording = strap(first, 200, &delays);
        let kept: Vec<_> = recording.iter().enumerate()
            .filter(|(n, _)| !lost.iter().any(|at| (*at..at + length).contains(n)))
            .map(|(_, frame)| frame.clone())
            .collect();
        let (samples, runs) = hear_all(&kept);
        prop_assert_eq!(samples.len(), kept.len());
        for run in &runs {
            prop_assert!(run.intervals.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1), "{:?}", run);
        }
        for pair in runs.windows(2) {
            prop_assert!(pair[0].end() <= pair[1].start);
        }
    }

    #[test]
    fn jitter_of_the_radio_alone_parts_nothing(first in 400u16..1100, delays in proptest::collection::vec(0i64..250, 1..20)) {
        let (_, runs) = hear_all(&strap(first, 400, &delays));
        prop_assert_eq!(runs.len(), 1);
    }

    #[test]
    fn no_stream_can_stop_the_session_or_make_it_grow(
        stream in proptest::collection::vec((any::<i64>(), proptest::collection::vec(any::<u8>(), 0..530)), 0..50),
        steady in any::<bool>(),
    ) {
        let mut session = HeartSession::new();
        for (n, (at, bytes)) in stream.iter().enumerate() {
            let at = if steady { Millis(n as i64 * 1000) } else { Millis(*at) };
            for run in session.hear(at, bytes).runs {
                prop_assert!(!run.intervals.is_empty());
            }
            prop_assert!(session.run.as_ref().is_none_or(|run| run.beats.intervals.len() < MAX_RUN));
        }
    }
}
