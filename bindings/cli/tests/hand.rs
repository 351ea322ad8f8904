//! A week of an old woman who writes down what she measures, feels and takes: in Japanese, with the keys
//! that her keyboard has.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A record of Hanako's; the clock is given with each command.
struct Home(TempDir);

const NOW: &str = "2026-04-24T09:00:00+09:00";

impl Home {
    fn of_hanako() -> Self {
        let home = Self(TempDir::new().unwrap());
        home.ok("people add 花子 --zone Asia/Tokyo");
        home
    }

    fn at(&self, now: &str, line: &str) -> Command {
        let mut command = Command::cargo_bin("mimamori").unwrap();
        command.env_clear().env("TZ", "Asia/Tokyo");
        command.arg("--data").arg(self.0.path().join("data")).arg("--vault").arg(self.0.path().join("vault"));
        command.args(["--now", now]);
        // A low line stands for a blank inside a word.
        command.args(line.split(' ').filter(|word| !word.is_empty()).map(|word| word.replace('_', " ")));
        command
    }

    /// What the program answers at `now`; it must succeed and say nothing on the side.
    fn ok_at(&self, now: &str, line: &str) -> String {
        let output = self.at(now, line).assert().success().get_output().clone();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{line}");
        String::from_utf8(output.stdout).unwrap().replace('\u{a0}', " ")
    }

    fn ok(&self, line: &str) -> String {
        self.ok_at(NOW, line)
    }

    fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.ok(&format!("{line} --json"))).unwrap()
    }

    /// The one line with which the program refuses.
    fn refused(&self, line: &str) -> String {
        let output = self.at(NOW, line).assert().code(2).get_output().clone();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{line}: {said}");
        said.trim_end().trim_start_matches("mimamori: ").to_owned()
    }

    /// The end of the name of the record that `line` makes.
    fn made(&self, line: &str) -> String {
        let made = self.json(line);
        made.get("id").and_then(Value::as_str).unwrap().chars().skip(28).collect()
    }
}

/// Compares with `golden/NAME.txt`; `MIMAMORI_GOLDEN=write` writes it instead.
fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.txt"));
    // Names of records are drawn anew each time.
    let is_name = |word: &str| word.len() == 8 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let line =
        |line: &str| line.split(' ').map(|word| if is_name(word) { "ID" } else { word }).collect::<Vec<_>>().join(" ");
    let text = text.lines().map(line).collect::<Vec<_>>().join("\n") + "\n";
    if std::env::var_os("MIMAMORI_GOLDEN").is_some_and(|word| word == "write") {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{name}");
}

/// Two days of hers.
fn days(home: &Home) {
    for (now, line) in [
        ("19T20:00", "profile set --kana はなこ --birth 昭和２３年４月５日 --sex 女性 --height 152 --activity 低い"),
        ("19T20:01", "profile set --condition 高血圧 --condition 糖尿病 --allergy 薬:ペニシリン=発疹 --allergy そば"),
        ("19T20:02", "profile set --emergency 結衣、娘、090-1234-5678 --doctor みどり内科、03-1234-5678"),
        ("19T20:03", "medicine add アムロジピン錠5mg --dose １錠 --times 朝食後 --for 血圧 --from 3月1日"),
        ("19T20:04", "medicine add メトホルミン錠250mg --dose 1錠 --times 夕食後、朝食後 --from 2026-03-01"),
        ("19T20:05", "medicine add アレンドロン酸錠35mg --dose 1錠 --times 起床時 --days 月曜日 --from 3月1日"),
        ("19T20:06", "medicine add ロキソプロフェン錠60mg --dose 1錠 --as-needed --most 3 --until 4月30日"),
        ("20T07:00", "vital add 血圧 １４２／８５ --pulse ６６ --arm 左 --morning"),
        ("20T07:02", "vital add 体重 ５２．４キロ"),
        ("20T07:03", "vital add 血糖 128 --meal 空腹時"),
        ("20T07:04", "vital add 体温 36.4度 --site わき"),
        ("20T07:10", "medicine take アレンドロン"),
        ("20T08:10", "medicine take --slot 朝食後"),
        ("20T09:10", "symptom add 頭痛 --strength 軽い --since 昨日"),
        ("20T09:11", "symptom add 足がつる --at 3時20分"),
        ("20T06:30", "sleep add 午後10時半 5:45"),
        ("20T09:12", "medicine take ロキソ"),
        ("20T21:00", "vital add bp 135/85/64 --evening --arm left"),
        ("21T00:20", "medicine take メトホルミン --slot 夕食後 --day 昨日"),
        ("21T07:05", "event add 予防接種 帯状疱疹ワクチン --place みどり内科"),
        ("21T07:06", "event add 入院 白内障の手術 --at 4月22日_10時 --until 4月24日"),
    ] {
        home.ok_at(&format!("2026-04-{now}:00+09:00"), line);
    }
}

