//! The program as a person or a script meets it: what it prints, what it refuses, how it ends.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A directory of its own for a record and a vault; the clock stands on a spring evening.
struct Home(TempDir);

const NOW: &str = "2026-04-25T21:00:00+09:00";

impl Home {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// One with Hanako in it.
    fn of_hanako() -> Self {
        let home = Self::new();
        home.ok("people add 花子 --zone Asia/Tokyo");
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::cargo_bin("mimamori").unwrap();
        command.env_clear().env("TZ", "Asia/Tokyo");
        command.arg("--data").arg(self.path("data")).arg("--vault").arg(self.path("vault")).args(["--now", NOW]);
        command.args(line.split(' ').filter(|word| !word.is_empty()));
        command
    }

    /// What the program answers; it must succeed and say nothing on the side.
    fn ok(&self, line: &str) -> String {
        let output = self.command(line).assert().success().get_output().clone();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{line}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, line: &str) -> serde_json::Value {
        serde_json::from_str(&self.ok(&format!("{line} --json"))).unwrap()
    }

    /// The one line with which the program refuses, ending with `code`.
    fn refused(&self, line: &str, code: i32) -> String {
        let output = self.command(line).assert().code(code).get_output().clone();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{line}: {said}");
        assert!(said.starts_with("mimamori: "), "{said}");
        said.trim_end().trim_start_matches("mimamori: ").to_owned()
    }
}

fn sample(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(name);
    path.to_str().unwrap().to_owned()
}

/// Compares with `golden/NAME.txt`; `MIMAMORI_GOLDEN=write` writes it instead.
fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.txt"));
    // Identifiers are drawn anew each time.
    let text: Vec<String> = text.lines().map(without_identifiers).collect();
    let text = format!("{}\n", text.join("\n"));
    if std::env::var_os("MIMAMORI_GOLDEN").is_some_and(|word| word == "write") {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{name}");
}

/// The end of a name, as lists show it.
fn is_tail(word: &str) -> bool {
    word.len() == 8 && word.bytes().all(|b| b.is_ascii_hexdigit())
}

