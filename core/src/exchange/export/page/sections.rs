//! The page's sections, in the order in which they are read.

use std::collections::BTreeMap;

use super::html::Html;
use super::{NamedLine, PageContent};
use crate::chart::{HeartPoint, Span, Table, heart_day, nights, pressures};
use crate::model::Stamp;
use crate::model::consent::{DataClass, Reach, Sharing};
use crate::model::finding::{Finding, Severity};
use crate::model::meal::{Nutrient, NutrientTotal};
use crate::model::quantity::{Unit, Units};
use crate::model::view::DayView;
use crate::model::vital::Vital;
use crate::text::clinical::Flag;
use crate::text::{Reader, Words, finding_for};

/// The nutrients that are shown at first sight.
const MAIN: [Nutrient; 6] =
    [Nutrient::Energy, Nutrient::Protein, Nutrient::Fat, Nutrient::Carbohydrate, Nutrient::Fibre, Nutrient::Salt];

/// How many findings are shown before the rest waits behind a click.
const FINDINGS_SHOWN: usize = 3;

/// The day in a few large numbers.
pub(super) fn today(html: &mut Html, day: &DayView, content: &PageContent, words: &Words) {
    html.section("today", &words.date(day.day), |html| {
        html.within("dl", "tiles", |html| {
            if let Some(heart) = &day.heart {
                let (at, bpm) = heart.latest;
                let total = &heart.total;
                let range = words.range(f64::from(total.min.get()), f64::from(total.max.get()), Unit::PerMinute);
                let latest = words.time(&Stamp::in_zone(at, content.zone));
                let note = words.fmt("page-heart-note", &[("time", latest.into()), ("range", range.into())]);
                tile(html, &words.get("page-heart"), &words.quantity(f64::from(bpm), Unit::PerMinute), &note);
            }
            if let Some(steps) = day.steps {
                tile(html, &words.get("page-steps"), &words.count(u64::from(steps)), "");
            }
            for nutrient in [Nutrient::Energy, Nutrient::Salt] {
                if let Some((amount, known)) = day.nutrients.get(nutrient) {
                    let note = coverage(known, day.nutrients.items, words);
                    tile(html, &words.nutrient(nutrient), &words.nutrient_amount(nutrient, amount), &note);
                }
            }
        });
    });
}

fn tile(html: &mut Html, label: &str, value: &str, note: &str) {
    html.within("div", "tile", |html| {
        html.text("dt", "", label);
        html.text("dd", "", value);
        if !note.is_empty() {
            html.text("dd", "small", note);
        }
    });
}

fn coverage(known: u32, items: u32, words: &Words) -> String {
    words.fmt("page-coverage", &[("known", known.into()), ("items", items.into())])
}

/// What was noticed, why, and what to do.
pub(super) fn findings(html: &mut Html, content: &PageContent, words: &Words) {
    if content.findings.is_empty() {
        return;
    }
    let mut latest_first: Vec<&Finding> = content.findings.iter().collect();
    latest_first.sort_by_key(|finding| std::cmp::Reverse((finding.last, finding.id)));
    html.section("findings", &words.get("page-findings"), |html| {
        for found in latest_first.iter().take(FINDINGS_SHOWN) {
            finding(html, Reader::Patient, found, content, words);
        }
        if latest_first.len() > FINDINGS_SHOWN {
            let earlier = latest_first.len() - FINDINGS_SHOWN;
            html.details(&words.fmt("page-findings-earlier", &[("count", earlier.into())]), |html| {
                for found in latest_first.iter().skip(FINDINGS_SHOWN) {
                    finding(html, Reader::Patient, found, content, words);
                }
            });
        }
        html.text("p", "care", &words.fmt("finding-seek-care", &[("reader", "patient".into()), ("name", "".into())]));
        html.text("p", "soft", &words.get("finding-no-diagnosis"));
    });
}

fn finding(html: &mut Html, reader: Reader<'_>, found: &Finding, content: &PageContent, words: &Words) {
    let text = finding_for(reader, found, words, content.zone);
    let (class, sign) = match found.severity {
        Severity::Notice => ("finding", "◇"),
        Severity::Strong => ("finding strong", "◆"),
    };
    html.within("article", class, |html| {
        let badge = format!("{sign} {} · {}", words.severity(found.severity), words.date(found.day));
        html.text("span", "badge", &badge);
        html.text("h3", "", &text.title);
        html.text("p", "fact", &text.fact);
        html.text("p", "soft", &text.evidence);
        html.text("p", "", &text.can_come_with);
        html.text("p", "", &text.what_to_do);
        html.details(&words.get("page-finding-source"), |html| html.text("p", "soft", &text.source));
    });
}

