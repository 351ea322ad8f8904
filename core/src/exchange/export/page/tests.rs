//! What somebody who opens the page relies on.

use chrono_tz::Asia::Tokyo;

use super::*;
use crate::model::consent::{DataClass, Grantee, Reach};
use crate::model::finding::{Evidence, FindingState, Rule, Severity, Usual};
use crate::model::habit::{Goal, Habit, Schedule};
use crate::model::heart::{Bpm, HeartRollUp};
use crate::model::meal::{FoodCode, FoodRef, Meal, MealItem, MealSlot, Nutrient, NutrientTotal, Nutrients};
use crate::model::quantity::Unit;
use crate::model::view::{HabitRow, HeartDay, MealRow, VitalRow};
use crate::model::vital::{BloodPressure, Vital, VitalKind};
use crate::model::{FindingId, Millis, PersonId, PlatformId, RecordId, SourceId};
use crate::text::Lang;

fn pick(lang: Lang, ja: &str, en: &str) -> String {
    if lang == Lang::Ja { ja.to_owned() } else { en.to_owned() }
}

fn person() -> PersonId {
    PersonId(uuid::Uuid::from_u128(1))
}

fn record(n: u32) -> RecordId {
    RecordId::derive(SourceId::derive(person(), "page"), &n.to_string())
}

fn item(name: &str, grams: f64, kcal: f64, salt: Option<f64>) -> MealItem {
    let mut per_100g = Nutrients::default();
    per_100g.set(Nutrient::Energy, kcal);
    per_100g.set(Nutrient::Protein, 4.2);
    per_100g.set(Nutrient::Fat, 2.9);
    per_100g.set(Nutrient::Carbohydrate, 18.0);
    per_100g.set(Nutrient::Potassium, 210.0);
    per_100g.set(Nutrient::VitaminB1, 0.08);
    if let Some(salt) = salt {
        per_100g.set(Nutrient::Salt, salt);
    }
    let food = FoodRef { code: FoodCode("mext:01088".into()), table: "mext-8-2023".into() };
    MealItem::of_food(name, food, grams, &per_100g).unwrap()
}

fn finding(day: LocalDay, rule: Rule, severity: Severity, value: f64, run: u32) -> Finding {
    let morning = day.range_in(Tokyo).start.plus(6 * Millis::HOUR);
    let usual = match rule {
        Rule::NightHeartRateHigh | Rule::RestingHeartRateHigh => Usual::Range { centre: 57.0, low: 55.0, high: 61.0 },
        _ => Usual::Limit(120.0),
    };
    Finding {
        id: FindingId::derive(person(), rule.code(), morning),
        rule,
        severity,
        state: FindingState::New,
        onset: morning,
        day,
        knowable_at: morning,
        last: morning.plus(12 * Millis::MINUTE),
        evidence: Evidence {
            unit: Unit::PerMinute,
            value,
            pressure: None,
            usual,
            run,
            days_used: 28,
            days_missing: 2,
            sources: Vec::new(),
            points: Vec::new(),
            records: Vec::new(),
        },
    }
}

