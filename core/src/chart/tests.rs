//! What a reader of a chart relies on.

use proptest::prelude::*;

use super::*;
use crate::model::finding::Severity;
use crate::model::heart::Bpm;
use crate::model::quantity::Units;
use crate::model::vital::{BloodPressure, Vital, VitalKind};
use crate::model::{LocalDay, Millis, Stamp};
use crate::text::{Lang, Words};

const FRAME: Frame<'static> = Frame { titled: true, ..Frame::new(720, 320, "nights") };

fn day(text: &str) -> LocalDay {
    text.parse().unwrap()
}

/// Forty nights with two missing, a usual range from the tenth on, and two notices.
fn forty_nights() -> Vec<NightPoint> {
    (0..40)
        .filter(|n| ![17, 18].contains(n))
        .map(|n| NightPoint {
            day: day("2026-03-10").plus_days(n),
            value: 57.0 + f64::from(u8::try_from(n * 7 % 5).unwrap()) + if n > 36 { 9.0 } else { 0.0 },
            usual: (n >= 10).then_some((55.0, 62.0)),
            notice: match n {
                38 => Some(Severity::Notice),
                39 => Some(Severity::Strong),
                _ => None,
            },
        })
        .collect()
}

/// The days of their mornings.
fn forty() -> Span {
    Span::new(day("2026-03-10"), day("2026-04-18"))
}

fn paths(svg: &str, class: &str) -> usize {
    svg.matches(&format!("<path class=\"{class}\"")).count()
}

#[test]
fn a_night_without_data_is_a_gap_and_not_a_guess() {
    let words = Words::new(Lang::En);
    let points = forty_nights();
    let svg = nights(&points, forty(), &words).svg(&FRAME);
    // Two runs and the legend's own line.
    assert_eq!(paths(&svg, "line"), 3);
    let whole: Vec<NightPoint> = points.iter().filter(|p| p.day < day("2026-03-27")).copied().collect();
    assert_eq!(paths(&nights(&whole, forty(), &words).svg(&FRAME), "line"), 2);
}

#[test]
fn nights_that_were_not_measured_are_counted_and_shown_at_the_end_too() {
    let words = Words::new(Lang::En);
    let asked = Span::new(day("2026-03-10"), day("2026-04-30"));
    let chart = nights(&forty_nights(), asked, &words);
    assert!(chart.title.contains("10 Mar 2026") && chart.title.contains("30 Apr 2026"), "{}", chart.title);
    assert!(chart.sentence.starts_with("38 of 52 nights were measured"), "{}", chart.sentence);
    assert!(chart.svg(&FRAME).contains(">27 Apr</text>"));
}

#[test]
fn nights_of_one_length_are_not_told_as_a_range() {
    let night =
        |n| NightSleep { day: day("2026-03-10").plus_days(n), asleep: 440, times: Vec::new(), stages: Vec::new() };
    let nights = [night(0), night(1), night(3)];
    let told = |lang| sleep(&nights, forty(), &Words::new(lang)).sentence;
    assert_eq!(told(Lang::En), "Sleep of 3 of 40 nights: 7 h 20 min each.");
    assert_eq!(told(Lang::Ja), "40晩のうち3晩の記録があり、いずれも 7時間20分 でした。");
}

#[test]
fn what_was_noticed_is_told_by_shape_in_the_legend_and_in_the_table() {
    let chart = nights(&forty_nights(), forty(), &Words::new(Lang::Ja));
    let svg = chart.svg(&FRAME);
    // Each mark once in the drawing and once in the legend, which names it.
    assert_eq!((paths(&svg, "notice"), paths(&svg, "strong")), (2, 2));
    assert!(svg.contains(">お知らせ</text>") && svg.contains(">はっきりした変化</text>"));
    assert_eq!(chart.table.rows.iter().filter(|row| !row[3].is_empty()).count(), 2);
}

#[test]
fn a_chart_says_in_a_sentence_what_it_shows() {
    let points = forty_nights();
    let (ja, en) = (nights(&points, forty(), &Words::new(Lang::Ja)), nights(&points, forty(), &Words::new(Lang::En)));
    assert_eq!(en.sentence, "38 of 40 nights were measured, with 57–70\u{a0}bpm; 2 were marked as out of the usual.");
    assert_eq!(ja.sentence, "40晩のうち38晩を測定し、57–70\u{a0}bpm でした。いつもと違うとした夜は2晩です。");
    let svg = en.svg(&FRAME);
    assert!(svg.contains(&format!("<desc id=\"nights-desc\">{}</desc>", en.sentence)));
    assert!(svg.contains("aria-labelledby=\"nights-title nights-desc\""));
}