#[test]
fn a_day_shows_everything_that_was_told_of_it_in_both_languages() {
    let home = Home::of_hanako();
    days(&home);
    for lang in ["en", "ja"] {
        golden(&format!("hand_day.{lang}"), &home.ok(&format!("day 4月20日 --lang {lang}")));
        golden(&format!("hand_stay.{lang}"), &home.ok(&format!("day 昨日 --lang {lang}")));
        golden(&format!("hand_profile.{lang}"), &home.ok(&format!("profile --lang {lang}")));
        golden(&format!("hand_medicines.{lang}"), &home.ok(&format!("medicine list --lang {lang}")));
        golden(&format!("hand_history.{lang}"), &home.ok(&format!("history --from 4/19 --lang {lang}")));
        golden(&format!("hand_symptoms.{lang}"), &home.ok(&format!("symptom list --lang {lang}")));
        golden(&format!("hand_events.{lang}"), &home.ok(&format!("event list --lang {lang}")));
    }
}

#[test]
fn a_program_reads_the_day_under_the_keys_that_the_help_names() {
    let home = Home::of_hanako();
    days(&home);
    let day = home.json("day 4/20");
    let help = home.ok("day --help");
    for key in day.as_object().unwrap().keys() {
        assert!(help.contains(key), "`day --help` does not name `{key}`");
    }
    assert_eq!(day["medicines"].as_array().unwrap().len(), 5);
    assert_eq!(day["medicines"][0]["slot"], "waking");
    assert!(day["medicines"].as_array().unwrap().iter().all(|dose| dose["state"] == "taken"));
    let pressure = &day["vitals"][0]["vital"];
    assert_eq!(pressure["circumstances"], serde_json::json!({ "occasion": "morning", "arm": "left" }));
    assert_eq!(day["symptoms"][1]["symptom"]["what"], "headache");
}

#[test]
fn a_slip_is_asked_about_and_kept_only_when_she_is_sure() {
    let home = Home::of_hanako();
    home.ok("vital add 体重 52.4");
    let said = home.refused("vital add 体重 25.4 --lang ja");
    assert!(said.starts_with("体重：") && said.contains("--sure"), "{said}");
    assert!(home.refused("vital add weight 25.4 --lang en").starts_with("Weight: possible, but unusual"));
    assert_eq!(home.json("vital list").as_array().unwrap().len(), 1);
    home.ok("vital add 体重 25.4 --sure");
    assert_eq!(home.json("vital list 体重").as_array().unwrap().len(), 2);
}

#[test]
fn a_mistake_is_refused_by_the_name_of_its_field() {
    let home = Home::of_hanako();
    for (line, field) in [
        ("vital add 血圧 85/135", "下の血圧"),
        ("vital add 血圧 1350/85", "上の血圧"),
        ("vital add 体重 52.4cm", "単位"),
        ("vital add 体重 五十", "値"),
        ("vital add 体重 52 --arm 左", "測った腕"),
        ("vital add 血糖 110 --meal 夜食", "食事との関係"),
        ("vital add 体温 36.4 --at 明日_7:00", "日時"),
        ("symptom add めまい --strength 11", "強さ"),
        ("symptom add めまい --since 明日", "始まりの日"),
        ("event add 宴会 花見", "種類"),
        ("sleep add 22:30 25:00", "終わりの時刻"),
        ("sleep add 8:00 23:00", "終わりの時刻"),
        ("event add 入院 手術 --until 4月1日", "終わりの日"),
        ("medicine add 薬 --times 朝食後,朝食後", "飲む時"),
        ("medicine add 薬 --times 朝食後 --dose 1丁", "1回量"),
        ("profile set --birth S65.1.1", "生年月日"),
        ("profile set --birth 2030-01-01", "生年月日"),
        ("profile set --height 1.52", "身長"),
        ("profile set --unit 貫", "単位"),
        ("history zzzz", "記録のID"),
    ] {
        let said = home.refused(&format!("{line} --lang ja"));
        assert!(said.starts_with(field), "{line}: {said}");
    }
    assert!(home.json("history").as_array().unwrap().is_empty());
}

