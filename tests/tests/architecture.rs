//! The arrows of the house: which room may name what. ARCHITECTURE.md draws them.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::path::{Path, PathBuf};

use mimamori_tests::place::root;

/// What no pure room may touch: storage, network, radio, threads, files, a clock.
const IMPURE: &[&str] = &[
    "rusqlite",
    "reqwest",
    "btleplug",
    "tokio",
    "std::fs",
    "std::net",
    "std::thread",
    "Utc::now",
    "SystemTime::now",
    "Local::now",
    "Instant::now",
];

/// Rooms that take values and return values.
const PURE: &[&str] = &[
    "model",
    "text",
    "food",
    "detect",
    "care",
    "family",
    "fhir",
    "chart",
    "device/gatt",
    "device/session",
    "exchange",
];

/// For each room, the rooms above it that it may not name.
const ARROWS: &[(&str, &[&str])] = &[
    (
        "model",
        &[
            "text",
            "food",
            "detect",
            "fhir",
            "care",
            "chart",
            "device",
            "exchange",
            "store",
            "sync",
            "family",
            "companion",
        ],
    ),
    ("text", &["store", "sync", "family", "companion", "exchange"]),
    ("food", &["store", "sync", "family", "companion"]),
    ("detect", &["text", "fhir", "store", "sync", "family", "companion"]),
    ("fhir", &["text", "detect", "store", "sync", "family", "companion"]),
    ("care", &["store", "sync", "family", "companion"]),
    ("chart", &["store", "sync", "family", "companion"]),
    ("family", &["store", "sync", "companion"]),
    ("device/gatt", &["store", "sync", "family", "companion"]),
    ("exchange", &["store", "sync", "family", "companion"]),
    ("store", &["text", "fhir", "sync", "family", "companion", "exchange"]),
    ("sync", &["companion", "exchange", "text"]),
];

fn sources(place: &Path) -> Vec<PathBuf> {
    if place.is_file() {
        return vec![place.to_path_buf()];
    }
    let Ok(entries) = std::fs::read_dir(place) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.flatten().flat_map(|entry| sources(&entry.path())).collect();
    found.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    found.sort();
    found
}

/// The lines of the code itself: no comments, nothing from a test module on.
fn code_of(path: &Path) -> Vec<(usize, String)> {
    if path.file_name().is_some_and(|name| name == "tests.rs")
        || path.components().any(|part| part.as_os_str() == "tests") && path.starts_with(core())
    {
        return Vec::new();
    }
    let text = std::fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines()
        .enumerate()
        .map(|(number, line)| (number + 1, line.split("//").next().unwrap_or_default().to_owned()))
        .collect()
}

fn core() -> PathBuf {
    root().join("core/src")
}

/// Every place in `room` where a line names one of `words`.
fn named(room: &str, words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for path in sources(&core().join(room)) {
        for (number, line) in code_of(&path) {
            for word in words {
                if line.contains(word.as_str()) {
                    let place = path.strip_prefix(root()).unwrap().display();
                    found.push(format!("{place}:{number} names `{word}`"));
                }
            }
        }
    }
    found
}

#[test]
fn a_pure_room_touches_no_storage_network_radio_thread_file_or_clock() {
    let words: Vec<String> = IMPURE.iter().map(|&word| word.to_owned()).collect();
    let found: Vec<String> = PURE.iter().flat_map(|room| named(room, &words)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_arrow_between_the_rooms_points_back() {
    let mut found = Vec::new();
    for (room, above) in ARROWS {
        let words: Vec<String> = above.iter().map(|above| format!("crate::{above}")).collect();
        found.extend(named(room, &words));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn only_the_store_speaks_sql_and_only_the_clock_tells_the_time() {
    let mut found = Vec::new();
    for path in sources(&core()) {
        let place = path.strip_prefix(core()).unwrap().to_path_buf();
        for (number, line) in code_of(&path) {
            let sql = ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "PRAGMA "];
            if !place.starts_with("store") && sql.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{number} speaks SQL", place.display()));
            }
            let now = ["Utc::now", "SystemTime::now", "Local::now"];
            if place != Path::new("clock.rs") && now.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{number} asks the time", place.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_loinc_code_stands_only_in_the_table_of_codes() {
    let mut found = Vec::new();
    for path in sources(&core()) {
        let place = path.strip_prefix(core()).unwrap().to_path_buf();
        if place == Path::new("fhir/code.rs") {
            continue;
        }
        for (number, line) in code_of(&path) {
            // A LOINC code: up to five digits, a hyphen and a check digit, as a string of its own.
            let quoted = line.split('"').skip(1).step_by(2);
            for text in quoted {
                if let Some((digits, check)) = text.split_once('-')
                    && (3..=5).contains(&digits.len())
                    && check.len() == 1
                    && digits.bytes().chain(check.bytes()).all(|b| b.is_ascii_digit())
                {
                    found.push(format!("{}:{number} holds the code {text}", place.display()));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_file_holds_one_noun_and_stays_under_800_lines() {
    let mut found = Vec::new();
    for folder in ["core/src", "bindings", "tests"] {
        for path in sources(&root().join(folder)) {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            if lines > 800 {
                found.push(format!("{} has {lines} lines", path.strip_prefix(root()).unwrap().display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