#[test]
fn a_day_shows_its_gaps_and_labels_the_clock_on_the_wall() {
    let (date, zone) = (day("2026-10-25"), chrono_tz::Europe::Berlin);
    let start = date.range_in(zone).start;
    let points: Vec<HeartPoint> = (0..300)
        .filter(|n| !(100..130).contains(n))
        .map(|n| HeartPoint { at: start.plus(n * 5 * Millis::MINUTE), mean: 70.0, min: 64.0, max: 81.0 })
        .collect();
    let chart = heart_day(date, zone, &points, &Words::new(Lang::En));
    let svg = chart.svg(&FRAME);
    assert_eq!(paths(&svg, "line"), 3);
    assert!(svg.contains(">21:00</text>") && svg.contains(">24:00</text>"));
    // 25 hours, two of them called 2 and kept apart or together, less two and a half.
    assert!((22..=24).contains(&chart.table.rows.len()), "{}", chart.table.rows.len());
}

#[test]
fn a_blood_pressure_is_a_pair() {
    let points: Vec<PressurePoint> = (0..7)
        .map(|n| PressurePoint {
            at: Stamp::at_offset(Millis(1_776_456_000_000 + n * Millis::DAY), 9 * 3600),
            pressure: BloodPressure::new(130.0 + 2.0 * f64::from(u8::try_from(n).unwrap()), 82.0, Bpm::new(64).ok())
                .unwrap(),
        })
        .collect();
    let span = Span::new(points[0].at.day(), points[6].at.day());
    let chart = pressures(&points, span, &Units::default(), &Words::new(Lang::En));
    assert_eq!(chart.sentence, "7 readings: upper value 130–142\u{a0}mmHg, lower value 82\u{a0}mmHg.");
    assert_eq!(chart.table.rows[0], ["Sat 18 Apr 2026, 5:00", "130/82\u{a0}mmHg", "64\u{a0}bpm"]);
    assert_eq!(chart.svg(&FRAME).matches("<circle").count(), 8);
}

#[test]
fn a_chart_of_nothing_says_so() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        let zone = chrono_tz::Asia::Tokyo;
        let (date, units) = (day("2026-04-18"), Units::default());
        for span in [Span::new(date, date), Span::new(date, date.plus_days(40)), Span::new(date, date.plus_days(900))] {
            for chart in [
                heart_day(date, zone, &[], &words),
                heart_days(span, zone, Millis::DAY, &[], &words),
                pressures(&[], span, &units, &words),
                values(VitalKind::Weight, &[], span, &units, &words),
                day_totals(Total::Steps, &[], span, &words),
                hour_totals(Total::Energy, date, &[], &words),
                sleep(&[], span, &words),
            ] {
                let svg = chart.svg(&Frame { width: 2_000, ..FRAME });
                // A clear sentence in place of axes without a curve.
                assert!(svg.contains(&format!("{}</text>", chart.sentence)), "{}: {svg}", chart.sentence);
                assert!(!svg.contains("class=\"grid\""));
                assert!(chart.is_empty());
            }
        }
        assert!(nights(&[], forty(), &words).svg(&FRAME).contains(&words.get("chart-empty")));
    }
}