/// The nights, the day and the blood pressure as charts.
pub(super) fn charts(html: &mut Html, content: &PageContent, words: &Words) {
    let show_table = words.get("page-show-table");
    if !content.nights.is_empty() {
        let chart = nights(&content.nights, content.nights_shown, words);
        html.section("nights", &chart.title, |html| html.chart("nights-chart", &chart, &show_table));
    }
    if let Some(day) = &content.today
        && let Some(heart) = &day.heart
    {
        let points: Vec<HeartPoint> = heart.curve.iter().map(HeartPoint::from).collect();
        let chart = heart_day(day.day, content.zone, &points, words);
        html.section("day", &chart.title, |html| html.chart("day-chart", &chart, &show_table));
    }
    if let (Some(first), Some(last)) = (content.pressures.first(), content.pressures.last()) {
        let span = Span::new(first.at.day(), last.at.day());
        let chart = pressures(&content.pressures, span, &Units::default(), words);
        html.section("pressure", &chart.title, |html| html.chart("pressure-chart", &chart, &show_table));
    }
}

/// What was eaten, and what is known of it.
pub(super) fn meals(html: &mut Html, day: &DayView, words: &Words) {
    if day.meals.is_empty() {
        return;
    }
    html.section("meals", &words.get("page-meals"), |html| {
        html.within("ul", "rows", |html| {
            for row in &day.meals {
                let total = row.meal.total();
                let energy = total.get(Nutrient::Energy).map(|(kcal, _)| words.nutrient_amount(Nutrient::Energy, kcal));
                html.within("li", "", |html| {
                    html.within("div", "", |html| {
                        html.text("strong", "", &format!("{} {}", words.meal_slot(row.meal.slot), words.time(&row.at)));
                        html.text("div", "soft", &words.meal_items(&row.meal));
                    });
                    html.text("span", "value", &energy.unwrap_or_default());
                });
            }
        });
        html.text("h3", "", &words.get("page-nutrients"));
        html.within("ul", "rows", |html| nutrients(html, &MAIN, &day.nutrients, words));
        let others: Vec<Nutrient> = Nutrient::ALL
            .into_iter()
            .filter(|nutrient| !MAIN.contains(nutrient) && day.nutrients.get(*nutrient).is_some())
            .collect();
        if !others.is_empty() {
            html.details(&words.get("page-more-nutrients"), |html| {
                html.within("ul", "rows", |html| nutrients(html, &others, &day.nutrients, words));
            });
        }
    });
}

fn nutrients(html: &mut Html, which: &[Nutrient], total: &NutrientTotal, words: &Words) {
    for nutrient in which {
        let value = match total.get(*nutrient) {
            Some((amount, known)) => {
                format!("{} ({})", words.nutrient_amount(*nutrient, amount), coverage(known, total.items, words))
            }
            None => words.get("page-unknown"),
        };
        row(html, &words.nutrient(*nutrient), &value, "value");
    }
}

fn row(html: &mut Html, label: &str, value: &str, class: &str) {
    html.within("li", "", |html| {
        html.text("span", "", label);
        html.text("span", class, value);
    });
}

/// Habits with their streaks, and what was measured by hand.
pub(super) fn habits_and_vitals(html: &mut Html, day: &DayView, words: &Words) {
    if !day.habits.is_empty() {
        html.section("habits", &words.get("page-habits"), |html| {
            html.within("ul", "rows", |html| {
                for habit in &day.habits {
                    let done = words.get(if habit.done { "page-habit-done" } else { "page-habit-open" });
                    let value = words.fmt("page-habit", &[("done", done.into()), ("streak", habit.streak.into())]);
                    row(html, &words.habit(&habit.habit), &value, "value");
                }
            });
        });
    }
    if !day.vitals.is_empty() {
        html.section("vitals", &words.get("page-vitals"), |html| {
            html.within("ul", "rows", |html| {
                for vital in &day.vitals {
                    let pulse = match vital.vital {
                        Vital::BloodPressure(pressure) => pressure.pulse,
                        Vital::Single { .. } => None,
                    };
                    let mut value = words.vital_value(&vital.vital);
                    if let Some(pulse) = pulse {
                        value.push_str(&words.get("list-separator"));
                        value.push_str(&words.quantity(f64::from(pulse.get()), Unit::PerMinute));
                    }
                    row(html, &format!("{} {}", words.vital(&vital.vital), words.time(&vital.at)), &value, "value");
                }
            });
        });
    }
}

/// Results, each against the range that came with it.
pub(super) fn checkup(html: &mut Html, content: &PageContent, words: &Words) {
    if content.checkup.is_empty() {
        return;
    }
    html.section("checkup", &words.get("page-checkup"), |html| {
        html.text("p", "soft", &words.get("page-checkup-hint"));
        html.within("ul", "rows", |html| {
            for line in &content.checkup {
                html.within("li", "", |html| {
                    html.within("div", "", |html| {
                        html.text("strong", "", &line.title);
                        let range = words.reference_range(line.low, line.high, &line.unit);
                        let mut note = line.date.map(|day| words.date(day)).unwrap_or_default();
                        if !range.is_empty() {
                            note.push_str(if note.is_empty() { "" } else { " · " });
                            note.push_str(&words.fmt("page-reference", &[("range", range.into())]));
                        }
                        html.text("div", "soft", &note);
                    });
                    html.within("div", "value", |html| {
                        html.text("strong", "", &words.reported_quantity(line.value, &line.unit));
                        let class = if matches!(line.flag, Flag::Above | Flag::Below) { "value mark" } else { "value" };
                        html.text("div", class, &words.flag(line.flag));
                    });
                });
            }
        });
    });
}