fn without_identifiers(line: &str) -> String {
    let words = line.split(' ').map(|word| {
        let (own, id) = word.strip_prefix("own:").map_or(("", word), |id| ("own:", id));
        if is_tail(id) || id.len() == 36 && id.matches('-').count() == 4 { format!("{own}ID") } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn help_reads_well_in_both_languages() {
    let home = Home::new();
    for lang in ["en", "ja"] {
        golden(&format!("help.{lang}"), &home.ok(&format!("--lang {lang} --help")));
        golden(&format!("vital_add_help.{lang}"), &home.ok(&format!("vital add --help --lang {lang}")));
    }
}

#[test]
fn a_first_day_is_kept_and_shown_in_both_languages() {
    let home = Home::of_hanako();
    home.ok("meal add ごはん=150g --quick みそ汁 --kcal 40 --at 07:10");
    home.ok("vital add bp 132 85 --pulse 64 --at 07:00");
    home.ok("vital add weight 58.2 --at 07:05");
    home.ok("habit add 散歩");
    home.ok("habit tick 散歩 --at 18:00");
    for lang in ["en", "ja"] {
        golden(&format!("day.{lang}"), &home.ok(&format!("day --lang {lang}")));
        golden(&format!("vital_list.{lang}"), &home.ok(&format!("vital list --lang {lang}")));
        golden(&format!("people.{lang}"), &home.ok(&format!("people --lang {lang}")));
    }
    let day = home.json("day");
    assert_eq!(day["name"], "花子");
    assert_eq!(day["day"], "2026-04-25");
    assert_eq!(day["meals"][0]["meal"]["items"].as_array().unwrap().len(), 2);
    assert_eq!(day["habits"][0]["done"], true);
    assert_eq!(day["vitals"].as_array().unwrap().len(), 2);
}

#[test]
fn the_language_of_the_terminal_is_taken_where_none_is_given() {
    let home = Home::new();
    let says = |name: &str, value: &str| {
        let output = home.command("people").env(name, value).assert().success().get_output().clone();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(says("LANG", "ja_JP.UTF-8").contains("まだだれも"));
    assert!(says("LC_ALL", "en_US.UTF-8").contains("Nobody is here yet"));
}

#[test]
fn a_food_is_found_by_its_everyday_name_without_any_record() {
    let home = Home::new();
    let found = home.json("food search 鮭 --limit 5");
    let foods = found["foods"].as_array().unwrap();
    assert!(!foods.is_empty() && foods.len() <= 5);
    assert!(foods[0]["code"].is_string() && foods[0]["kcal_per_100g"].is_number(), "{found}");
    assert!(!home.path("data").exists(), "a search begins no record");
    assert!(home.ok("food search 鮭 --lang ja").contains("文部科学省"));
    assert!(home.ok("food show 鮭=1切れ --lang ja").contains("80"));
    let licences = home.ok("food licences");
    assert!(licences.contains("文部科学省") && licences.contains("public domain"), "{licences}");
    assert!(!home.path("data").exists(), "nor does looking one up");
}

#[test]
fn what_a_search_answers_programs_stays_as_it_is() {
    let found = Home::new().json("food search ごはん --limit 1");
    let rice =
        serde_json::json!({"code": "mext:01088", "name": "こめ ［水稲めし］ 精白米 うるち米", "kcal_per_100g": 156.0});
    assert_eq!(found, serde_json::json!({"foods": [rice]}));
}

#[test]
fn meals_are_said_corrected_copied_and_taken_back_in_both_languages() {
    let home = Home::of_hanako();
    home.ok("food add グラノーラ --per serving --kcal 220 --salt 0.3");
    home.ok("food recipe 母の肉じゃが じゃがいも=400g 豚肉=200g しょうゆ=大さじ3 --servings 4");
    let mut said = String::new();
    for line in [
        "meal add ごはん 1膳 みそ汁 1杯 納豆 --at 07:10",
        "meal add 母の肉じゃが グラノーラ=2食 --quick お菓子 --slot snack --at 15:00",
        "meal edit 1 --amount 1=2人前 --add 緑茶=1杯 --remove 3",
        "meal copy --from 2026-04-25 --to 2026-04-24 --slot breakfast",
        "meal list",
        "food own",
        "food favourite ごはん",
        "food favourite",
        "food recents --limit 3",
        "food show みそ汁=1杯",
        "food intake",
        "meal undo 1",
        "meal delete 1",
        "meal undo",
    ] {
        for lang in ["en", "ja"] {
            // What changes the record is said once only.
            if lang == "ja" || line.starts_with("meal list") || line.starts_with("food ") {
                said += &format!("$ {line} --lang {lang}\n{}", home.ok(&format!("{line} --lang {lang}")));
            }
        }
    }
    golden("food", &said);
}

#[test]
fn intake_over_days_says_what_is_known_and_judges_no_day() {
    let home = Home::of_hanako();
    home.ok("meal add ごはん=150g --quick みそ汁");
    let intake = home.json("food intake");
    assert_eq!((&intake["days"], &intake["recorded_days"]), (&7.into(), &1.into()));
    assert_eq!(intake["basis"], "unknown");
    let energy = &intake["figures"][0];
    assert_eq!((&energy["figure"], &energy["known"], &energy["items"]), (&"ENERC_KCAL".into(), &1.into(), &2.into()));
    assert!(intake["figures"].as_array().unwrap().iter().all(|figure| figure["standing"].is_null()));
}

#[test]
fn a_file_imported_twice_is_there_once() {
    let home = Home::of_hanako();
    let file = sample("import/dogsheep_export.xml");
    let first = home.json(&format!("import {file}"));
    assert_eq!(first["files"][0]["heart"]["inserted"], 1);
    let again = home.json(&format!("import {file} {}", sample("import/aleksi_testdata.xml")));
    assert_eq!(again["files"][0]["heart"], serde_json::json!({ "inserted": 0, "already_there": 1 }));
    assert_eq!(again["files"][1]["vitals"]["inserted"], 2);
    let day = home.json("day 2018-09-10");
    assert_eq!(day["heart"]["total"]["count"], 1);
    for lang in ["en", "ja"] {
        let text = home.ok(&format!("import {file} --lang {lang}"));
        golden(&format!("import.{lang}"), &text.replace(&file, "export.xml"));
    }
}

#[test]
fn a_season_of_nights_is_imported_and_its_findings_are_explained() {
    let home = Home::of_hanako();
    let heart = sample("nightsignal_aw/AW_rhr_P355472.csv.xz");
    let steps = sample("nightsignal_aw/P355472-AppleWatch-st.csv.xz");
    let report = home.json(&format!("import {heart} {steps}"));
    // Twenty of the file's rows give a second rate for an instant; one is kept.
    assert_eq!(report["files"][0]["heart"], serde_json::json!({ "inserted": 47_698, "already_there": 20 }));
    assert_eq!(report["files"][1]["steps"]["inserted"], 16_299);
    let findings = home.json("findings");
    let findings = findings.as_array().unwrap();
    assert!(!findings.is_empty(), "this season has unusual nights");
    let id: String = findings[0]["id"].as_str().unwrap().chars().take(8).collect();
    assert!(home.ok(&format!("findings explain {id} --lang ja")).lines().count() > 10);
    let noted = home.json(&format!("findings ack {id}"));
    assert_eq!(noted["state"], "acknowledged");
}

#[test]
fn a_strap_is_recorded_from_what_it_sent() {
    let home = Home::of_hanako();
    let file = home.write("strap.txt", b"# at rest\n2026-04-25T20:15:00+09:00 1648EC02\n+1003 16 49 E6 02\n");
    let heard = home.json(&format!("record heart --replay {file} --name H10"));
    assert_eq!((&heard["notifications"], &heard["latest"]), (&2.into(), &73.into()));
    assert_eq!(home.json("day")["heart"]["total"]["count"], 2);
    let file = home.write("broken.txt", b"2026-04-25T20:16:00+09:00 1648EC02\nnonsense\n");
    assert!(home.refused(&format!("record heart --replay {file}"), 2).contains("line 2"));
    assert_eq!(home.json("day")["heart"]["total"]["count"], 3, "what came before is kept");
}

#[test]
fn wrong_input_gets_one_line_and_exit_2_and_changes_nothing() {
    let home = Home::of_hanako();
    for line in [
        "",
        "nonsense",
        "vital",
        "vital add bp 132",
        "vital add bp 1320 85",
        "vital add bp 85 132",
        "vital add bp -3 85",
        "vital add weight 58.2 59.0",
        "vital add weight heavy",
        "vital add mood 3",
        "vital add weight 58.2 --at yesterdayish",
        "meal add",
        "meal add かつおのだし汁=1丁",
        "meal edit 9 --slot lunch",
        "meal edit --slot lunch",
        "meal copy --from 2020-01-01",
        "meal undo",
        "food show なぞなぞなぞ",
        "food add bun",
        "food add bun --kcal -3",
        "food add bun --kcal 80 --serving 90 --pack 30",
        "food recipe stew potato=lots",
        "food intake --from 2026-04-25 --to 2026-04-01",
        "meal add ごはん=lots",
        "meal add mext:99999=100g",
        "meal add --kcal 40",
        "meal add --quick soup --kcal 1e9",
        "habit tick nobody-has-this",
        "habit add x --times-a-week 9",
        "day 2026-02-30",
        "day --now noon",
        "day --person nobody",
        "people add x --zone Mars/Base",
        "findings explain 00000000",
        "import /nowhere/at/all",
        "import /",
        "day --nonsense",
        "day --lang fr",
        "sync --deadline soon",
        "sync --deadline 2h",
        "platform sign-in fhir.example.org",
    ] {
        home.refused(line, 2);
    }
    let day = home.json("day");
    assert_eq!(day["vitals"].as_array().unwrap().len() + day["meals"].as_array().unwrap().len(), 0);
    assert_eq!(home.refused("vital add bp 1320 85 --lang ja", 2), "上の血圧（最高）：ありえる範囲を外れています。");
}

#[test]
fn a_refusal_never_repeats_a_value() {
    let home = Home::of_hanako();
    for line in ["vital add bp 987654 85", "vital add weight 987654", "day 987654", "vital 987654", "meal add 987654"] {
        assert!(!home.refused(line, 2).contains("987654"), "{line}");
    }
}

#[test]
fn files_that_are_not_what_they_should_be_are_refused_in_words() {
    let home = Home::of_hanako();
    let whole = std::fs::read(sample("nightsignal_aw/AW_rhr_P355472.csv.xz")).unwrap();
    let cases: [(&str, &[u8], &str); 5] = [
        ("empty", b"", "ファイルが空です"),
        ("words.csv", "あいうえお\n".as_bytes(), "読み取れる形式ではありません"),
        ("latin.csv", b"caf\xe9\xff\n", "読み取れる形式ではありません"),
        ("cut.csv.xz", &whole[..5_000], "ファイルが途中で終わっています"),
        ("cut.zip", b"PK\x03\x04\x14\0\0\0", "壊れているか、途中までしかありません"),
    ];
    for (name, content, why) in cases {
        let file = home.write(name, content);
        let said = home.refused(&format!("import {file} --lang ja --json"), 2);
        assert!(said.contains(why), "{name}: {said}");
    }
}

#[test]
fn a_huge_line_or_a_line_that_is_not_text_is_left_out_and_told() {
    let home = Home::of_hanako();
    let mut file = b"Device,Start_Date,Start_Time,ValueW,2026-04-20,06:13:06,77\n".to_vec();
    file.extend(vec![b'9'; 3_000_000]);
    file.extend_from_slice(b"\n\xff\xfe,2026-04-20,06:13:07,70\nW,2026-04-20,06:13:09,78\n");
    let file = home.write("odd.csv", &file);
    let report = home.json(&format!("import {file}"));
    assert_eq!(report["files"][0]["heart"]["inserted"], 2);
    assert_eq!(report["files"][0]["skipped"]["unreadable"], serde_json::json!({ "count": 2, "first": { "line": 2 } }));
}

#[test]
fn several_people_are_kept_apart_and_one_must_be_named() {
    let home = Home::of_hanako();
    home.ok("people add Yui --zone Asia/Tokyo");
    assert!(home.refused("day", 2).contains("--person"));
    home.ok("vital add weight 58.2 --person 花子");
    assert_eq!(home.json("day --person Yui")["vitals"].as_array().unwrap().len(), 0);
    assert_eq!(home.json("day --person 花子")["vitals"].as_array().unwrap().len(), 1);
}

#[test]
fn under_a_passphrase_the_record_opens_with_it_and_with_no_other() {
    let home = Home::new();
    let right = home.write("right", "正しい合言葉\n".as_bytes());
    let wrong = home.write("wrong", b"guess\n");
    home.ok(&format!("people add 花子 --zone Asia/Tokyo --passphrase-file {right}"));
    assert!(home.ok(&format!("people --passphrase-file {right}")).contains("花子"));
    assert_eq!(home.refused(&format!("people --passphrase-file {wrong}"), 2), "The passphrase does not fit.");
    assert!(home.refused("people", 2).contains("passphrase"));
    let key = std::fs::read_to_string(home.path("vault/record.key")).unwrap();
    assert!(key.starts_with("mimamori key 1 argon2id 65536 3\n"));
}

#[test]
fn a_record_without_its_key_is_left_alone() {
    let home = Home::of_hanako();
    std::fs::remove_file(home.path("vault/record.key")).unwrap();
    assert!(home.refused("people", 1).contains("no key"));
    assert!(!home.path("vault/record.key").exists());
    home.write("vault/record.key", format!("mimamori key 1 plain\n{}\n", "ab".repeat(32)).as_bytes());
    private(&home.path("vault/record.key"));
    assert!(home.refused("people", 1).contains("does not open"));
}

#[test]
fn a_vault_that_others_can_read_or_that_lies_with_the_data_is_refused() {
    let home = Home::of_hanako();
    let mode = |path: &str| {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::metadata(home.path(path)).unwrap().permissions().mode() & 0o777
    };
    assert_eq!((mode("vault"), mode("vault/record.key"), mode("data")), (0o700, 0o600, 0o700));
    open_to_all(&home.path("vault/record.key"));
    assert!(home.refused("people", 2).contains("Others than you"));
    private(&home.path("vault/record.key"));
    home.ok("people");
    let mut inside = Command::cargo_bin("mimamori").unwrap();
    inside.arg("--data").arg(home.path("data")).arg("--vault").arg(home.path("data/keys")).arg("people");
    inside.env_clear().assert().code(2);
}

fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

fn open_to_all(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let home = Home::new();
    let program = assert_cmd::cargo::cargo_bin("mimamori");
    let line = format!("'{}' food search a --limit 200 | head -n 1; echo ${{PIPESTATUS[0]}}", program.display());
    let output = std::process::Command::new("bash").arg("-c").arg(line).current_dir(home.0.path()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.lines().last(), Some("0"), "{said}");
    assert!(output.stderr.is_empty());
}

#[test]
fn what_is_recorded_reaches_a_platform_once_and_what_it_holds_comes_back() {
    let sandbox = mimamori_sandbox::Sandbox::start(mimamori_sandbox::SandboxConfig::default()).unwrap();
    sandbox.load_demo().unwrap();
    let patient = mimamori_sandbox::PATIENT;
    let token = sandbox.issue_token(mimamori_sandbox::TokenSpec::patient(patient)).unwrap();
    let home = Home::of_hanako();
    assert_eq!(home.refused("sync", 2), "No platform is connected. See: mimamori platform sign-in --help");
    let token = home.write("token", token.as_bytes());
    home.ok("vital add bp 132 85");
    home.ok(&format!("platform add {} --patient {patient} --token-file {token}", sandbox.base_url()));
    let first = home.json("sync");
    assert!(first[0]["pushed"].as_u64().unwrap() >= 1 && first[0]["pulled"].as_u64().unwrap() >= 1, "{first}");
    assert_eq!((&first[0]["pending"], &first[0]["set_aside"]), (&0.into(), &0.into()), "{first}");
    assert_eq!(home.json("sync")[0]["pushed"], 0);
    assert!(home.ok("records --lang ja").lines().count() > 3);
    let prescriptions = home.json("records prescription");
    let of_type = |one: &serde_json::Value| one["resource_type"] == "MedicationRequest";
    assert!(prescriptions.as_array().unwrap().iter().all(of_type) && prescriptions[0].is_object(), "{prescriptions}");
    assert!(home.ok("records 処方 --lang ja").lines().all(|line| line.contains("処方")));
    assert!(home.refused("records shoes", 2).contains("vaccination"));
    let disclosed = home.json("disclosures");
    assert!(!disclosed.as_array().unwrap().is_empty());
    // Each says under which consent it left, and that can be looked at.
    let consent = disclosed[0]["basis"].as_str().unwrap().to_owned();
    assert_eq!(home.json(&format!("history {consent}"))[0]["record"]["entry"]["kind"], "consent");
    assert!(home.ok("disclosures").contains(consent.split('-').next_back().unwrap().get(4..).unwrap()));
    let url = sandbox.base_url().to_owned();
    sandbox.stop();
    home.ok("vital add weight 58.2");
    let output = home.command("sync").assert().code(1).get_output().clone();
    assert!(String::from_utf8(output.stderr).unwrap().contains("Nothing is lost"));
    home.ok(&format!("platform remove {url}"));
    assert_eq!(home.json("platform list"), serde_json::json!([]));
}

/// A home whose record goes to the sandbox.
fn connected(sandbox: &mimamori_sandbox::Sandbox) -> Home {
    let patient = mimamori_sandbox::PATIENT;
    let token = sandbox.issue_token(mimamori_sandbox::TokenSpec::patient(patient)).unwrap();
    let home = Home::of_hanako();
    let token = home.write("token", token.as_bytes());
    home.ok(&format!("platform add {} --patient {patient} --token-file {token}", sandbox.base_url()));
    home
}

#[test]
fn what_two_devices_changed_differently_is_shown_and_settled_in_both_languages() {
    let sandbox = mimamori_sandbox::Sandbox::start(mimamori_sandbox::SandboxConfig::default()).unwrap();
    sandbox.load_demo().unwrap();
    let (phone, tablet) = (connected(&sandbox), connected(&sandbox));
    phone.ok("meal add ごはん=150g --at 12:10 --note 朝は抜き");
    assert_eq!(phone.ok("conflicts"), "Nothing was changed differently on two devices.\n");
    phone.ok("sync");
    tablet.ok("sync");
    let id = phone.json("meal list")[0]["id"].as_str().unwrap().to_owned();
    phone.ok("meal edit 1 --note 母と");
    tablet.ok("meal edit 1 --note 一人で");
    phone.ok("sync");
    let told = tablet.ok("sync");
    assert!(told.contains("See: mimamori conflicts"), "{told}");
    for lang in ["en", "ja"] {
        golden(&format!("conflicts.{lang}"), &tablet.ok(&format!("conflicts --lang {lang}")));
        golden(&format!("conflicts_help.{lang}"), &tablet.ok(&format!("conflicts resolve --help --lang {lang}")));
    }
    assert_eq!(tablet.json("conflicts")[0]["fields"], serde_json::json!(["note"]));
    assert!(tablet.refused(&format!("conflicts resolve {id} --keep both"), 2).contains("here"));
    tablet.ok(&format!("conflicts resolve {id} --keep there --lang ja"));
    assert_eq!(tablet.json("conflicts"), serde_json::json!([]));
    assert!(tablet.refused(&format!("conflicts resolve {id} --keep there"), 2).contains("not found"));
    for home in [&tablet, &phone] {
        home.ok("sync");
        assert_eq!(home.json("meal list")[0]["entry"]["entry"]["note"], "母と");
    }
}

#[test]
fn an_interrupted_sandbox_ends_quietly() {
    let program = assert_cmd::cargo::cargo_bin("mimamori");
    let mut child = std::process::Command::new(program)
        .args(["serve-sandbox", "--demo", "--json"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
    while !line.contains("http://127.0.0.1:") {
        assert_ne!(std::io::BufRead::read_line(&mut out, &mut line).unwrap(), 0, "{line}");
    }
    let stopped = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(stopped.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn habits_are_begun_kept_changed_and_rested_in_both_languages() {
    let home = Home::of_hanako();
    home.ok("habit add ストレッチ");
    home.ok("habit add --preset water");
    home.ok("habit add 休肝日 --at-most 0 --unit 杯 --times-a-week 2");
    home.ok("habit add 散歩 --goal 30 --unit 分 --weekdays sat,mon --remind 20:30,7:00");
    home.ok("habit add --preset mood");
    home.ok("habit tick ストレッチ --at 07:00");
    home.ok("habit tick 水分 --at 08:00");
    home.ok("habit tick Water --amount 2 --at 12:00");
    home.ok("habit tick 散歩 --at 18:00");
    home.ok("habit tick mood --amount 4");
    for lang in ["en", "ja"] {
        // All were begun in the same millisecond, as the clock stands still.
        let mut listed: Vec<String> =
            home.ok(&format!("habit list --lang {lang}")).lines().map(str::to_owned).collect();
        listed.sort();
        golden(&format!("habit_list.{lang}"), &listed.join("\n"));
        golden(&format!("habit_score.{lang}"), &home.ok(&format!("habit score 散歩 --days 3 --lang {lang}")));
        golden(&format!("habit_add_help.{lang}"), &home.ok(&format!("habit add --help --lang {lang}")));
    }
    let row = |name: &str| {
        let rows = home.json("habit list --all");
        rows.as_array().unwrap().iter().find(|row| row["habit"]["name"] == name).cloned().unwrap()
    };
    assert_eq!(
        (&row("散歩")["amount"], &row("散歩")["done"]),
        (&30.0.into(), &true.into()),
        "a measure is ticked as a whole"
    );
    assert_eq!(row("water")["amount"], 3.0);
    assert_eq!(home.json("habit untick 水分")["taken_back"], 2);
    assert_eq!(row("water")["noted"], false);

    home.ok("habit edit 散歩 --rename 朝の散歩 --daily --remind none");
    assert_eq!(row("朝の散歩")["habit"]["schedule"], "daily");
    home.ok("habit undo 朝の散歩");
    assert_eq!(row("散歩")["habit"]["reminders"].as_array().unwrap().len(), 2);
    home.ok("habit pause ストレッチ --until 2026-05-01");
    assert_eq!(row("ストレッチ")["rests"], true);
    home.ok("habit resume ストレッチ");
    assert_eq!(row("ストレッチ")["rests"], false);
    home.ok("habit archive ストレッチ");
    assert!(!home.ok("habit list").contains("ストレッチ"));

    assert_eq!(home.refused("habit tick mood", 2), "This habit needs an amount, such as: --amount 4");
    assert_eq!(home.refused("habit tick 気分 --amount 6", 2), "Amount: outside the possible range.");
    assert_eq!(home.refused("habit tick 体操", 2), "Habit: not found.");
    assert_eq!(home.refused("habit add x --weekdays mon,someday", 2), "Days on which it is due: cannot be read.");
    assert_eq!(home.refused("habit pause 散歩 --until 2026-04-01", 2), "Days of rest: does not fit the other values.");
}

#[test]
fn a_person_is_reminded_but_not_in_quiet_hours() {
    let home = Home::of_hanako();
    home.ok("habit add --preset medicine --remind 8:00,20:00,23:30");
    let due = |home: &Home| home.json("habit due")["due"].as_array().unwrap().len();
    assert_eq!(due(&home), 1);
    home.ok("habit quiet 22:00 7:00");
    for lang in ["en", "ja"] {
        golden(&format!("habit_due.{lang}"), &home.ok(&format!("habit due --lang {lang}")));
    }
    home.ok("habit quiet 20:30 7:00");
    assert_eq!(due(&home), 0, "it is nine in the evening");
    home.ok("habit quiet none");
    home.ok("habit snooze medicine 30");
    assert_eq!(due(&home), 0);
    assert_eq!(home.json("habit due")["upcoming"][0]["at"], 1_777_120_200_000_i64, "half past nine");
    home.ok("habit tick 服薬");
    assert_eq!(home.json("habit due")["upcoming"].as_array().unwrap().len(), 3 * 7 - 1);
    assert_eq!(home.refused("habit quiet 9:00", 2), "Quiet hours: cannot be read.");
}

#[test]
fn a_day_on_which_the_clocks_changed_says_so() {
    let home = Home::new();
    home.ok("people add Greta --zone Europe/Berlin");
    assert!(home.ok("day 2026-03-29").contains("The clocks went forward by 1 h at 2:00: this day had 23 h."));
    let day = home.json("day 2025-10-26");
    assert_eq!((&day["minutes"], &day["clocks"]["after_s"]), (&1_500.into(), &3_600.into()));
}

#[test]
fn a_very_high_pressure_is_found_explained_and_acknowledged() {
    let home = Home::of_hanako();
    home.ok("vital add bp 186 112 --at 20:50");
    let found = home.json("findings");
    assert_eq!(found[0]["rule"], "blood_pressure_very_high");
    let id = found[0]["id"].as_str().unwrap().chars().take(8).collect::<String>();
    for lang in ["en", "ja"] {
        golden(&format!("findings_explain.{lang}"), &home.ok(&format!("findings explain {id} --lang {lang}")));
    }
    assert_eq!(home.json(&format!("findings ack {id}"))["state"], "acknowledged");
    assert_eq!(home.json(&format!("findings mute {id}"))["state"], "muted");
    assert_eq!(home.json("findings --since 2026-04-26"), serde_json::json!([]));
    // Now it is stronger than what was muted: it is told again.
    home.ok("vital add bp 184 110 --at 20:56");
    let found = home.json("findings");
    assert_eq!((found[0]["state"].as_str(), found[0]["severity"].as_str()), (Some("new"), Some("strong")));
    home.refused("findings explain 00000000", 2);
}

/// What a strap on a heart without a steady pattern sends in so many minutes from 19:20 on.
fn unsteady(minutes: u32) -> String {
    let mut text = "2026-04-25T19:20:00+09:00 1648\n".to_owned();
    let (mut seed, mut beat_ms) = (1_u64, 0_u32);
    let mut share = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 40) as f64 / f64::from(1 << 24)
    };
    let mut beats = Vec::new();
    for second in 1..=minutes * 60 {
        while beat_ms < second * 1000 {
            let rr_ms = (500.0 + 400.0 * share() * share() + 150.0 * share()) as u32;
            beats.push((rr_ms * 1024 / 1000) as u16);
            beat_ms += rr_ms;
        }
        let intervals: String = beats.drain(..).flat_map(u16::to_le_bytes).map(|byte| format!("{byte:02X}")).collect();
        text += &format!("+{} 1648{intervals}\n", second * 1000 + 900);
    }
    text
}

#[test]
fn an_irregular_rhythm_is_found_in_what_a_strap_sent_and_explained() {
    let home = Home::of_hanako();
    let file = home.write("strap.txt", unsteady(60).as_bytes());
    home.ok(&format!("record heart --replay {file} --name H10"));
    assert_eq!(home.json("findings"), serde_json::json!([]), "an hour is not enough");
    let file = home.write("strap.txt", unsteady(90).as_bytes());
    home.ok(&format!("record heart --replay {file} --name H10"));
    let found = home.json("findings");
    assert_eq!((found.as_array().unwrap().len(), &found[0]["rule"]), (1, &"irregular_rhythm".into()));
    let id = found[0]["id"].as_str().unwrap().chars().take(8).collect::<String>();
    for lang in ["en", "ja"] {
        golden(&format!("findings_rhythm.{lang}"), &home.ok(&format!("findings --lang {lang}")));
        golden(&format!("findings_explain_rhythm.{lang}"), &home.ok(&format!("findings explain {id} --lang {lang}")));
    }
}

#[test]
fn a_breakfast_that_did_not_come_is_missed() {
    let home = Home::of_hanako();
    assert_eq!(home.json("watch")["signs"], serde_json::json!([]));
    for day in 1..=24 {
        home.ok(&format!("meal add --slot breakfast --quick トースト --kcal 420 --at 2026-04-{day:02}T07:30"));
        home.ok(&format!("vital add weight 52.5 --at 2026-04-{day:02}T07:10"));
    }
    home.ok("vital add weight 52.5 --at 7:15");
    let signs = &home.json("watch")["signs"];
    assert_eq!((&signs[0]["class"], &signs[0]["state"]), (&"meals".into(), &"missing".into()));
    assert_eq!((&signs[1]["class"], &signs[1]["state"]), (&"vitals".into(), &"usual".into()));
    for lang in ["en", "ja"] {
        golden(&format!("watch.{lang}"), &home.ok(&format!("watch --lang {lang}")));
        golden(&format!("watch_help.{lang}"), &home.ok(&format!("watch --help --lang {lang}")));
    }
}

#[test]
fn nothing_is_suggested_of_nothing_and_a_dismissal_needs_a_known_word() {
    let home = Home::of_hanako();
    assert_eq!(home.json("suggest"), serde_json::json!([]));
    assert_eq!(home.json("trends"), serde_json::json!([]));
    assert_eq!(home.json("together"), serde_json::json!([]));
    assert!(home.ok("suggest --lang ja").contains("という意味ではありません"));
    assert_eq!(home.json("suggest dismiss walk-more"), "walk_more");
    assert_eq!(home.refused("suggest dismiss fly --lang en", 2), "Suggestion: not found.");
}

#[test]
fn a_falling_weight_is_a_trend_only_where_it_is_clear() {
    let home = Home::of_hanako();
    for day in 10..25 {
        home.ok(&format!("vital add weight {:.1} --at 2026-04-{day}T07:00", 60.0 - f64::from(day - 10) * 0.1));
    }
    let trends = home.json("trends");
    assert_eq!((trends[0]["value"].as_str(), trends[0]["clear"].as_bool()), (Some("weight"), Some(true)));
    assert!((trends[0]["per_week"].as_f64().unwrap() + 0.7).abs() < 1e-6);
    assert!(home.ok("trends --lang en").contains("falls by 0.7"));
}

/// A record with a scale's and a cuff's values of April, and nothing between the 10th and the 20th.
fn home_of_a_month() -> Home {
    let home = Home::of_hanako();
    for (day, weight) in
        [("02", "58.6"), ("03", "58.4"), ("05", "58.1"), ("09", "58.3"), ("21", "57.8"), ("25", "57.6")]
    {
        home.command("")
            .args(["vital", "add", "weight", weight, "--at", &format!("2026-04-{day} 07:00")])
            .assert()
            .success();
    }
    home.ok("vital add bp 132 85 --pulse 64 --at 07:00");
    home.ok("sleep add 23:10 6:40");
    home.ok("sleep add 13:00 13:20");
    home
}

#[test]
fn a_chart_says_in_words_what_it_shows_in_both_languages() {
    let home = home_of_a_month();
    for lang in ["en", "ja"] {
        for kind in ["weight", "bp", "sleep", "steps"] {
            golden(&format!("chart_{kind}.{lang}"), &home.ok(&format!("chart {kind} --table --lang {lang}")));
        }
        golden(&format!("chart_help.{lang}"), &home.ok(&format!("chart --help --lang {lang}")));
    }
    let chart = home.json("chart weight --from 2026-04-01 --to 2026-04-10");
    assert_eq!(chart["table"]["rows"].as_array().unwrap().len(), 4);
    assert_eq!(chart["sentence"].as_str().unwrap().split(':').next(), Some("4 measurements on 4 of 10 days"));
}

#[test]
fn a_chart_is_written_as_a_picture() {
    let home = home_of_a_month();
    let (png, svg) = (home.path("weight.png"), home.path("weight.svg"));
    home.ok(&format!("chart weight --dark --scale 200 --out {}", png.display()));
    home.ok(&format!("chart weight --out {} --lang ja", svg.display()));
    assert_eq!(&std::fs::read(&png).unwrap()[..8], b"\x89PNG\r\n\x1a\n");
    let svg = std::fs::read_to_string(&svg).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains(">kg</text>") && svg.contains("<desc"));
    // Nothing to draw: a sentence in place of a chart.
    let empty = home.path("empty.svg");
    let said = home.ok(&format!("chart spo2 --out {}", empty.display()));
    assert!(said.contains("nothing was recorded") && std::fs::read_to_string(&empty).unwrap().contains("nothing was"));
    assert_eq!(home.refused("chart weight --out weight.gif", 2), "A picture is a file that ends in .png or .svg.");
    assert_eq!(home.refused("chart luck", 2), "There is no chart of this kind. See: mimamori chart --help");
}

#[test]
fn the_order_of_the_sources_is_the_person_s() {
    let home = Home::of_hanako();
    assert_eq!(home.ok("source list"), "Nothing has been measured yet.\n");
    home.ok(&format!("import {}", sample("nightsignal_aw/AW_rhr_P355472.csv.xz")));
    home.ok("vital add weight 58.2");
    let names = |line: &str| -> Vec<String> {
        home.json(line).as_array().unwrap().iter().map(|source| source["name"].as_str().unwrap().to_owned()).collect()
    };
    let before = names("source list");
    assert_eq!(before.last().unwrap(), "manual");
    assert_eq!(names("source order manual").first().unwrap(), "manual");
    assert_eq!(names("source list").len(), before.len());
    assert_eq!(home.refused("source order nobody", 2), "Source: not found.");
}