/// Contrast by WCAG 2.2 of two colours.
fn contrast(a: &str, b: &str) -> f64 {
    let luminance = |colour: &str| {
        let channel = |at: usize| {
            let c = f64::from(u8::from_str_radix(colour.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn everything_that_carries_meaning_stands_out_from_the_paper() {
    let svg = nights(&forty_nights(), forty(), &Words::new(Lang::En)).svg(&FRAME);
    for (class, attribute) in
        [("ink", "fill"), ("soft", "fill"), ("line", "stroke"), ("notice", "stroke"), ("strong", "fill")]
    {
        let element = svg.split(&format!("class=\"{class}\"")).nth(1).unwrap().split('>').next().unwrap();
        let colour = element.split(&format!("{attribute}=\"")).nth(1).unwrap().split('"').next().unwrap();
        assert!(contrast(colour, "#ffffff") >= 4.5, "{class}: {:.2}", contrast(colour, "#ffffff"));
    }
}

proptest! {
    #[test]
    fn whatever_the_values_the_same_ones_give_the_same_well_formed_drawing(
        values in proptest::collection::vec((0_i64..400, 20.0..220.0_f64, any::<bool>()), 0..60),
        width in 0_u16..3_000,
    ) {
        let mut points: Vec<NightPoint> = values
            .iter()
            .map(|(n, value, usual)| NightPoint {
                day: day("2026-01-01").plus_days(*n),
                value: *value,
                usual: usual.then_some((value - 4.0, value + 4.0)),
                notice: usual.then_some(Severity::Notice),
            })
            .collect();
        points.sort_by_key(|point| point.day);
        points.dedup_by_key(|point| point.day);
        let words = Words::new(Lang::Ja);
        let frame = Frame { width, ..FRAME };
        let span = Span::new(day("2026-01-01"), day("2027-02-05"));
        let svg = nights(&points, span, &words).svg(&frame);
        prop_assert_eq!(&svg, &nights(&points, span, &words).svg(&frame));
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        let mut reader = quick_xml::Reader::from_str(&svg);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => prop_assert!(false, "{}", error),
            }
        }
    }
}

fn weights(first: &str, days: &[i64]) -> Vec<ValuePoint> {
    let start = day(first).range_in(chrono_tz::Asia::Tokyo).start;
    days.iter()
        .map(|n| ValuePoint {
            at: Stamp::in_zone(start.plus(n * Millis::DAY + 7 * Millis::HOUR), chrono_tz::Asia::Tokyo),
            vital: Vital::single(VitalKind::Weight, 58.0 + f64::from(i16::try_from(n % 9).unwrap()) / 10.0).unwrap(),
        })
        .collect()
}

#[test]
fn days_without_a_measurement_break_the_line() {
    let words = Words::new(Lang::En);
    let span = Span::new(day("2026-04-01"), day("2026-04-30"));
    let chart = |days: &[i64]| values(VitalKind::Weight, &weights("2026-04-01", days), span, &Units::default(), &words);
    assert_eq!(paths(&chart(&[0, 1, 2, 3, 5, 8]).svg(&FRAME), "line"), 1);
    assert_eq!(paths(&chart(&[0, 1, 2, 12, 13]).svg(&FRAME), "line"), 2);
    // One alone is a point, and the sentence gives its value.
    let one = chart(&[4]);
    assert_eq!(one.sentence, "Weight: one measurement, 58.4\u{a0}kg on Sun 5 Apr 2026, 7:00.");
    assert_eq!((paths(&one.svg(&FRAME), "line"), one.svg(&FRAME).matches("<circle").count()), (0, 2));
}

#[test]
fn a_year_of_measurements_is_averaged_and_says_how_many_there_were() {
    let words = Words::new(Lang::Ja);
    let days: Vec<i64> = (0..365).filter(|n| !(100..160).contains(n)).collect();
    let span = Span::new(day("2025-04-01"), day("2026-03-31"));
    let year = values(VitalKind::Weight, &weights("2025-04-01", &days), span, &Units::default(), &words);
    assert!(year.sentence.starts_with("365日間のうち305日に305回測定し"), "{}", year.sentence);
    assert!(year.table.rows.len() <= 54 && year.table.rows[1][3] == "7");
    assert_eq!(paths(&year.svg(&FRAME), "line"), 3, "two runs and the legend");
}

#[test]
fn a_person_reads_their_own_units() {
    let units = Units { weight: crate::model::quantity::Unit::Pound, ..Units::default() };
    let span = Span::new(day("2026-04-01"), day("2026-04-30"));
    let chart = values(VitalKind::Weight, &weights("2026-04-01", &[0, 1]), span, &units, &Words::new(Lang::En));
    assert!(chart.svg(&FRAME).contains(">lb</text>"));
    assert_eq!(chart.table.rows[0][1], "127.9\u{a0}lb");
}

#[test]
fn glucose_before_and_after_meals_differs_by_shape() {
    use crate::model::vital::{Circumstances, MealRelation};
    let at = |n: i64| Stamp::at_offset(Millis(1_776_456_000_000 + n * Millis::HOUR), 9 * 3600);
    let point = |n: i64, meal| ValuePoint {
        at: at(n),
        vital: Vital::single(VitalKind::Glucose, 95.0 + 20.0 * f64::from(u8::try_from(n).unwrap()))
            .unwrap()
            .taken(Circumstances { meal, ..Circumstances::default() })
            .unwrap(),
    };
    let points = [point(0, Some(MealRelation::Fasting)), point(2, Some(MealRelation::AfterMeal)), point(3, None)];
    let span = Span::new(points[0].at.day(), points[0].at.day());
    let chart = values(VitalKind::Glucose, &points, span, &Units::default(), &Words::new(Lang::En));
    let svg = chart.svg(&FRAME);
    for label in ["Before a meal, fasting", "After a meal", "Other times"] {
        assert!(svg.contains(&format!(">{label}</text>")), "{label}");
    }
    assert_eq!(chart.table.head.len(), 3);
    assert!(!chart.table.rows[0][2].is_empty());
}

#[test]
fn nought_steps_are_not_the_same_as_no_count() {
    let first = day("2026-04-01");
    let span = Span::new(first, first.plus_days(6));
    let days = [(0, 4_000.0), (1, 0.0), (3, 12_000.0)].map(|(n, value)| DayTotal { day: first.plus_days(n), value });
    let chart = day_totals(Total::Steps, &days, span, &Words::new(Lang::En));
    // Three columns and the one of the legend; the day without a count has none.
    assert_eq!(chart.svg(&FRAME).matches("<rect class=\"dot\"").count(), 4);
    assert_eq!(
        chart.sentence,
        "Steps were counted on 3 of 7 days: 0–12,000\u{a0}steps a day, 5,333\u{a0}steps on average."
    );
}

/// Every text of a drawing: where it begins and ends, its baseline and its height.
fn texts(svg: &str) -> Vec<(f64, f64, f64, f64, String)> {
    svg.split("<text ")
        .skip(1)
        .map(|element| {
            let attribute =
                |name: &str| element.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
            let number = |name: &str| attribute(name).parse::<f64>().unwrap();
            let text = element.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
            let (x, y, size) = (number(" x"), number(" y"), number(" font-size"));
            let width = svg::width_of(&text, size);
            let start = match attribute("text-anchor") {
                "start" => x,
                "middle" => x - width / 2.0,
                _ => x - width,
            };
            (start, start + width, y, size, text)
        })
        .collect()
}

fn every_chart(span: Span, words: &Words) -> Vec<Chart> {
    let zone = chrono_tz::Asia::Tokyo;
    let start = span.from.range_in(zone).start;
    let days = i64::min(span.days(), 400);
    let stamp = |n: i64| Stamp::in_zone(start.plus(n * Millis::DAY + 7 * Millis::HOUR), zone);
    let flow = Vital::single(VitalKind::PeakFlow, 480.0).unwrap();
    let points: Vec<ValuePoint> = (0..days).map(|n| ValuePoint { at: stamp(n), vital: flow }).collect();
    let pressure: Vec<PressurePoint> = (0..days)
        .map(|n| PressurePoint { at: stamp(n), pressure: BloodPressure::new(131.0, 84.0, None).unwrap() })
        .collect();
    let steps: Vec<DayTotal> = (0..days).map(|n| DayTotal { day: span.from.plus_days(n), value: 12_345.0 }).collect();
    let heart: Vec<HeartPoint> =
        (0..days).map(|n| HeartPoint { at: start.plus(n * Millis::DAY), mean: 70.0, min: 50.0, max: 120.0 }).collect();
    vec![
        values(VitalKind::PeakFlow, &points, span, &Units::default(), words),
        pressures(&pressure, span, &Units::default(), words),
        day_totals(Total::Steps, &steps, span, words),
        heart_days(span, zone, Millis::DAY, &heart, words),
        values(VitalKind::Rmssd, &points, span, &Units::default(), words),
    ]
}

#[test]
fn no_words_are_cut_or_lie_on_each_other_however_large_the_text() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for days in [1, 7, 30, 92, 365, 3_650] {
            let span = Span::new(day("2026-02-14"), day("2026-02-14").plus_days(days - 1));
            for (percent, height) in [(100, 360), (150, 460), (200, 560), (250, 660)] {
                for chart in every_chart(span, &words) {
                    let frame = Frame { text_percent: percent, height, ..FRAME };
                    let found = texts(&chart.svg(&frame));
                    for (n, (start, end, y, size, text)) in found.iter().enumerate() {
                        let place = format!("{lang:?} {days} days at {percent} %: {text}");
                        assert!(*start >= 0.0 && *end <= 720.0, "{place}");
                        assert!(*y <= f64::from(height) && y - size >= 0.0, "{place}");
                        for (other_start, other_end, other_y, _, other) in found.iter().skip(n + 1) {
                            let apart = end <= other_start || other_end <= start || (y - other_y).abs() >= size * 0.9;
                            assert!(apart, "{place} lies on {other}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_dark_drawing_stands_out_from_its_paper_as_a_light_one_does() {
    let frame = Frame { theme: Theme::Dark, ..FRAME };
    let svg = nights(&forty_nights(), forty(), &Words::new(Lang::En)).svg(&frame);
    let colour = |class: &str, attribute: &str| {
        let element = svg.split(&format!("class=\"{class}\"")).nth(1).unwrap().split('>').next().unwrap();
        element.split(&format!("{attribute}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let paper = colour("paper", "fill");
    for (class, attribute) in
        [("ink", "fill"), ("soft", "fill"), ("line", "stroke"), ("notice", "stroke"), ("strong", "fill")]
    {
        assert!(contrast(&colour(class, attribute), &paper) >= 4.5, "{class}");
    }
}

#[test]
fn every_kind_of_chart_is_found_by_its_code_and_by_what_people_call_it() {
    for kind in ChartKind::all() {
        assert_eq!(ChartKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!(ChartKind::from_code("SpO2"), Some(ChartKind::Vital(VitalKind::OxygenSaturation)));
    assert_eq!(ChartKind::from_code("blood-pressure"), Some(ChartKind::BloodPressure));
    assert_eq!(ChartKind::from_code("luck"), None);
}
