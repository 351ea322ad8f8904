//! What a person entered stays in the record: it can be read in no file, in no failure and on no
//! screen of the core's own making; and a file that was touched gives the right record or none.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it did not expect"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use mimamori::Error;
use mimamori::store::{SecretKey, Store};
use mimamori_tests::canary::{CANARY, found, holds, readable};
use mimamori_tests::child::{self, Choice, Moment, number};
use mimamori_tests::dump;
use mimamori_tests::family::key;
use mimamori_tests::frozen;
use serde_json::Value;
use tempfile::TempDir;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files
}

/// Bits of information in a byte, at most 8: what is encrypted cannot be told from chance.
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    bytes.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
    let share = |count: u32| f64::from(count) / bytes.len() as f64;
    -counts.iter().filter(|count| **count > 0).map(|count| share(*count) * share(*count).log2()).sum::<f64>()
}

#[test]
fn what_a_person_entered_is_readable_in_no_file_no_failure_and_on_no_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, temporary) = (folder.path().join("store"), folder.path().join("tmp"));
    for made in [&store, &temporary] {
        std::fs::create_dir(made).expect("a folder");
    }
    let out = folder.path().join("failures.txt");
    let ended = Command::new(env!("CARGO_BIN_EXE_careless"))
        .args([&store, &out])
        .env("TMPDIR", &temporary)
        .env("SQLITE_TMPDIR", &temporary)
        .env("RUST_BACKTRACE", "1")
        .output()
        .expect("the child runs");
    assert!(ended.status.success(), "{}: {}", ended.status, String::from_utf8_lossy(&ended.stderr));
    assert_eq!(String::from_utf8_lossy(&ended.stdout), "", "the core wrote to standard output");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "the core wrote to standard error");

    let said = std::fs::read_to_string(&out).expect("what the failures said");
    for form in readable() {
        if let Some(line) = said.lines().find(|line| holds(line.as_bytes(), &form)) {
            panic!("a failure quotes what was entered: {line}");
        }
    }
    let taken: Vec<&str> = said.lines().filter(|line| line.starts_with("NOT REFUSED")).collect();
    assert_eq!(taken, Vec::<&str>::new());
    let kinds: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("KIND ")).collect();
    for kind in KINDS {
        assert!(kinds.contains(&kind), "no failure of the kind {kind} was provoked: {kinds:?}");
    }
    // Whoever looks for canaries finds the one that was put there.
    assert!(readable().iter().any(|form| holds(CANARY.as_bytes(), form)));
    assert!(found([&[7; 99], CANARY.as_bytes()].concat().as_slice(), &readable()).is_some());

    let kept = files(&store);
    assert!(kept.iter().any(|path| path.extension().is_some_and(|end| end == "db-wal")), "the log is among them");
    assert_eq!(files(&temporary), Vec::<PathBuf>::new(), "temporary files were left behind");
    for path in kept {
        let bytes = std::fs::read(&path).expect("a file");
        for form in readable() {
            assert!(!holds(&bytes, &form), "{} holds what was entered", path.display());
        }
        assert!(!bytes.starts_with(b"SQLite format 3"), "{} is not encrypted", path.display());
        let is_store = !path.to_string_lossy().ends_with("-shm");
        if is_store && bytes.len() > 64 * 1024 {
            assert!(entropy(&bytes) > 7.9, "{}: {} bits a byte", path.display(), entropy(&bytes));
        }
    }
}

/// Nothing in `folder` can be read, whichever state a death has left it in. Answers the names of the files.
fn is_unreadable(folder: &Path) -> BTreeSet<String> {
    let (mut names, forms) = (BTreeSet::new(), readable());
    for path in files(folder) {
        let bytes = std::fs::read(&path).expect("a file");
        assert_eq!(found(&bytes, &forms), None, "{} holds what was entered", path.display());
        assert!(!bytes.starts_with(b"SQLite format 3"), "{} is not encrypted", path.display());
        names.insert(path.file_name().expect("a name").to_string_lossy().into_owned());
    }
    names
}

#[test]
fn what_a_death_leaves_of_a_backup_a_restore_or_a_change_of_keys_is_readable_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().to_str().expect("a path");
    let careless = Path::new(env!("CARGO_BIN_EXE_careless"));
    child::run(careless, &[place, "fill"], None).expect("a full store");
    let mut chance = Choice::new(number("MIMAMORI_SEED", 20_260_426) as u64);
    let (mut kills, mut left) = (0, BTreeSet::new());
    while kills < number("MIMAMORI_KILLS", 20) {
        let moment = Moment { lines: 1 + chance.below(8), later: Duration::from_micros(chance.below(40_000) as u64) };
        let account = child::run(careless, &[place, "chores"], Some(moment)).expect("the child works");
        kills += usize::from(account.killed);
        left.extend(is_unreadable(folder.path()));
    }
    let cut_short = |end: &str| left.iter().any(|name| name.ends_with(end));
    for end in ["record.db-wal", ".copy", ".restoring"] {
        assert!(cut_short(end), "no death left a {end}: {left:?}");
    }
    // Whoever is let finish takes away what the deaths have left.
    child::run(careless, &[place, "chores"], None).expect("the child works");
    let names = is_unreadable(folder.path());
    assert!(names.iter().all(|name| !name.contains(".copy") && !name.contains(".part")), "{names:?}");
    assert!(names.iter().all(|name| !name.contains(".restoring")), "{names:?}");
}