fn day_view(lang: Lang, day: LocalDay) -> DayView {
    let start = day.range_in(Tokyo).start;
    let at = |hour: i64, minute: i64| Stamp::in_zone(start.plus(hour * Millis::HOUR + minute * Millis::MINUTE), Tokyo);
    let curve: Vec<HeartRollUp> = (0..230_u16)
        .filter(|n| !(140..152).contains(n))
        .map(|n| {
            let wave = (f64::from(n) / 20.0).sin() * 6.0 + if n > 90 { 16.0 } else { 0.0 };
            let noise = f64::from(n * 37 % 11);
            let mean = (58.0 + wave + noise).round() as u16;
            HeartRollUp {
                start: start.plus(i64::from(n) * 5 * Millis::MINUTE),
                count: 1,
                sum: u64::from(mean),
                min: Bpm::new(mean - 4 - n % 3).unwrap(),
                max: Bpm::new(mean + 5 + n % 7).unwrap(),
            }
        })
        .collect();
    let total = HeartRollUp {
        start,
        count: curve.len() as u32,
        sum: curve.iter().map(|r| r.sum).sum(),
        min: curve.iter().map(|r| r.min).min().unwrap(),
        max: curve.iter().map(|r| r.max).max().unwrap(),
    };
    let meals = vec![
        MealRow {
            id: record(1),
            at: at(7, 20),
            photo: None,
            meal: Meal::new(
                MealSlot::Breakfast,
                vec![
                    item(&pick(lang, "ごはん", "Rice"), 150.0, 156.0, Some(0.0)),
                    item(&pick(lang, "みそ汁", "Miso soup"), 180.0, 22.0, Some(0.8)),
                    item(&pick(lang, "焼き鮭", "Grilled salmon"), 70.0, 160.0, Some(1.8)),
                ],
            )
            .unwrap(),
        },
        MealRow {
            id: record(2),
            at: at(12, 10),
            photo: None,
            meal: Meal::new(
                MealSlot::Lunch,
                vec![
                    item(&pick(lang, "きつねうどん", "Udon with fried tofu"), 420.0, 92.0, Some(1.1)),
                    item(&pick(lang, "みかん", "Mandarin orange"), 80.0, 49.0, Some(0.0)),
                ],
            )
            .unwrap(),
        },
        MealRow {
            id: record(3),
            at: at(15, 0),
            photo: None,
            meal: Meal::new(
                MealSlot::Snack,
                vec![MealItem::quick(&pick(lang, "ようかん", "Yokan"), Some(120.0)).unwrap()],
            )
            .unwrap(),
        },
    ];
    let mut nutrients = NutrientTotal::default();
    for row in &meals {
        nutrients.merge(&row.meal.total());
    }
    DayView {
        person: person(),
        name: pick(lang, "山田 花子", "Hanako Yamada"),
        day,
        minutes: 1_440,
        clocks: None,
        heart: Some(HeartDay { total, latest: (at(19, 5).at, 72), curve }),
        steps: Some(6_412),
        active_kcal: None,
        basal_kcal: None,
        meals,
        nutrients,
        habits: vec![
            HabitRow {
                id: record(4),
                habit: Habit::new(
                    &pick(lang, "散歩", "Walk"),
                    Goal::Amount { at_least: 30.0, unit: pick(lang, "分", "min") },
                    Schedule::Daily,
                )
                .unwrap(),
                begun: day,
                amount: 35.0,
                noted: true,
                done: true,
                streak: 12,
                score: 0.47,
            },
            HabitRow {
                id: record(5),
                habit: Habit::new(&pick(lang, "薬を飲む", "Take medicines"), Goal::YesNo, Schedule::Daily).unwrap(),
                begun: day,
                amount: 0.0,
                noted: false,
                done: false,
                streak: 0,
                score: 0.0,
            },
        ],
        symptoms: Vec::new(),
        medicines: Vec::new(),
        events: Vec::new(),
        sleep: Vec::new(),
        vitals: vec![
            VitalRow {
                id: record(6),
                at: at(7, 0),
                vital: Vital::BloodPressure(BloodPressure::new(132.0, 84.0, Bpm::new(66).ok()).unwrap()),
            },
            VitalRow { id: record(7), at: at(7, 5), vital: Vital::single(VitalKind::Weight, 52.4).unwrap() },
            VitalRow { id: record(8), at: at(7, 6), vital: Vital::single(VitalKind::Temperature, 36.5).unwrap() },
        ],
        findings: Vec::new(),
    }
}

