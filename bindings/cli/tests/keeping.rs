//! How the record is kept, as a person meets it: backups, a new key, erasing, and each of the ways in
//! which a record does not open.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

/// A folder with a record, a vault and whatever is put beside.
struct Home(TempDir);

impl Home {
    fn of_hanako() -> Self {
        let home = Self(TempDir::new().unwrap());
        home.ok("people add 花子 --zone Asia/Tokyo");
        home.ok("vital add weight 52.5 --at 20:15");
        home.write("secret", "正しい合言葉\n");
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// The words of `line`; one with a leading @ is a file of this home.
    fn command(&self, line: &str) -> Command {
        let mut command = Command::cargo_bin("mimamori").unwrap();
        command.env_clear().env("TZ", "Asia/Tokyo");
        command.arg("--data").arg(self.path("data")).arg("--vault").arg(self.path("vault"));
        command.args(["--now", "2026-04-25T21:00:00+09:00"]);
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            match word.strip_prefix('@') {
                Some(name) => command.arg(self.path(name)),
                None => command.arg(word),
            };
        }
        command
    }

    fn ok(&self, line: &str) -> String {
        let output = self.command(line).assert().success().get_output().clone();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{line}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.ok(&format!("{line} --json"))).unwrap()
    }

    /// The one line with which the program refuses, ending with `code`.
    fn refused(&self, line: &str, code: i32) -> String {
        let output = self.command(line).assert().code(code).get_output().clone();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{line}: {said}");
        said.trim().to_owned()
    }

    fn record(&self) -> PathBuf {
        self.path("data/record.db")
    }

    /// The record's file, opened as another program would that has the key.
    fn behind(&self) -> Connection {
        let key = std::fs::read_to_string(self.path("vault/record.key")).unwrap();
        let connection = Connection::open(self.record()).unwrap();
        connection
            .execute_batch(&format!(
                "PRAGMA key = \"x'{}'\"; PRAGMA cipher_hmac_algorithm = HMAC_SHA256",
                key.lines().last().unwrap()
            ))
            .unwrap();
        connection
    }
}

#[test]
fn a_backup_comes_back_on_another_computer_with_nothing_but_its_passphrase() {
    let home = Home::of_hanako();
    let day = home.json("day");
    let made = home.json("backup @one.backup --backup-passphrase @secret");
    assert_eq!(made["bytes"].as_u64().unwrap() % 4096, 0);
    let file = std::fs::read(home.path("one.backup")).unwrap();
    assert!(!String::from_utf8_lossy(&file).contains("花子"));

    let other = Home(TempDir::new().unwrap());
    for name in ["one.backup", "secret"] {
        std::fs::copy(home.path(name), other.path(name)).unwrap();
    }
    let said = other.ok("restore @one.backup --backup-passphrase @secret --lang ja");
    assert_eq!(said, "1人の記録を戻しました。\n");
    assert_eq!(other.json("day"), day);
    assert_eq!(
        home.refused("backup @one.backup --backup-passphrase @secret --lang en", 2),
        "mimamori: There is a file of that name already. It was left as it is."
    );
}

#[test]
fn what_is_here_is_moved_aside_before_a_backup_takes_its_place() {
    let home = Home::of_hanako();
    home.ok("backup @one.backup --backup-passphrase @secret");
    let then = home.json("day");
    home.ok("vital add weight 53 --at 20:30");
    let restored = home.json("restore @one.backup --backup-passphrase @secret");
    assert_eq!(home.json("day"), then);
    // The record that was there opens with the same key, whole.
    let aside = restored["moved_aside"].as_str().unwrap();
    std::fs::create_dir(home.path("old")).unwrap();
    std::fs::rename(aside, home.path("old/record.db")).unwrap();
    let vitals = home.json("vital list --data @old")["vitals"].as_array().map_or(0, Vec::len);
    let vitals = vitals.max(home.json("vital list --data @old").as_array().map_or(0, Vec::len));
    assert_eq!(vitals, 2);
}

#[test]
fn a_backup_that_does_not_fit_is_refused_with_what_to_do_and_changes_nothing() {
    let home = Home::of_hanako();
    home.ok("backup @one.backup --backup-passphrase @secret");
    let (before, whole) = (home.json("day"), std::fs::read(home.path("one.backup")).unwrap());
    home.write("wrong", "違う合言葉\n");
    assert_eq!(
        home.refused("restore @one.backup --backup-passphrase @wrong --lang ja", 2),
        "mimamori: このバックアップの合言葉ではありません。何も変更していません。"
    );
    std::fs::write(home.path("cut"), &whole[..whole.len() / 2]).unwrap();
    assert_eq!(
        home.refused("restore @cut --backup-passphrase @secret --lang ja", 2),
        "mimamori: バックアップ（末尾）：途中で切れています。"
    );
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    std::fs::write(home.path("altered"), &altered).unwrap();
    assert_eq!(
        home.refused("restore @altered --backup-passphrase @secret --lang en", 2),
        "mimamori: backup, end: was altered."
    );
    let newer = [b"mimamori backup 2\n", &whole[18..]].concat();
    std::fs::write(home.path("newer"), newer).unwrap();
    assert!(home.refused("restore @newer --backup-passphrase @secret --lang en", 1).contains("Update Mimamori"));
    assert_eq!(
        home.refused("restore @secret --backup-passphrase @secret --lang en", 2),
        "mimamori: backup, start: not a backup of Mimamori."
    );
    assert_eq!(home.json("day"), before);
    let names: Vec<_> = std::fs::read_dir(home.path("data")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["record.db"]);
}