/// Prescriptions or conditions.
pub(super) fn named(html: &mut Html, id: &str, heading: &str, lines: &[NamedLine], words: &Words) {
    if lines.is_empty() {
        return;
    }
    html.section(id, heading, |html| {
        html.within("ul", "rows", |html| {
            for line in lines {
                html.within("li", "", |html| {
                    html.within("div", "", |html| {
                        html.text("strong", "", &line.title);
                        html.text("div", "soft", &line.detail);
                    });
                    html.text("span", "value", &line.date.map(|day| words.date(day)).unwrap_or_default());
                });
            }
        });
    });
}

/// Who may see what, what was sent to whom, and what a caregiver sees of it.
pub(super) fn sharing(html: &mut Html, content: &PageContent, words: &Words) {
    if !content.sharing.is_empty() {
        html.section("consents", &words.get("page-consents"), |html| {
            html.within("ul", "rows", |html| {
                for party in &content.sharing {
                    consent(html, party, words);
                }
            });
        });
    }
    if !content.disclosures.is_empty() {
        // One line for each recipient, kind and ground, however many times it was sent.
        let mut sums: BTreeMap<(&str, &str, &str), (u64, Stamp)> = BTreeMap::new();
        for sent in &content.disclosures {
            let at = Stamp::in_zone(sent.at, content.zone);
            let key = (sent.recipient.as_str(), sent.resource_type.as_str(), sent.basis.as_str());
            let (count, last) = sums.entry(key).or_insert((0, at));
            *count += u64::from(sent.count);
            if last.at < at.at {
                *last = at;
            }
        }
        let table = Table {
            head: ["page-sent-what", "page-sent-count", "page-sent-to", "page-sent-last", "page-sent-basis"]
                .map(|id| words.get(id))
                .to_vec(),
            rows: sums
                .into_iter()
                .map(|((to, what, basis), (count, last))| {
                    vec![
                        words.resource_type(what),
                        words.count(count),
                        to.to_owned(),
                        words.date_time(&last),
                        words.basis(basis),
                    ]
                })
                .collect(),
        };
        html.section("sent", &words.get("page-sent"), |html| html.table(&words.get("page-sent"), &table));
    }
    if let Some(caregiver) = &content.caregiver {
        let heading = words.fmt("page-caregiver", &[("name", (&caregiver.name).into())]);
        html.section("caregiver", &heading, |html| {
            let list = |names: &[String]| names.join(&words.get("page-item-separator"));
            html.within("ul", "rows", |html| {
                row(html, &words.get("page-caregiver-sees"), &list(&caregiver.sees), "value");
                if !caregiver.withheld.is_empty() {
                    row(html, &words.get("page-caregiver-withheld"), &list(&caregiver.withheld), "value");
                }
            });
            for found in caregiver.findings.iter().take(1) {
                finding(html, Reader::Caregiver { of: &content.name }, found, content, words);
            }
        });
    }
}

/// What one party may see: the classes that are open equally far and long stand together.
fn consent(html: &mut Html, party: &Sharing, words: &Words) {
    let mut together: Vec<(Reach, Vec<String>)> = Vec::new();
    for (class, reach) in &party.classes {
        let name = words.data_class(*class);
        match together.iter_mut().find(|(known, _)| known == reach) {
            Some((_, names)) => names.push(name),
            None => together.push((*reach, vec![name])),
        }
    }
    let all = party.classes.len() == DataClass::ALL.len();
    html.within("li", "", |html| {
        html.within("div", "", |html| {
            html.text("strong", "", &words.grantee(&party.grantee));
            for (reach, names) in &together {
                let names = if all && together.len() == 1 {
                    words.get("page-consents-everything")
                } else {
                    names.join(&words.get("page-item-separator"))
                };
                html.text("div", "soft", &format!("{names} ({})", words.reach(*reach)));
            }
        });
        html.text("span", "value", &words.grantee_kind(party.grantee.kind));
    });
}

/// Where data came from.
pub(super) fn sources(html: &mut Html, content: &PageContent, words: &Words) {
    if content.sources.is_empty() {
        return;
    }
    html.section("sources", &words.get("page-sources"), |html| {
        html.within("ul", "rows", |html| {
            for source in &content.sources {
                row(html, &source.name, &source.licence, "value");
            }
        });
    });
}
