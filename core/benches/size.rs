//! Bytes a sample on the disk, on real data: ours, plain rows, and the table compressed with zstd -19.
//!
//! Sets: what is committed with its licence, and what the shared collection holds beside the checkout.
//! The people of a set share a store. Three figures of ours, from the strict to the narrow:
//! the whole file of a store that holds nothing else, with its some fifty empty tables and indexes; what
//! the file grew by; and the packed bodies alone. The table has one line a sample, an instant and a
//! rate, or an interval: less than the sets' own files, which repeat a device's name on each line.
//!
//! Run with `cargo bench -p mimamori --bench size`.

#![expect(clippy::expect_used, reason = "a measurement may stop")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use mimamori::model::heart::{Bpm, Contact, HeartSample, RrInterval, RrRun};
use mimamori::model::person::{Person, Role, Source, SourceKind};
use mimamori::model::{Millis, PersonId, SourceId};
use mimamori::store::{SecretKey, Store};
use rusqlite::Connection;
use uuid::Uuid;

const KEY: [u8; 32] = [7; 32];

/// What one person's device measured.
#[derive(Default)]
struct Series {
    samples: Vec<HeartSample>,
    runs: Vec<RrRun>,
    /// The same as a table.
    table: String,
}

impl Series {
    fn of_rates(rates: BTreeMap<i64, u16>) -> Self {
        let mut series = Self::default();
        series.table.push_str("time,bpm\n");
        for (at, bpm) in rates {
            let Ok(bpm) = Bpm::new(bpm) else { continue };
            let time = chrono::DateTime::from_timestamp_millis(at).expect("an instant").format("%Y-%m-%dT%H:%M:%S");
            let _ = writeln!(series.table, "{time},{}", bpm.get());
            series.samples.push(HeartSample { at: Millis(at), bpm, contact: Contact::Unsupported });
        }
        series
    }

    /// Beats without gaps are a run an hour, as an import brings them.
    fn of_intervals(intervals: &[u16]) -> Self {
        let mut series = Self::default();
        series.table.push_str("rr_ms\n");
        let mut at = Millis(1_763_942_400_000);
        let mut run = RrRun { start: at, intervals: Vec::new() };
        for interval in intervals {
            let _ = writeln!(series.table, "{interval}");
            run.intervals.push(RrInterval(*interval));
            at = at.plus(i64::from(*interval));
            if at.hour_index() > run.start.hour_index() {
                series.runs.push(std::mem::replace(&mut run, RrRun { start: at, intervals: Vec::new() }));
            }
        }
        series.runs.push(run);
        series.runs.retain(|run| !run.intervals.is_empty());
        series
    }

    fn count(&self) -> usize {
        self.samples.len() + self.runs.iter().map(|run| run.intervals.len()).sum::<usize>()
    }
}

fn main() {
    // `cargo test --all-targets` runs this, too; only `cargo bench` asks for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!(
        "{:<28} {:>9} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "bytes a sample", "samples", "file", "grown", "packed", "rows", "zstd"
    );
    for (name, series) in sets() {
        let count: usize = series.iter().map(Series::count).sum();
        let table: String = series.iter().map(|one| one.table.as_str()).collect();
        let (peer, [file, grown, packed]) = (zstd(&table), ours(&series));
        let sums = [file, grown, packed, rows(&series), peer.unwrap_or(0)];
        let has_zstd = peer.is_some();
        #[expect(clippy::cast_precision_loss, reason = "sizes of files are far below 2^52")]
        let [file, grown, packed, rows, zstd] = sums.map(|sum| sum as f64 / count.max(1) as f64);
        let peer = if has_zstd { format!("{zstd:.2}") } else { "no zstd".to_owned() };
        println!("{name:<28} {count:>9} {file:>8.2} {grown:>8.2} {packed:>8.2} {rows:>8.2} {peer:>8}");
    }
}