#[test]
fn a_picture_of_a_meal_is_kept_encrypted_and_can_be_taken_out_again() {
    let home = Home::of_hanako();
    let (photo, text) = (home.0.path().join("IMG0412.jpg"), home.0.path().join("notes.jpg"));
    let bytes = [b"\xff\xd8\xff\xda\0\x02".as_slice(), &[0xa5; 20_000], b"\xff\xd9"].concat();
    std::fs::write(&photo, &bytes).unwrap();
    std::fs::write(&text, "not a picture").unwrap();
    let meal = format!("meal add --quick カレー --photo {} --lang ja", photo.display());
    assert!(home.ok(&meal).contains("写真あり"));
    assert_eq!(home.json("day")["meals"][0]["photo"]["bytes"], bytes.len());
    let out = home.0.path().join("out.jpg");
    assert!(home.ok(&format!("meal show --photo {} --lang en", out.display())).contains("With a picture"));
    assert_eq!(std::fs::read(&out).unwrap(), bytes);
    assert!(home.refused(&format!("meal show --photo {} --lang en", out.display())).contains("already"));
    assert!(home.refused(&format!("meal add --quick x --photo {} --lang ja", text.display())).contains("写真"));
    home.refused("meal add --quick x --photo /nowhere/at/all.jpg");
    let record = std::fs::read(home.0.path().join("data/record.db")).unwrap();
    assert!(!record.windows(32).any(|window| window == [0xa5; 32]));
}

#[test]
fn undo_goes_back_change_by_change_and_redo_forth_again() {
    let home = Home::of_hanako();
    home.ok_at("2026-04-24T08:00:00+09:00", "vital add weight 58.2");
    let id = home.made("vital add bp 142/85 --at 07:10");
    home.ok(&format!("vital edit {id} 124/85"));
    assert!(home.ok("undo --lang en").contains("142/85"));
    let shown = || home.json("day")["vitals"].as_array().unwrap().len();
    for left in [1, 0] {
        home.ok("undo");
        assert_eq!(shown(), left);
    }
    assert!(home.refused("undo --lang en").contains("A change to take back: not found"));
    assert!(home.ok(&format!("redo {id} --lang en")).contains("142/85"));
    assert!(home.ok(&format!("redo {id} --lang en")).contains("124/85"));
    home.ok("redo");
    assert_eq!(shown(), 2);
    assert!(home.refused("redo --lang en").contains("not found"));
}

