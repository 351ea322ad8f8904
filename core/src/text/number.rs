//! Numbers and units as a person reads them: a point for decimals and a comma for thousands, in
//! both languages.

use super::words::Words;
use crate::model::meal::Nutrient;
use crate::model::quantity::Unit;
use crate::model::vital::{BloodPressure, Vital, VitalKind};

/// `value` with exactly `places` decimals (at most 6): `1,234.5`. Never `-0`.
pub(crate) fn decimal(value: f64, places: usize) -> String {
    let plain = format!("{:.*}", places.min(6), value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::with_capacity(plain.len() + 4);
    if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        // U+2212 is read aloud as "minus"; a hyphen is often skipped.
        text.push('\u{2212}');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && value.is_finite() {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A whole number: `8,412`.
pub(super) fn grouped(value: f64) -> String {
    decimal(value, 0)
}

/// `value` with as many decimals as it has, at most 3: for figures that others reported.
pub(super) fn as_reported(value: f64) -> String {
    let text = decimal(value, 3);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// How many decimals a value deserves: what its instrument can tell, and no more.
fn places(value: f64, unit: Unit) -> usize {
    match unit {
        Unit::PerMinute
        | Unit::MmHg
        | Unit::Kilocalorie
        | Unit::MgPerDl
        | Unit::Millisecond
        | Unit::Minute
        | Unit::Millilitre
        | Unit::LitrePerMinute
        | Unit::Steps => 0,
        Unit::Kilogram
        | Unit::Gram
        | Unit::Centimetre
        | Unit::Celsius
        | Unit::Kilopascal
        | Unit::Pound
        | Unit::Inch
        | Unit::Fahrenheit
        | Unit::MmolPerL => 1,
        Unit::Metre | Unit::Foot => 2,
        // From sodium in grams to vitamin B1 in hundredths.
        Unit::Milligram | Unit::Microgram => match value.abs() {
            x if x >= 10.0 => 0,
            x if x >= 1.0 => 1,
            _ => 2,
        },
        Unit::Percent | Unit::One => usize::from((value - value.round()).abs() > 0.05),
    }
}

impl Words {
    /// A whole number: `8,412`.
    #[must_use]
    pub fn count(&self, n: u64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "no count of a person's life comes near 2^53")]
        let value = n as f64;
        grouped(value)
    }

    /// A number without its unit, with the decimals that the unit deserves: `36.6`.
    #[must_use]
    pub fn number(&self, value: f64, unit: Unit) -> String {
        decimal(value, places(value, unit))
    }

    /// A figure that somebody else reported, with the decimals that it came with (at most 3).
    #[must_use]
    pub fn reported(&self, value: f64) -> String {
        as_reported(value)
    }

    /// The unit's name. `PerMinute` is `bpm`: only breaths are counted otherwise.
    #[must_use]
    pub fn unit(&self, unit: Unit) -> String {
        match unit {
            Unit::PerMinute => self.get("unit-bpm"),
            Unit::MmHg => self.get("unit-mmhg"),
            Unit::Kilopascal => self.get("unit-kpa"),
            Unit::Kilogram => self.get("unit-kg"),
            Unit::Gram => self.get("unit-g"),
            Unit::Pound => self.get("unit-lb"),
            Unit::Milligram => self.get("unit-mg"),
            Unit::Microgram => self.get("unit-ug"),
            Unit::Kilocalorie => self.get("unit-kcal"),
            Unit::Centimetre => self.get("unit-cm"),
            Unit::Metre => self.get("unit-m"),
            Unit::Inch => self.get("unit-in"),
            Unit::Foot => self.get("unit-ft"),
            Unit::Celsius => self.get("unit-celsius"),
            Unit::Fahrenheit => self.get("unit-fahrenheit"),
            Unit::Percent => self.get("unit-percent"),
            Unit::MgPerDl => self.get("unit-mg-per-dl"),
            Unit::MmolPerL => self.get("unit-mmol-per-l"),
            Unit::Millisecond => self.get("unit-ms"),
            Unit::Minute => self.get("unit-min"),
            Unit::Millilitre => self.get("unit-ml"),
            Unit::LitrePerMinute => self.get("unit-l-per-min"),
            Unit::Steps => self.get("unit-steps"),
            Unit::One => String::new(),
        }
    }

    /// A number and its unit: `66 bpm`, `36.6 °C`, `6.2 g`.
    #[must_use]
    pub fn quantity(&self, value: f64, unit: Unit) -> String {
        self.with_unit(self.number(value, unit), &self.unit(unit))
    }

    /// From `low` to `high` breaths a minute: `12–16 breaths/min`.
    #[must_use]
    pub fn breaths(&self, low: f64, high: f64) -> String {
        let (low, high) = (self.number(low, Unit::PerMinute), self.number(high, Unit::PerMinute));
        let ends = if low == high { low } else { format!("{low}–{high}") };
        self.with_unit(ends, &self.get("unit-breaths"))
    }

    /// From `low` to `high`: `55–60 bpm`; one number where both read the same.
    #[must_use]
    pub fn range(&self, low: f64, high: f64, unit: Unit) -> String {
        let (low, high) = (self.number(low, unit), self.number(high, unit));
        let ends = if low == high { low } else { format!("{low}–{high}") };
        self.with_unit(ends, &self.unit(unit))
    }

    /// An amount of a nutrient: `6.2 g`.
    #[must_use]
    pub fn nutrient_amount(&self, nutrient: Nutrient, amount: f64) -> String {
        self.quantity(amount, nutrient.unit())
    }

    /// A vital sign's value: `132/84 mmHg`, `58.4 kg`.
    #[must_use]
    pub fn vital_value(&self, vital: &Vital) -> String {
        match vital {
            Vital::BloodPressure(BloodPressure { systolic, diastolic, .. }) => {
                let pair = format!("{}/{}", self.number(*systolic, Unit::MmHg), self.number(*diastolic, Unit::MmHg));
                self.with_unit(pair, &self.unit(Unit::MmHg))
            }
            Vital::Single { kind: VitalKind::RespiratoryRate, value, .. } => {
                self.with_unit(self.number(*value, Unit::PerMinute), &self.get("unit-breaths"))
            }
            Vital::Single { kind, value, .. } => self.quantity(*value, kind.unit()),
        }
    }

    /// A number and a unit's name, apart or together as is usual for that unit.
    pub(super) fn with_unit(&self, number: String, unit: &str) -> String {
        let tight = unit == "%" || unit == self.get("unit-steps") && self.lang() == super::Lang::Ja;
        match unit {
            "" => number,
            _ if tight => format!("{number}{unit}"),
            // No line break between a number and its unit.
            _ => format!("{number}\u{a0}{unit}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn numbers_look_the_same_wherever_the_phone_was_bought() {
        assert_eq!(decimal(1_234_567.0, 0), "1,234,567");
        assert_eq!(decimal(999.0, 0), "999");
        assert_eq!(decimal(-1_234.56, 1), "\u{2212}1,234.6");
        assert_eq!(decimal(-0.04, 1), "0.0");
        assert_eq!(as_reported(5.60), "5.6");
        assert_eq!(as_reported(120.0), "120");
        assert_eq!(as_reported(0.0), "0");
    }

    #[test]
    fn a_value_has_the_decimals_that_its_instrument_can_tell() {
        let words = Words::new(Lang::Ja);
        assert_eq!(words.quantity(66.4, Unit::PerMinute), "66\u{a0}bpm");
        assert_eq!(words.quantity(36.58, Unit::Celsius), "36.6\u{a0}℃");
        assert_eq!(words.quantity(0.853, Unit::Milligram), "0.85\u{a0}mg");
        assert_eq!(words.quantity(2_437.2, Unit::Milligram), "2,437\u{a0}mg");
        assert_eq!(words.quantity(98.0, Unit::Percent), "98%");
        assert_eq!(words.quantity(8_412.0, Unit::Steps), "8,412歩");
        assert_eq!(Words::new(Lang::En).quantity(8_412.0, Unit::Steps), "8,412\u{a0}steps");
    }

    #[test]
    fn breaths_are_not_called_beats() {
        let vital = Vital::single(VitalKind::RespiratoryRate, 14.0).unwrap();
        assert_eq!(Words::new(Lang::En).vital_value(&vital), "14\u{a0}breaths/min");
        assert_eq!(Words::new(Lang::Ja).vital_value(&vital), "14\u{a0}回/分");
    }
}
