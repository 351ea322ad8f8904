//! The rhythm of the public records, window by window, beside the published detectors.
//!
//! Every record is judged by models that were fitted without it (leave one record out); MIMIC's
//! subjects likewise. The peers are run as `peers/rhythm.py` of the shared collection does, in the
//! same run where a Python with NumPy and SciPy is there (`MIMAMORI_PYTHON` names one).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop, and prints what it found"
)]

use std::process::Command;

use mimamori::detect::rhythm::entropy::{CUT, cosen};
use mimamori::detect::rhythm::model::{MODELS, Models};
use mimamori::detect::rhythm::petrenas::{self, FASTER, SLOWER};
use mimamori::detect::rhythm::{Interval, RhythmVerdict, RhythmWindow, WINDOW, windows_by};
use mimamori_tests::beats::{Corruption, Draw, Recording, touched};
use mimamori_tests::fit::Records;
use mimamori_tests::{place, skip};

fn timed(rr_s: &[f64]) -> impl Iterator<Item = Interval> {
    rr_s.iter().scan(0.0, |at, rr_s| {
        let begin_s = *at;
        *at += rr_s;
        Some(Interval { begin_s, rr_s: *rr_s })
    })
}

/// What was told, window by window or beat by beat, against the labels.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    hit: usize,
    irregular: usize,
    quiet: usize,
    regular: usize,
    abstained: usize,
    abstained_irregular: usize,
}

impl Tally {
    fn add(&mut self, verdict: RhythmVerdict, irregular: bool) {
        match verdict {
            RhythmVerdict::Abstain => {
                self.abstained += 1;
                self.abstained_irregular += usize::from(irregular);
            }
            told => {
                let told = told == RhythmVerdict::Irregular;
                self.irregular += usize::from(irregular);
                self.regular += usize::from(!irregular);
                self.hit += usize::from(irregular && told);
                self.quiet += usize::from(!irregular && !told);
            }
        }
    }

    fn sensitivity(&self) -> f64 {
        self.hit as f64 / self.irregular as f64
    }

    fn specificity(&self) -> f64 {
        self.quiet as f64 / self.regular as f64
    }

    /// The share told, were every abstention of an irregular window a miss.
    fn strict(&self) -> f64 {
        self.hit as f64 / (self.irregular + self.abstained_irregular) as f64
    }
}

/// Wilson's interval of 95 %, in percent.
fn wilson(hits: usize, of: usize) -> String {
    let (n, z) = (of as f64, 1.959_964);
    let p = hits as f64 / n;
    let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let reach = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    format!("{:.2} % ({hits}/{of}; {:.2} to {:.2})", 100.0 * p, 100.0 * (centre - reach), 100.0 * (centre + reach))
}

fn print(name: &str, tally: &Tally) {
    println!(
        "{name:30} Se {} Sp {} abstained {:.2} %",
        wilson(tally.hit, tally.irregular),
        wilson(tally.quiet, tally.regular),
        100.0 * tally.abstained as f64 / (tally.abstained + tally.irregular + tally.regular) as f64
    );
}

/// Ours on a record: each told window against the label that most of its intervals have.
fn ours(models: &Models, record: &Recording) -> (Tally, Vec<RhythmWindow>) {
    let told = windows_by(models, timed(&record.rr_s));
    let mut tally = Tally::default();
    let mut labels = record.irregular.chunks(WINDOW);
    for window in &told {
        let labels = labels.next().unwrap();
        let irregular = 2 * labels.iter().filter(|label| **label).count() >= labels.len();
        tally.add(window.verdict, irregular);
    }
    (tally, told)
}

/// CoSEn by 30 beats, the majority of three windows.
fn by_cosen(record: &Recording) -> Tally {
    let above: Vec<bool> = record.rr_s.chunks_exact(WINDOW).map(|window| cosen(window) > CUT).collect();
    let at = |n: Option<usize>| n.and_then(|n| above.get(n)).copied().unwrap_or(false);
    let mut tally = Tally::default();
    for (n, labels) in record.irregular.chunks_exact(WINDOW).enumerate() {
        let votes = [at(n.checked_sub(1)), at(Some(n)), at(Some(n + 1))].iter().filter(|vote| **vote).count();
        let told = if votes >= 2 { RhythmVerdict::Irregular } else { RhythmVerdict::Regular };
        tally.add(told, 2 * labels.iter().filter(|label| **label).count() >= WINDOW);
    }
    tally
}

/// Petrenas, beat by beat.
fn by_petrenas(record: &Recording, weight: f64) -> Tally {
    let mut tally = Tally::default();
    for (told, label) in petrenas::irregular(&record.rr_s, weight).iter().zip(&record.irregular) {
        tally.add(if *told { RhythmVerdict::Irregular } else { RhythmVerdict::Regular }, *label);
    }
    tally
}