#[test]
fn a_correction_is_kept_beside_what_it_corrects_and_can_be_taken_back() {
    let home = Home::of_hanako();
    let id = home.made("vital add bp 142/85/66 --arm left --morning");
    assert!(home.ok(&format!("vital edit {id} 124/85 --lang ja")).contains("124/85 mmHg  66 bpm  朝・左腕"));
    home.ok(&format!("delete {id}"));
    assert!(home.refused(&format!("delete {id} --lang en")).contains("already"));
    assert!(home.json("day")["vitals"].as_array().unwrap().is_empty());
    assert!(home.ok("undo --lang ja").contains("124/85"));
    let done: Vec<String> = home
        .json(&format!("history {id}"))
        .as_array()
        .unwrap()
        .iter()
        .map(|version| version["done"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(done, ["recorded", "corrected", "deleted", "restored"]);
    assert!(home.refused(&format!("erase record {id}")).contains("--yes"));
    home.ok(&format!("erase record {id} --yes"));
    assert!(home.refused(&format!("history {id} --lang en")).contains("not found"));
}

#[test]
fn values_come_back_in_the_units_that_she_chose_and_as_they_were_typed() {
    let home = Home::of_hanako();
    home.ok("vital add weight 120lb");
    home.ok("vital add height 5'3\"");
    home.ok("vital add temperature 98.6F");
    home.ok("vital add glucose 6.10mmol/L");
    home.ok("vital add bp 18.0/11.3kPa");
    let list = home.ok("vital list --lang en");
    for value in ["54.4 kg", "160.0 cm", "37.0 °C", "110 mg/dL", "135/85 mmHg"] {
        assert!(list.contains(value), "{value}: {list}");
    }
    home.ok("profile set --unit lb --unit in --unit F --unit mmol/L --unit kPa");
    let list = home.ok("vital list --lang en");
    for value in ["120 lb", "5 ft 3 in", "98.6 °F", "6.10 mmol/L", "18.0/11.3 kPa"] {
        assert!(list.contains(value), "{value}: {list}");
    }
    // A number without a unit now is in pounds.
    home.ok("vital add weight 119.5");
    assert_eq!(home.json("vital list weight")[1]["entry"]["entry"]["typed"]["unit"], "[lb_av]");
}

#[test]
fn medicines_are_found_by_a_part_of_their_name_and_stopped_ones_are_due_no_more() {
    let home = Home::of_hanako();
    home.ok("medicine add アムロジピン錠5mg --dose 1錠 --times 朝食後 --from 3月1日");
    home.ok("medicine add メトホルミン錠250mg --dose 1錠 --times 朝食後,夕食後=2");
    assert!(home.refused("medicine take 錠 --lang en").contains("More than one"));
    assert!(home.refused("medicine add 湿布 --lang en").contains("--as-needed"));
    home.ok("medicine skip メト --slot 夕食後 --note 吐き気");
    let due = home.json("medicine today");
    assert_eq!((&due[2]["state"], &due[2]["amount"]["value"]), (&"skipped".into(), &2.0.into()));
    home.ok("medicine stop アムロ 昨日");
    assert_eq!(home.json("medicine today").as_array().unwrap().len(), 2);
    assert_eq!(home.json("medicine list").as_array().unwrap().len(), 1);
    assert_eq!(home.json("medicine list --all").as_array().unwrap().len(), 2);
    home.ok("medicine edit メト --times 朝食後 --dose 2錠");
    assert!(home.ok("medicine list --lang ja").contains("2錠  毎日 朝食後"));
}

#[test]
fn nothing_is_taken_into_a_record_that_is_kept_on_another_phone() {
    let home = Home(TempDir::new().unwrap());
    home.ok("people add 母 --caregiver --zone Asia/Tokyo");
    let file = home.0.path().join("heart.csv");
    std::fs::write(&file, "Device,Start_Date,Start_Time,Value\nWatch,2026-04-23,09:00:00,72\n").unwrap();
    let file = file.display().to_string();
    for (lang, says) in [("ja", "見ることだけができます"), ("en", "can only be looked at")] {
        for line in [
            format!("import {file}"),
            // Nothing of a file is asked for before.
            "import nowhere.csv".to_owned(),
            format!("record heart --replay {file}"),
            "device pair AA:BB".to_owned(),
            "device record --for 1s".to_owned(),
            "vital add weight 52.4".to_owned(),
        ] {
            let said = home.refused(&format!("{line} --lang {lang}"));
            assert!(said.contains(says), "{line}: {said}");
        }
    }
    assert_eq!(home.json("source list"), serde_json::json!([]));
    assert_eq!(home.json("device list"), serde_json::json!([]));
}

#[test]
fn a_list_with_nothing_in_it_says_so() {
    let home = Home::of_hanako();
    for (lang, says) in [("ja", "ありません"), ("en", "Nothing was recorded in these")] {
        for what in ["vital", "meal", "symptom", "sleep", "event"] {
            let said = home.ok(&format!("{what} list --lang {lang}"));
            assert!(said.contains(says), "{what}: {said}");
        }
    }
    assert!(home.ok("vital list --days 1 --lang en").starts_with("Nothing was recorded on this day"));
    assert!(home.ok("medicine list --lang en").contains("--all"));
    assert!(home.ok("medicine list --all --lang en").contains("medicine add"));
    assert_eq!(home.json("vital list"), serde_json::json!([]));
}