/// Every kind of failure that can be provoked or made.
const KINDS: [&str; 15] = [
    "Invalid",
    "NotFound",
    "WrongKey",
    "NewerStore",
    "Damaged",
    "Full",
    "Busy",
    "Paused",
    "ReadOnly",
    "File",
    "Database",
    "Unreadable",
    "Format",
    "Sync",
    "NoRandomness",
];

/// The store of an old version, its content, and a place to try things.
struct Touched {
    folder: TempDir,
    bytes: Vec<u8>,
    content: Value,
}

impl Touched {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("whole.db");
        frozen::make(&path).expect("a store");
        let store = Store::open(&path, &key()).expect("a store");
        let content = dump::store(&store).expect("a dump");
        store.pause().expect("the store closes");
        Self { bytes: std::fs::read(path).expect("a file"), folder, content }
    }

    /// Reads everything from a store with these bytes.
    fn read(&self, bytes: &[u8]) -> Result<Value, Error> {
        self.open(bytes).and_then(|store| dump::store(&store))
    }

    /// Opens a store with these bytes.
    fn open(&self, bytes: &[u8]) -> Result<Store, Error> {
        let path = self.folder.path().join("touched.db");
        for end in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(path.with_extension(format!("db{end}")));
        }
        std::fs::write(&path, bytes).expect("a file");
        Store::open(&path, &key())
    }

    /// The right record, or a failure that says what is wrong.
    fn is_right_or_refused(&self, bytes: &[u8], what: &str) -> bool {
        match self.read(bytes) {
            Ok(content) => {
                assert!(content == self.content, "{what}: another record was read");
                false
            }
            Err(Error::Damaged | Error::WrongKey) => true,
            Err(other) => panic!("{what}: {other:?}"),
        }
    }
}

#[test]
fn a_bit_that_flips_anywhere_gives_the_right_record_or_none() {
    let touched = Touched::new();
    let mut chance = Choice::new(number("MIMAMORI_SEED", 20_260_424) as u64);
    let mut refused = 0;
    for _ in 0..number("MIMAMORI_FLIPS", 200) {
        let (at, bit) = (chance.below(touched.bytes.len()), chance.below(8));
        let mut bytes = touched.bytes.clone();
        bytes[at] ^= 1 << bit;
        let what = format!("bit {bit} of byte {at}");
        if touched.is_right_or_refused(&bytes, &what) {
            refused += 1;
        } else {
            // It lies in a page that nobody reads: a free one, or one of a table that holds nothing.
            let looked = touched.open(&bytes).and_then(|store| store.verify());
            assert!(matches!(looked, Err(Error::Damaged)), "{what}: looking at every page found nothing: {looked:?}");
        }
    }
    assert!(refused > 80, "{refused} of 200 were noticed by reading");
}

#[test]
fn a_file_that_was_cut_short_gives_the_right_record_or_none() {
    let touched = Touched::new();
    let mut chance = Choice::new(number("MIMAMORI_SEED", 20_260_425) as u64);
    let length = touched.bytes.len();
    let mut cuts = vec![1, 15, 16, 17, 511, 512, 4_095, 4_096, 4_097, 8_192, length - 4_096, length - 1];
    cuts.extend((0..30).map(|_| 1 + chance.below(length - 1)));
    for cut in cuts {
        touched.is_right_or_refused(&touched.bytes[..cut], &format!("cut at {cut} of {length}"));
    }
}

#[test]
fn a_wrong_key_and_a_file_of_another_program_are_refused_and_left_as_they_are() {
    let touched = Touched::new();
    let path = touched.folder.path().join("other.db");
    let other = SecretKey::from_bytes([8; 32]);
    let noise: Vec<u8> = (0..20_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let plain: Vec<u8> = {
        let mut plain = rusqlite::Connection::open_in_memory().expect("a database");
        plain.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)").expect("a table");
        plain.serialize(rusqlite::MAIN_DB).expect("bytes").to_vec()
    };
    for (bytes, key) in [(&touched.bytes, &other), (&noise, &key()), (&plain, &key())] {
        std::fs::write(&path, bytes).expect("a file");
        let answer = Store::open(&path, key);
        assert!(matches!(answer, Err(Error::WrongKey)), "{answer:?}");
        assert!(std::fs::read(&path).expect("a file") == *bytes, "the file was changed");
    }
}