fn sum(tallies: impl IntoIterator<Item = Tally>) -> Tally {
    tallies.into_iter().fold(Tally::default(), |a, b| Tally {
        hit: a.hit + b.hit,
        irregular: a.irregular + b.irregular,
        quiet: a.quiet + b.quiet,
        regular: a.regular + b.regular,
        abstained: a.abstained + b.abstained,
        abstained_irregular: a.abstained_irregular + b.abstained_irregular,
    })
}

/// What `rhythm.py` prints of the records: name, sensitivity and specificity in percent.
fn peers(records: &[Recording]) -> Option<Vec<(String, f64, f64)>> {
    let program = place::shared("peers/rhythm.py")?;
    let python = std::env::var("MIMAMORI_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let folder = place::shared("data/detection/afdb_rr")?;
    let files = records.iter().map(|record| folder.join(format!("{}.csv.xz", record.name)));
    let run = Command::new(python).arg(program).args(files).output().ok().filter(|run| run.status.success())?;
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    println!("{text}");
    let line = |line: &str| {
        let (name, rest) = line.split_once(" Se ")?;
        let (sensitivity, rest) = rest.trim().split_once(" Sp ")?;
        let specificity = rest.split_whitespace().next()?;
        Some((name.trim().to_owned(), sensitivity.trim().parse().ok()?, specificity.parse().ok()?))
    };
    Some(text.lines().filter_map(line).collect())
}

#[test]
fn records_that_the_models_have_not_seen_are_told_better_than_by_both_published_detectors() {
    let Some(records) = Records::read() else {
        return skip::skip("the labelled records are not beside the checkout: the rhythm was not compared");
    };
    let mut all = Vec::new();
    for held in &records.afdb {
        let mut others = records.clone();
        others.afdb.retain(|record| record.name != held.name);
        let (tally, _) = ours(&others.models(), held);
        print(&held.name, &tally);
        let windows = held.rr_s.len() / WINDOW;
        assert!(tally.abstained as f64 <= 0.08 * windows as f64, "{} {}", held.name, tally.abstained);
        all.push(tally);
    }
    let ours = sum(all);
    let cosen = sum(records.afdb.iter().map(by_cosen));
    let slower = sum(records.afdb.iter().map(|record| by_petrenas(record, SLOWER)));
    let faster = sum(records.afdb.iter().map(|record| by_petrenas(record, FASTER)));
    print("ours, record left out", &ours);
    println!("   abstained windows of irregular rhythm as misses: Se {:.2} %", 100.0 * ours.strict());
    print("CoSEn > -1.2, majority of 3", &cosen);
    print("Petrenas online a=0.02 (beats)", &slower);
    print("Petrenas online a=0.05 (beats)", &faster);
    for peer in [cosen, slower, faster] {
        assert!(ours.sensitivity() > peer.sensitivity() && ours.specificity() > peer.specificity());
    }
    let Some(printed) = peers(&records.afdb) else {
        return skip::skip("no Python with NumPy and SciPy, or no peers: rhythm.py was not run beside ours");
    };
    for (name, sensitivity, specificity) in &printed {
        if name.contains("-1.4") {
            continue;
        }
        assert!(100.0 * ours.sensitivity() > *sensitivity, "{name}");
        assert!(100.0 * ours.specificity() > *specificity, "{name}");
    }
    // Our own CoSEn and Petrenas are the published ones.
    let printed =
        |name: &str| printed.iter().find(|line| line.0.starts_with(name)).map(|line| (line.1, line.2)).unwrap();
    for (name, tally) in
        [("CoSEn 30 > -1.2", cosen), ("Petrenas online a=0.02", slower), ("Petrenas online a=0.05", faster)]
    {
        let (sensitivity, specificity) = printed(name);
        assert!((100.0 * tally.sensitivity() - sensitivity).abs() <= 0.05 + 1e-9, "{name}");
        assert!((100.0 * tally.specificity() - specificity).abs() <= 0.05 + 1e-9, "{name}");
    }
}

/// Whether over half of the windows that are told are irregular.
fn mostly_irregular(told: &[RhythmWindow]) -> bool {
    let count = |verdict| told.iter().filter(|window| window.verdict == verdict).count();
    count(RhythmVerdict::Irregular) > count(RhythmVerdict::Regular)
}

#[test]
fn no_subject_of_the_intensive_care_records_is_told_wrongly_by_ecg_or_pulse() {
    let Some(records) = Records::read() else {
        return skip::skip("the labelled records are not beside the checkout: the subjects were not told");
    };
    let (mut right, mut subjects, mut most_abstained) = (0, 0, 0.0f64);
    let (mut draw, mut spoilt) = (Draw(17), Spoilt::default());
    let (mut later, mut shaken, mut bursts) = (Draw(43), Spoilt::default(), Spoilt::default());
    for held in records.mimic.iter().filter(|recording| recording.name.ends_with("_ecg")) {
        let mut others = records.clone();
        others.mimic.retain(|recording| recording.subject() != held.subject());
        let models = others.models();
        for recording in records.mimic.iter().filter(|recording| recording.subject() == held.subject()) {
            let (tally, told) = ours(&models, recording);
            subjects += 1;
            right += usize::from(mostly_irregular(&told) == recording.irregular[0]);
            let abstained = tally.abstained as f64 / told.len() as f64;
            if recording.name.ends_with("_ecg") {
                assert!(abstained <= 0.08, "{} {abstained}", recording.name);
                most_abstained = most_abstained.max(abstained);
            } else if abstained > 0.08 {
                println!("{} abstained from {:.1} %", recording.name, 100.0 * abstained);
            }
            assert_eq!(mostly_irregular(&told), recording.irregular[0], "{}", recording.name);
            for corruption in Corruption::ALL.into_iter().filter(|_| !recording.irregular[0]) {
                spoilt.add(recording, corruption, &models, &mut draw);
            }
            if !recording.irregular[0] {
                shaken.add(recording, Corruption::Shaken, &models, &mut later);
                bursts.add(recording, Corruption::ShortBursts, &models, &mut later);
            }
        }
    }
    println!("subjects told rightly, ECG and pulse: {}", wilson(right, subjects));
    println!("ECGs abstained from in at most {:.1} %", 100.0 * most_abstained);
    // The same as below, of subjects of whom the models know nothing.
    println!("corrupted, subject left out: {spoilt:?}");
    assert!(spoilt.abstained_from(0.97) && spoilt.irregular == 0);
    println!("moved, subject left out: {shaken:?}");
    println!("short bursts, subject left out: {bursts:?}");
    assert!(shaken.irregular <= 1 && bursts.abstained_from(0.6) && bursts.irregular == 0);
}

/// Whether over half of the windows are abstained from.
fn mostly_abstained(told: &[RhythmWindow]) -> bool {
    2 * told.iter().filter(|window| window.verdict == RhythmVerdict::Abstain).count() > told.len()
}

/// What was told of corrupted pulses.
#[derive(Debug, Default, Clone)]
struct Spoilt {
    windows: usize,
    abstained: usize,
    /// Windows told as irregular.
    told_irregular: usize,
    pulses: usize,
    /// Pulses told as irregular.
    irregular: usize,
    /// Pulses of which half of the windows or more are told: what share is not, and which share of their
    /// intervals is as it was.
    told: Vec<(String, f64, f64)>,
    /// By the share of a window's intervals that are none of the pulse's own, as [`SHARES`] has them: how many
    /// windows were abstained from, of how many.
    by_share: [(usize, usize); SHARES.len()],
}

/// Up to which share of a window's intervals are none of the pulse's own.
const SHARES: [f64; 5] = [0.0, 0.1, 0.2, 0.4, 1.0];

impl Spoilt {
    fn add(&mut self, pulse: &Recording, corruption: Corruption, models: &Models, draw: &mut Draw) {
        let heard = corruption.heard(&pulse.rr_s, draw);
        let intervals: Vec<f64> = heard.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let told = windows_by(models, timed(&intervals));
        let count = |verdict| told.iter().filter(|window| window.verdict == verdict).count();
        self.windows += told.len();
        self.abstained += count(RhythmVerdict::Abstain);
        self.told_irregular += count(RhythmVerdict::Irregular);
        self.pulses += 1;
        self.irregular += usize::from(mostly_irregular(&told));
        let touched = touched(&pulse.rr_s, &heard);
        let share = |of: &[bool]| of.iter().filter(|touched| **touched).count() as f64 / of.len() as f64;
        for (n, window) in told.iter().enumerate() {
            // The last window takes in what is left over.
            let end = if n + 1 == told.len() { touched.len() } else { (n + 1) * WINDOW };
            let share = share(&touched[n * WINDOW..end]);
            let (abstained, of) = &mut self.by_share[SHARES.iter().position(|most| share <= *most).unwrap()];
            *abstained += usize::from(window.verdict == RhythmVerdict::Abstain);
            *of += 1;
        }
        if !mostly_abstained(&told) {
            let abstained = count(RhythmVerdict::Abstain) as f64 / told.len() as f64;
            self.told.push((format!("{corruption:?} {}", pulse.name), abstained, 1.0 - share(&touched)));
        }
    }

    /// Whether at least this share of the windows is abstained from.
    fn abstained_from(&self, share: f64) -> bool {
        self.abstained as f64 >= share * self.windows as f64
    }

    /// Of the windows of which more than a tenth is touched: abstained from, and all.
    fn touched(&self) -> (usize, usize) {
        self.by_share[2..].iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    }

    /// Every regular pulse of MIMIC after a corruption.
    fn of(corruption: Corruption, draw: &mut Draw) -> Self {
        let mut spoilt = Self::default();
        for pulse in mimamori_tests::beats::mimic().iter().filter(|pulse| !pulse.irregular[0]) {
            spoilt.add(pulse, corruption, &MODELS, draw);
        }
        println!("{corruption:?}: {spoilt:?}");
        spoilt
    }
}

#[test]
fn corrupted_pulses_are_abstained_from_and_no_subject_becomes_irregular() {
    // Another seed than the one that the quality models were fitted with.
    let mut draw = Draw(7);
    let (mut mostly, mut pulses, mut abstained, mut windows) = (0, 0, 0, 0);
    let mut touched = (0, 0);
    for corruption in Corruption::ALL {
        let spoilt = Spoilt::of(corruption, &mut draw);
        assert!(spoilt.told_irregular * 100 <= spoilt.windows, "{corruption:?}: at most 1 % told as irregular");
        assert!(spoilt.abstained_from(0.92), "{corruption:?}");
        assert_eq!(spoilt.irregular, 0, "{corruption:?}");
        // Hardly anything was made up in a pulse that is faster than a beat can be made up in.
        assert!(spoilt.told.iter().all(|(_, _, untouched)| *untouched > 0.95), "{:?}", spoilt.told);
        abstained += spoilt.abstained;
        windows += spoilt.windows;
        touched = (touched.0 + spoilt.touched().0, touched.1 + spoilt.touched().1);
        mostly += spoilt.pulses - spoilt.told.len();
        pulses += spoilt.pulses;
    }
    println!("abstained from {}; pulses mostly abstained from: {mostly} of {pulses}", wilson(abstained, windows));
    println!("of windows of which more than a tenth is touched: {}", wilson(touched.0, touched.1));
    assert!(100 * abstained >= 97 * windows && mostly + 2 >= pulses);
    assert!(100 * touched.0 >= 99 * touched.1, "what is corrupted is abstained from");
}

#[test]
fn lightly_corrupted_pulses_are_abstained_from_too() {
    let mut draw = Draw(11);
    for corruption in Corruption::LIGHT {
        let spoilt = Spoilt::of(corruption, &mut draw);
        assert_eq!(spoilt.told_irregular, 0, "{corruption:?}: no window is told as irregular");
        if corruption == Corruption::ShortBursts {
            // Of most windows most beats are the pulse's own.
            assert!(spoilt.abstained_from(0.75), "{corruption:?}");
        } else {
            assert!(spoilt.abstained_from(0.96) && spoilt.told.is_empty(), "{corruption:?}");
        }
    }
}

#[test]
fn beats_moved_about_a_steady_pulse_are_not_taken_for_an_irregular_heart() {
    let spoilt = Spoilt::of(Corruption::Shaken, &mut Draw(19));
    assert!(spoilt.abstained_from(0.85));
    assert_eq!((spoilt.irregular, spoilt.told_irregular), (0, 0));
    // Other moves of the same kind, and other kinds.
    let (mut irregular, mut pulses) = (0, 0);
    for seed in 401..411 {
        let spoilt = Spoilt::of(Corruption::Shaken, &mut Draw(seed));
        irregular += spoilt.irregular;
        pulses += spoilt.pulses;
    }
    println!("moved otherwise ten times: {irregular} of {pulses} told as irregular");
    assert!(50 * irregular <= pulses);
    // Moves that carry on look like an irregular heart from one interval to the next: a known limit.
    for (corruption, most) in Corruption::SHAKEN_OTHERWISE.into_iter().zip([1, 12]) {
        let spoilt = Spoilt::of(corruption, &mut Draw(23));
        assert!(spoilt.irregular <= most, "{corruption:?}");
    }
}

#[test]
fn a_day_and_thousands_of_sessions_that_are_presumed_regular_stay_quiet() {
    let sessions = mimamori_tests::beats::welltory();
    let (mut ours_told, mut peers_told) = (0, 0);
    for session in &sessions {
        ours_told += usize::from(mostly_irregular(&windows_by(&MODELS, timed(&session.rr_s))));
        let by = session.rr_s.chunks_exact(WINDOW).map(|window| cosen(window) > CUT).collect::<Vec<_>>();
        peers_told += usize::from(2 * by.iter().filter(|told| **told).count() > by.len());
    }
    println!("sessions told as irregular: ours {ours_told}, CoSEn > -1.2 {peers_told}, of {}", sessions.len());
    assert!(ours_told < peers_told);
    let Some(day) = mimamori_tests::beats::day() else {
        return skip::skip("the day of intervals is not beside the checkout");
    };
    let told = windows_by(&MODELS, timed(&day.rr_s));
    assert!(told.iter().all(|window| window.verdict != RhythmVerdict::Irregular));
}