fn ours(people: &[Series]) -> [u64; 3] {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("record.db");
    let store = Store::open(&path, &SecretKey::from_bytes(KEY)).expect("a store");
    let sources: Vec<(PersonId, SourceId)> = (1..=people.len() as u128)
        .map(|n| {
            let person = Person::new(PersonId(Uuid::from_u128(n)), "Hanako", Role::Patient, chrono_tz::UTC);
            let person = person.expect("a person");
            let (id, name) = (SourceId::derive(person.id, "watch"), "watch".to_owned());
            let source = Source { id, kind: SourceKind::Wearable, name };
            store.write(|w| w.put_person(&person).and_then(|()| w.put_source(person.id, &source))).expect("a source");
            (person.id, id)
        })
        .collect();
    store.pause().expect("the store closes");
    let empty = std::fs::metadata(&path).expect("a file").len();
    store.resume().expect("the store opens");
    // A day at a time, as a phone takes it in from its health store.
    let day = |at: Millis| at.0.div_euclid(Millis::DAY);
    for (series, (person, source)) in people.iter().zip(sources) {
        for part in series.samples.chunk_by(|a, b| day(a.at) == day(b.at)) {
            store.write(|w| w.append_heart(person, source, part, &[])).expect("a day");
        }
        for part in series.runs.chunk_by(|a, b| day(a.start) == day(b.start)) {
            store.write(|w| w.append_heart(person, source, &[], part)).expect("a day");
        }
        // The day after, by which the last one is over.
        let last = series.samples.last().map(|s| s.at).max(series.runs.last().map(|r| r.start)).expect("something");
        let bpm = Bpm::new(60).expect("a rate");
        let next = HeartSample { at: last.plus(Millis::DAY), bpm, contact: Contact::Unsupported };
        store.write(|w| w.append_heart(person, source, &[next], &[])).expect("the day after");
    }
    store.pause().expect("the store closes");
    let file = std::fs::metadata(&path).expect("a file").len();
    let behind = Connection::open(&path).expect("the store");
    let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    behind
        .execute_batch(&format!("PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_hmac_algorithm = HMAC_SHA256"))
        .expect("the key");
    let packed: i64 = behind
        .query_row(
            "SELECT (SELECT coalesce(sum(length(body)), 0) FROM heart_body)
                  + (SELECT coalesce(sum(length(body)), 0) FROM heart_chunk)",
            [],
            |row| row.get(0),
        )
        .expect("a sum");
    [file, file - empty, packed.cast_unsigned()]
}

/// One row a sample in plain SQLite.
fn rows(people: &[Series]) -> u64 {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rows.db");
    let mut connection = Connection::open(&path).expect("rows");
    connection
        .execute_batch(
            "CREATE TABLE heart (person INTEGER NOT NULL, source INTEGER NOT NULL, at INTEGER NOT NULL,
                                 bpm INTEGER NOT NULL, contact INTEGER NOT NULL,
                                 PRIMARY KEY (person, source, at)) STRICT, WITHOUT ROWID;",
        )
        .expect("a table");
    let transaction = connection.transaction().expect("a transaction");
    let mut insert = transaction.prepare("INSERT OR IGNORE INTO heart VALUES (?1, 1, ?2, ?3, 0)").expect("a statement");
    for (person, series) in (1_i64..).zip(people) {
        for sample in &series.samples {
            insert.execute((person, sample.at.0, sample.bpm.get())).expect("a row");
        }
        for run in &series.runs {
            let mut at = run.start;
            for interval in &run.intervals {
                insert.execute((person, at.0, interval.0)).expect("a row");
                at = at.plus(i64::from(interval.0).max(1));
            }
        }
    }
    drop(insert);
    transaction.commit().expect("the rows");
    drop(connection);
    std::fs::metadata(&path).expect("a file").len()
}