fn sample(lang: Lang) -> PageContent {
    let day: LocalDay = "2026-04-18".parse().unwrap();
    let start = day.range_in(Tokyo).start;
    let line = |ja: &str, en: &str, value: f64, unit: &str, low: Option<f64>, high: Option<f64>| ClinicalLine {
        title: pick(lang, ja, en),
        date: Some("2026-02-10".parse().unwrap()),
        value,
        unit: unit.to_owned(),
        low,
        high,
        flag: Flag::of(value, low, high),
    };
    let named = |ja: &str, en: &str, detail_ja: &str, detail_en: &str| NamedLine {
        title: pick(lang, ja, en),
        detail: pick(lang, detail_ja, detail_en),
        date: Some("2026-02-12".parse().unwrap()),
    };
    let sent = |resource_type: &str, count: u32| Disclosure {
        at: start.plus(20 * Millis::HOUR),
        person: person(),
        recipient: "https://phr.example/fhir".to_owned(),
        resource_type: resource_type.to_owned(),
        count,
        basis: pick(lang, "本人の接続", "Own connection"),
    };
    let reach = Reach { since: None, until: Some("2026-12-31".parse().unwrap()) };
    let high = finding(day, Rule::NightHeartRateHigh, Severity::Strong, 70.0, 2);
    PageContent {
        name: pick(lang, "山田 花子", "Hanako Yamada"),
        zone: Tokyo,
        made: Stamp::in_zone(start.plus(20 * Millis::HOUR), Tokyo),
        today: Some(day_view(lang, day)),
        nights: (0..60_u32)
            .filter(|n| ![17, 18, 33].contains(n))
            .map(|n| NightPoint {
                day: day.plus_days(i64::from(n) - 59),
                value: 56.0 + f64::from(n * 7 % 5) + if n > 56 { 9.0 } else { 0.0 },
                usual: (n >= 10).then_some((54.5, 61.5)),
                notice: match n {
                    58 => Some(Severity::Notice),
                    59 => Some(Severity::Strong),
                    _ => None,
                },
            })
            .collect(),
        nights_shown: crate::chart::Span::new(day.plus_days(-59), day),
        pressures: (0..7_u32)
            .map(|n| crate::chart::PressurePoint {
                at: Stamp::in_zone(start.plus(7 * Millis::HOUR - i64::from(6 - n) * Millis::DAY), Tokyo),
                pressure: BloodPressure::new(128.0 + f64::from(n * 5 % 9), 79.0 + f64::from(n * 3 % 7), None).unwrap(),
            })
            .collect(),
        findings: vec![
            finding(day.plus_days(-21), Rule::HeartRateHigh, Severity::Notice, 131.0, 12),
            high.clone(),
            finding(day.plus_days(-30), Rule::NightHeartRateHigh, Severity::Notice, 64.0, 1),
            finding(day.plus_days(-44), Rule::NightHeartRateHigh, Severity::Notice, 65.0, 1),
        ],
        checkup: vec![
            line("HbA1c（NGSP）", "HbA1c (NGSP)", 5.8, "%", None, Some(5.5)),
            line("LDLコレステロール", "LDL cholesterol", 118.0, "mg/dL", Some(60.0), Some(119.0)),
            line("ヘモグロビン", "Haemoglobin", 11.9, "g/dL", Some(12.1), Some(14.5)),
            line("クレアチニン", "Creatinine", 0.68, "mg/dL", Some(0.46), Some(0.79)),
        ],
        prescriptions: vec![named(
            "アムロジピン錠 5 mg",
            "Amlodipine tablet 5 mg",
            "1日1回 朝食後 1錠",
            "1 tablet once a day after breakfast",
        )],
        conditions: vec![named("本態性高血圧", "Essential hypertension", "治療中", "active")],
        sharing: vec![
            Sharing {
                grantee: Grantee::new("RelatedPerson/yui", &pick(lang, "結衣", "Yui")).unwrap(),
                classes: [DataClass::HeartRate, DataClass::Findings].map(|class| (class, reach)).into(),
            },
            Sharing {
                grantee: Grantee::platform(PlatformId(uuid::Uuid::nil()), "https://phr.example/fhir"),
                classes: DataClass::ALL.map(|class| (class, Reach { since: None, until: None })).into(),
            },
        ],
        disclosures: vec![sent("Observation", 912), sent("NutritionIntake", 3), sent("Observation", 24)],
        caregiver: Some(CaregiverView {
            name: pick(lang, "美咲", "Misaki"),
            sees: vec![pick(lang, "心拍数", "Heart rate"), pick(lang, "お知らせ", "Notices")],
            withheld: vec![pick(lang, "食事", "Meals"), pick(lang, "処方", "Prescriptions")],
            findings: vec![high],
        }),
        sources: vec![
            SourceLine { name: "NightSignal, P355472".to_owned(), licence: "Apache License 2.0".to_owned() },
            SourceLine {
                name: pick(
                    lang,
                    "日本食品標準成分表（八訂）増補2023年",
                    "Standard Tables of Food Composition in Japan",
                ),
                licence: pick(lang, "文部科学省", "MEXT"),
            },
        ],
    }
}

