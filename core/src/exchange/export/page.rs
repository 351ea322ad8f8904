//! One page that a person can open anywhere and give to somebody: HTML without scripts, without
//! anything fetched, with charts inside.
//!
//! The page says what was recorded, what was noticed and what was sent to whom. Everything that
//! came from outside is escaped, and the page's own policy lets nothing run or load.

mod html;
mod sections;

#[cfg(test)]
mod tests;

use base64::Engine as _;
use chrono_tz::Tz;
use sha2::{Digest as _, Sha256};

use self::html::{Html, escape};
use crate::chart::{NightPoint, PressurePoint, Span};
use crate::model::consent::Sharing;
use crate::model::finding::Finding;
use crate::model::platform::Disclosure;
use crate::model::view::DayView;
use crate::model::{LocalDay, Stamp};
use crate::text::Words;
use crate::text::clinical::Flag;

/// Everything that the page shows; a part that is empty is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct PageContent {
    /// Whose record it is.
    pub name: String,
    /// The zone in which times are shown.
    pub zone: Tz,
    /// When the page was made.
    pub made: Stamp,
    /// The day to show.
    pub today: Option<DayView>,
    /// Heart rate of the nights, in order.
    pub nights: Vec<NightPoint>,
    /// The days whose nights are shown.
    pub nights_shown: Span,
    /// Blood pressure, in order of time.
    pub pressures: Vec<PressurePoint>,
    /// What was noticed, in any order; the latest is shown first.
    pub findings: Vec<Finding>,
    /// Results that a platform holds.
    pub checkup: Vec<ClinicalLine>,
    /// Prescriptions that a platform holds.
    pub prescriptions: Vec<NamedLine>,
    /// Conditions that a platform holds, as the person's doctors recorded them.
    pub conditions: Vec<NamedLine>,
    /// Who may see what, and what leaves for the person's own platforms.
    pub sharing: Vec<Sharing>,
    /// What left the device.
    pub disclosures: Vec<Disclosure>,
    /// What somebody who looks after the person sees.
    pub caregiver: Option<CaregiverView>,
    /// Where data came from.
    pub sources: Vec<SourceLine>,
}

/// One result of a laboratory or a checkup.
#[derive(Debug, Clone, PartialEq)]
pub struct ClinicalLine {
    /// What was measured, as the platform names it.
    pub title: String,
    /// The day of it.
    pub date: Option<LocalDay>,
    /// The value.
    pub value: f64,
    /// Its unit, as reported.
    pub unit: String,
    /// The lower end of the reference range that came with it.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// Where the value lies.
    pub flag: Flag,
}

/// Something with a name: a prescription, a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLine {
    /// Its name, as the platform gives it.
    pub title: String,
    /// More of it, such as how it is taken; may be empty.
    pub detail: String,
    /// The day of it.
    pub date: Option<LocalDay>,
}

/// What somebody who looks after the person sees on their own device.
#[derive(Debug, Clone, PartialEq)]
pub struct CaregiverView {
    /// The caregiver's name.
    pub name: String,
    /// The classes of data that they see, in the reader's language.
    pub sees: Vec<String>,
    /// The classes that they do not.
    pub withheld: Vec<String>,
    /// The findings as their own device has them.
    pub findings: Vec<Finding>,
}

/// Where data came from, and under which terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// What it is.
    pub name: String,
    /// Its licence or terms; may be empty for the person's own.
    pub licence: String,
}

const STYLE: &str = include_str!("page/style.css");

/// The page, in the language of `words`.
#[must_use]
pub fn page(content: &PageContent, words: &Words) -> String {
    let title = words.fmt("page-title", &[("name", (&content.name).into())]);
    let style_hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE));
    let mut html = Html::default();
    html.raw(&format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style_hash}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        words.lang().tag(),
        escape(&title)
    ));
    html.within("header", "", |html| {
        html.text("h1", "", &title);
        html.text("p", "lead", &words.fmt("page-made", &[("time", words.date_time(&content.made).into())]));
    });
    html.within("main", "", |html| {
        if let Some(day) = &content.today {
            sections::today(html, day, content, words);
        }
        sections::findings(html, content, words);
        sections::charts(html, content, words);
        if let Some(day) = &content.today {
            sections::meals(html, day, words);
            sections::habits_and_vitals(html, day, words);
        }
        sections::checkup(html, content, words);
        sections::named(html, "prescriptions", &words.get("page-prescriptions"), &content.prescriptions, words);
        sections::named(html, "conditions", &words.get("page-conditions"), &content.conditions, words);
        sections::sharing(html, content, words);
        sections::sources(html, content, words);
    });
    html.within("footer", "", |html| {
        html.text("p", "", &words.get("finding-no-diagnosis"));
        html.text("p", "", &words.get("page-footer"));
    });
    html.raw("</body>\n</html>\n");
    html.finish()
}