/// The length of `table` after `zstd -19`; `None` where there is no zstd.
fn zstd(table: &str) -> Option<u64> {
    let mut child =
        Command::new("zstd").args(["-19", "-c", "-q"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut out = child.stdout.take()?;
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        out.read_to_end(&mut bytes).map(|_| bytes.len() as u64)
    });
    child.stdin.take()?.write_all(table.as_bytes()).ok()?;
    child.wait().ok()?;
    reader.join().ok()?.ok()
}

fn sets() -> Vec<(String, Vec<Series>)> {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data");
    let shared = std::env::var_os("MIMAMORI_SHARED").map(PathBuf::from).map(|shared| shared.join("data/detection"));
    let mut sets =
        vec![("watch, 112 days".to_owned(), vec![watch(&committed.join("nightsignal_aw/AW_rhr_P355472.csv.xz"))])];
    let Some(shared) = shared.filter(|shared| shared.is_dir()) else { return sets };
    let rr = |folder: &str, column: usize| -> Vec<Series> {
        files(&shared.join(folder)).iter().map(|path| Series::of_intervals(&column_of(path, column))).collect()
    };
    let minutes: Vec<Series> = files(&shared.join("stanford12/minute"))
        .iter()
        .map(|path| {
            let table = text(path);
            let rates = table.lines().skip(1).filter_map(|line| {
                let mut fields = line.split(',');
                let at = instant(fields.next()?, "%Y-%m-%dT%H:%M")?;
                Some((at, whole(fields.nth(1)?)?))
            });
            Series::of_rates(rates.collect())
        })
        .collect();
    sets.push(("Fitbit by the minute, 6".to_owned(), minutes));
    sets.push(("watches and phones, 1 busy".to_owned(), welltory(&shared.join("welltory/heart_rate_partial.csv.xz"))));
    let mimic = rr("mimic_af_rr", 1);
    sets.push((format!("beats, MIMIC, {} × 20 min", mimic.len()), mimic));
    sets.push(("beats, AF, 7 × 10 h".to_owned(), rr("afdb_rr", 0)));
    sets.push(("beats, a day".to_owned(), rr("cinc2002_rr01", 0)));
    sets
}

fn text(path: &Path) -> String {
    let mut text = String::new();
    let packed = std::fs::File::open(path).expect("a file");
    lzma_rust2::XzReader::new(packed, true).read_to_string(&mut text).expect("a table");
    text
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "xz")).collect();
    files.sort();
    files
}

fn instant(text: &str, format: &str) -> Option<i64> {
    Some(chrono::NaiveDateTime::parse_from_str(text, format).ok()?.and_utc().timestamp_millis())
}

/// A number, rounded, as a whole one.
fn whole(text: &str) -> Option<u16> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates; rates and intervals are small"
    )]
    let whole = text.trim().parse::<f64>().ok()?.round() as u16;
    Some(whole)
}

fn watch(path: &Path) -> Series {
    // Its header has no line break.
    let rates = text(path)
        .replacen("Value", "Value\n", 1)
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split(',').skip(1);
            let at = instant(&format!("{}T{}", fields.next()?, fields.next()?), "%Y-%m-%dT%H:%M:%S")?;
            Some((at, whole(fields.next()?)?))
        })
        .collect();
    Series::of_rates(rates)
}

fn welltory(path: &Path) -> Vec<Series> {
    let mut people: BTreeMap<String, BTreeMap<i64, u16>> = BTreeMap::new();
    for line in text(path).lines().skip(1) {
        let mut fields = line.split(',');
        if let (Some(who), Some(at), Some(rate)) = (fields.next(), fields.next(), fields.next())
            && let (Some(at), Some(rate)) = (instant(at, "%Y-%m-%d %H:%M:%S"), whole(rate))
        {
            people.entry(who.to_owned()).or_default().insert(at, rate);
        }
    }
    people.into_values().map(Series::of_rates).collect()
}

fn column_of(path: &Path, column: usize) -> Vec<u16> {
    text(path).lines().skip(1).filter_map(|line| whole(line.split(',').nth(column)?)).collect()
}
