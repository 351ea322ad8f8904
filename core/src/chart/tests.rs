//! What a reader of a chart relies on.

use proptest::prelude::*;

use super::*;
use crate::model::finding::Severity;
use crate::model::heart::Bpm;
use crate::model::vital::BloodPressure;
use crate::model::{LocalDay, Millis, Stamp};
use crate::text::{Lang, Words};

const FRAME: Frame<'static> = Frame { width: 720, height: 320, titled: true, id: "nights" };

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

fn paths(svg: &str, class: &str) -> usize {
    svg.matches(&format!("<path class=\"{class}\"")).count()
}

#[test]
fn a_night_without_data_is_a_gap_and_not_a_guess() {
    let words = Words::new(Lang::En);
    let points = forty_nights();
    let svg = nights(&points, &words).svg(&FRAME);
    // Two runs and the legend's own line.
    assert_eq!(paths(&svg, "line"), 3);
    let whole: Vec<NightPoint> = points.iter().filter(|p| p.day < day("2026-03-27")).copied().collect();
    assert_eq!(paths(&nights(&whole, &words).svg(&FRAME), "line"), 2);
}

#[test]
fn what_was_noticed_is_told_by_shape_in_the_legend_and_in_the_table() {
    let chart = nights(&forty_nights(), &Words::new(Lang::Ja));
    let svg = chart.svg(&FRAME);
    // Each mark once in the drawing and once in the legend, which names it.
    assert_eq!((paths(&svg, "notice"), paths(&svg, "strong")), (2, 2));
    assert!(svg.contains(">お知らせ</text>") && svg.contains(">はっきりした変化</text>"));
    assert_eq!(chart.table.rows.iter().filter(|row| !row[3].is_empty()).count(), 2);
}

#[test]
fn a_chart_says_in_a_sentence_what_it_shows() {
    let points = forty_nights();
    let (ja, en) = (nights(&points, &Words::new(Lang::Ja)), nights(&points, &Words::new(Lang::En)));
    assert_eq!(
        en.sentence,
        "From Tue 10 Mar 2026 to Sat 18 Apr 2026, 38 of 40 nights were measured, with 57–70\u{a0}bpm; 2 were marked \
         as out of the usual."
    );
    assert_eq!(
        ja.sentence,
        "2026年3月10日(火)から2026年4月18日(土)までの40晩のうち38晩を測定し、57–70\u{a0}bpm でした。\
         いつもと違うとした夜は2晩です。"
    );
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
    let chart = pressures(&points, &Words::new(Lang::En));
    assert_eq!(chart.sentence, "7 readings: upper value 130–142\u{a0}mmHg, lower value 82\u{a0}mmHg.");
    assert_eq!(chart.table.rows[0], ["Sat 18 Apr 2026, 5:00", "130/82\u{a0}mmHg", "64\u{a0}bpm"]);
    assert_eq!(chart.svg(&FRAME).matches("<circle").count(), 8);
}

#[test]
fn a_chart_of_nothing_says_so() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        let zone = chrono_tz::Asia::Tokyo;
        for chart in [nights(&[], &words), heart_day(day("2026-04-18"), zone, &[], &words), pressures(&[], &words)] {
            assert!(chart.svg(&FRAME).contains(&words.get("chart-empty")));
            assert!(chart.table.rows.is_empty());
        }
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
    let svg = nights(&forty_nights(), &Words::new(Lang::En)).svg(&FRAME);
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
        let svg = nights(&points, &words).svg(&frame);
        prop_assert_eq!(&svg, &nights(&points, &words).svg(&frame));
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