#[test]
fn a_new_key_takes_the_old_ones_place_wherever_the_program_is_killed() {
    let home = Home::of_hanako();
    let (before, key) = (home.json("day"), home.path("vault/record.key"));
    let old = std::fs::read(&key).unwrap();
    assert_eq!(home.ok("key rotate --lang en"), "The record has a new key.\n");
    let new = std::fs::read(&key).unwrap();
    assert_ne!(old, new);
    assert_eq!(home.json("day"), before);

    // Killed when the record had its new key, but the vault still called it the next.
    let next = home.path("vault/record.next.key");
    std::fs::rename(&key, &next).unwrap();
    std::fs::write(&key, &old).unwrap();
    private(&key);
    assert_eq!(home.json("day"), before);
    assert!(!next.exists());
    assert_eq!(std::fs::read(&key).unwrap(), new);
    // Killed when the vault had a next key that the record never got.
    std::fs::write(&next, &old).unwrap();
    private(&next);
    assert_eq!(home.json("day"), before);
    home.ok("key rotate");
    assert_eq!(home.json("day"), before);

    // Under a passphrase it stays under it.
    let sealed = Home(TempDir::new().unwrap());
    sealed.write("secret", "合言葉\n");
    sealed.ok("people add 花子 --zone Asia/Tokyo --passphrase-file @secret");
    sealed.ok("key rotate --passphrase-file @secret");
    assert!(std::fs::read_to_string(sealed.path("vault/record.key")).unwrap().contains("argon2id"));
    assert!(sealed.ok("people --passphrase-file @secret").contains("花子"));
}

fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn what_is_erased_is_gone_and_the_program_asks_first() {
    let home = Home::of_hanako();
    home.ok("people add 結衣 --zone Asia/Tokyo");
    let id = home.json("vital add weight 53 --person 花子")["id"].as_str().unwrap().to_owned();
    let gone = format!("erase record {id}");
    assert!(home.refused(&format!("{gone} --person 花子 --lang en"), 2).contains("--yes"));
    // Somebody else's record is not found.
    home.refused(&format!("{gone} --person 結衣 --yes"), 2);
    let said = home.ok(&format!("{gone} --person 花子 --yes --lang en"));
    assert!(said.starts_with("Erased for good on this device."), "{said}");
    home.refused(&format!("{gone} --person 花子 --yes"), 2);
    home.ok("erase person 花子 --yes");
    assert!(!home.ok("people").contains("花子"));
    assert!(home.ok("people").contains("結衣"));
    let behind = home.behind();
    for table in ["record", "record_history", "source", "outbox"] {
        let rows: i64 = behind.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

#[test]
fn single_rates_of_long_ago_go_only_when_asked_and_the_curve_stays() {
    let home = Home::of_hanako();
    let row = |n| format!("Watch,2026-04-2{},09:{:02}:{:02},{}\n", n / 300, n % 300 / 60, n % 60, 60 + n % 9);
    let rows: String = (0..600).map(row).collect();
    home.write("beats.csv", &format!("Device,Start_Date,Start_Time,Value\n{rows}"));
    home.ok("import @beats.csv");
    let rates = |day: &str| home.json(&format!("chart heart --from {day} --to {day}"))["table"].clone();
    let before = [rates("2026-04-20"), rates("2026-04-21")];
    // Both days are over by her clock; by that of UTC the second goes on for nine hours more.
    let thin = "erase samples --before 2026-04-22";
    // Without a yes it says what would go, and nothing goes.
    let asked = home.json(thin);
    assert_eq!((&asked["erased"], &asked["thinned"]["days"]), (&Value::Bool(false), &Value::from(2)));
    assert_eq!((&asked["thinned"]["first"], &asked["thinned"]["last"]), (&"2026-04-20".into(), &"2026-04-21".into()));
    assert!(home.ok(&format!("{thin} --lang en")).contains("--yes"));
    assert_eq!(home.json(thin), asked);
    let done = home.json(&format!("{thin} --yes"));
    assert_eq!((&done["erased"], &done["thinned"]), (&Value::Bool(true), &asked["thinned"]));
    assert_eq!([rates("2026-04-20"), rates("2026-04-21")], before);
    let count = |sql: &str| home.behind().query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let erased = || {
        let whole = count("SELECT count(*) FROM heart_body WHERE length(body) = 0");
        (whole, count("SELECT count(*) FROM heart_past WHERE erased <> 0"))
    };
    assert_eq!(erased(), (1, 1));
    assert_eq!(home.json(&format!("{thin} --yes"))["thinned"]["days"], Value::from(0));
    // An old export brings nothing back.
    home.ok("import @beats.csv");
    assert_eq!(erased(), (1, 1));
    assert_eq!(home.json(&format!("{thin} --yes"))["thinned"]["days"], Value::from(0));
}

/// The five ways in which a record does not open: each is told by itself, with what to do, and none
/// changes the file.
#[test]
fn a_wrong_key_damage_a_newer_version_and_another_program_are_told_apart() {
    let home = Home::of_hanako();
    let whole = std::fs::read(home.record()).unwrap();
    let unchanged = |what: &str| assert!(std::fs::read(home.record()).unwrap() == whole, "{what} changed the file");

    let other = Home::of_hanako();
    let key = std::fs::read(home.path("vault/record.key")).unwrap();
    std::fs::copy(other.path("vault/record.key"), home.path("vault/record.key")).unwrap();
    let said = home.refused("day --lang en", 1);
    assert!(said.contains("The key does not open") && said.contains("vault"), "{said}");
    assert!(home.refused("day --lang ja", 1).contains("この鍵では記録を開けません"));
    unchanged("a wrong key");
    std::fs::write(home.path("vault/record.key"), key).unwrap();

    let mut damaged = whole.clone();
    damaged[5000] ^= 1;
    damaged[200] ^= 1;
    std::fs::write(home.record(), &damaged).unwrap();
    let said = home.refused("day --lang en", 1);
    assert!(said.contains("damaged") && said.contains("Restore a backup"), "{said}");
    assert!(home.refused("day --lang ja", 1).contains("バックアップから戻してください"));
    assert!(std::fs::read(home.record()).unwrap() == damaged);
    std::fs::write(home.record(), &whole).unwrap();

    home.behind().execute_batch("PRAGMA user_version = 99").unwrap();
    let newer = std::fs::read(home.record()).unwrap();
    let said = home.refused("day --lang en", 1);
    assert!(said.contains("newer version") && said.contains("Update"), "{said}");
    assert!(home.refused("day --lang ja", 1).contains("更新"));
    assert!(std::fs::read(home.record()).unwrap() == newer);
    std::fs::write(home.record(), &whole).unwrap();

    let writing = home.behind();
    writing.execute_batch("BEGIN IMMEDIATE").unwrap();
    let said = home.refused("vital add weight 53 --lang en", 1);
    assert!(said.contains("Another program") && said.contains("Close it"), "{said}");
    assert!(home.refused("vital add weight 53 --lang ja", 1).contains("ほかのプログラム"));
    drop(writing);
    assert_eq!(home.ok("vital add weight 53 --lang en").lines().count(), 1);
}

/// On a disk of its own, that is really full. Needs a system that lets a program mount for itself.
#[test]
fn a_full_disk_is_told_and_what_was_kept_is_still_there() {
    let home = Home::of_hanako();
    let program = assert_cmd::cargo::cargo_bin("mimamori");
    let script = r#"
        set -e
        mount -t tmpfs -o size=600k tmpfs "$2"
        mimamori() { "$1" --data "$2/data" --vault "$3" --lang en --now 2026-04-25T21:00:00+09:00 "${@:4}"; }
        run() { mimamori "$P" "$D" "$V" "$@"; }
        P="$1" D="$2" V="$3"
        run people add Hanako --zone Asia/Tokyo >/dev/null
        run vital add weight 52.5 >/dev/null
        head -c 10m /dev/zero > "$D/filler" 2>/dev/null || true
        n=0
        while run vital add weight 53 >/dev/null 2> "$V/said"; do n=$((n+1)); test $n -lt 2000; done
        cat "$V/said"
        rm "$D/filler"
        run vital add weight 52.8 >/dev/null
        run vital list
    "#;
    std::fs::create_dir(home.path("disk")).unwrap();
    let output = std::process::Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "bash", "-c", script, "-"])
        .arg(program)
        .args([home.path("disk"), home.path("vault2")])
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => return eprintln!("SKIPPED: no unshare here: {error}"),
    };
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if wrong.contains("unshare:") || wrong.contains("mount:") {
        return eprintln!("SKIPPED: this system lets no program mount for itself: {wrong}");
    }
    assert!(output.status.success(), "{said}{wrong}");
    let mut lines = said.lines();
    assert_eq!(
        lines.next(),
        Some("mimamori: There is no space left on this device. Nothing was lost; free some space and try again.")
    );
    let vitals: Vec<&str> = lines.collect();
    assert!(
        vitals.iter().any(|line| line.contains("52.5")) && vitals.iter().any(|line| line.contains("52.8")),
        "{said}"
    );
}