#[test]
fn the_page_says_everything_in_the_reader_s_language() {
    for lang in Lang::ALL {
        let page = page(&sample(lang), &Words::new(lang));
        for expected in [
            pick(lang, "山田 花子さんの健康記録", "Health record of Hanako Yamada"),
            pick(lang, "6品中5品の値", "5 of 6 items known"),
            pick(lang, "12日続いています", "12 days in a row"),
            pick(lang, "基準範囲より高め", "above the reference range"),
            pick(lang, "基準範囲より低め", "below the reference range"),
            pick(lang, "これは診断ではありません", "This is not a diagnosis"),
            pick(lang, "119番", "your local emergency number"),
            "132/84\u{a0}mmHg".to_owned(),
            ">936</td>".to_owned(),
        ] {
            assert!(page.contains(&expected), "{lang:?}: {expected}");
        }
        // For a look at it: a folder to put it in.
        if let Some(place) = std::env::var_os("MIMAMORI_LOOK_AT") {
            std::fs::write(std::path::Path::new(&place).join(format!("page-{}.html", lang.tag())), page).unwrap();
        }
    }
}

#[test]
fn the_page_runs_nothing_and_fetches_nothing() {
    let page = page(&sample(Lang::En), &Words::new(Lang::En));
    let allowed = ["http://www.w3.org/2000/svg", "https://phr.example/fhir"];
    let mut rest = page.clone();
    for address in allowed {
        rest = rest.replace(address, "");
    }
    for forbidden in [
        "<script", "<link", "<img", "<iframe", " src=", " href=", "url(", "@import", " style=", " onload", " onclick",
        "http:", "https:",
    ] {
        assert_eq!(rest.find(forbidden), None, "{forbidden}");
    }
    // The policy names the one style that there is.
    let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
    assert!(page.contains(&format!("style-src 'sha256-{hash}'")) && page.contains("default-src 'none'"));
}

#[test]
fn what_a_person_typed_stays_text() {
    let attack = "<script>alert(1)</script>\"'><b>";
    let mut content = sample(Lang::Ja);
    content.name = attack.to_owned();
    content.checkup[0].title = attack.to_owned();
    content.checkup[0].unit = attack.to_owned();
    content.prescriptions[0].detail = attack.to_owned();
    content.disclosures[0].recipient = attack.to_owned();
    content.sharing[0].grantee.name = attack.to_owned();
    content.disclosures[0].resource_type = attack.to_owned();
    content.sources[0].name = attack.to_owned();
    let caregiver = content.caregiver.as_mut().unwrap();
    caregiver.name = attack.to_owned();
    caregiver.sees = vec![attack.to_owned()];
    let today = content.today.as_mut().unwrap();
    today.meals[0].meal.items[0].name = attack.to_owned();
    today.habits[0].habit.name = attack.to_owned();
    let page = page(&content, &Words::new(Lang::Ja));
    assert!(!page.contains("<script") && !page.contains("<b>"));
    assert!(page.matches("&lt;script&gt;").count() >= 11);
}

#[test]
fn headings_come_in_order_and_everything_that_is_opened_is_closed() {
    let page = page(&sample(Lang::En), &Words::new(Lang::En));
    assert_eq!(page.matches("<h1").count(), 1);
    let mut level = 0;
    for heading in page.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)) {
        assert!(heading <= level + 1, "h{heading} after h{level}");
        level = heading;
    }
    for tag in ["section", "div", "ul", "li", "table", "details", "article", "dl", "svg", "p", "span"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id is used twice");
}

#[test]
fn a_page_of_a_new_record_is_short_but_whole() {
    let words = Words::new(Lang::En);
    let mut content = sample(Lang::En);
    content.today = None;
    content.nights.clear();
    content.pressures.clear();
    content.findings.clear();
    content.checkup.clear();
    content.prescriptions.clear();
    content.conditions.clear();
    content.sharing.clear();
    content.disclosures.clear();
    content.caregiver = None;
    content.sources.clear();
    let page = page(&content, &words);
    assert!(!page.contains("<section") && page.contains("This is not a diagnosis") && page.ends_with("</html>\n"));
}
