//! Units, in UCUM, and the quantities that carry them.

use serde::{Deserialize, Serialize};

use super::{Invalid, Problem};

/// A unit that the record stores or a screen shows. `code` is UCUM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// `/min`: beats or breaths a minute.
    #[serde(rename = "/min")]
    PerMinute,
    /// `mm[Hg]`: millimetres of mercury.
    #[serde(rename = "mm[Hg]")]
    MmHg,
    /// `kPa`: kilopascal.
    #[serde(rename = "kPa")]
    Kilopascal,
    /// `kg`.
    #[serde(rename = "kg")]
    Kilogram,
    /// `g`.
    #[serde(rename = "g")]
    Gram,
    /// `[lb_av]`: the pound of 0.45359237 kg.
    #[serde(rename = "[lb_av]")]
    Pound,
    /// `mg`.
    #[serde(rename = "mg")]
    Milligram,
    /// `ug`: microgram.
    #[serde(rename = "ug")]
    Microgram,
    /// `kcal`.
    #[serde(rename = "kcal")]
    Kilocalorie,
    /// `cm`.
    #[serde(rename = "cm")]
    Centimetre,
    /// `m`.
    #[serde(rename = "m")]
    Metre,
    /// `[in_i]`: the inch of 2.54 cm.
    #[serde(rename = "[in_i]")]
    Inch,
    /// `[ft_i]`: the foot of 30.48 cm.
    #[serde(rename = "[ft_i]")]
    Foot,
    /// `Cel`: degree Celsius.
    #[serde(rename = "Cel")]
    Celsius,
    /// `[degF]`: degree Fahrenheit.
    #[serde(rename = "[degF]")]
    Fahrenheit,
    /// `%`, from 0 to 100.
    #[serde(rename = "%")]
    Percent,
    /// `mg/dL`.
    #[serde(rename = "mg/dL")]
    MgPerDl,
    /// `mmol/L`, of glucose.
    #[serde(rename = "mmol/L")]
    MmolPerL,
    /// `ms`.
    #[serde(rename = "ms")]
    Millisecond,
    /// `min`.
    #[serde(rename = "min")]
    Minute,
    /// `mL`.
    #[serde(rename = "mL")]
    Millilitre,
    /// `L/min`.
    #[serde(rename = "L/min")]
    LitrePerMinute,
    /// `{steps}`: a count of steps.
    #[serde(rename = "{steps}")]
    Steps,
    /// `1`: a plain count or score.
    #[serde(rename = "1")]
    One,
}

impl Unit {
    /// The UCUM code.
    #[must_use]
    pub const fn ucum(self) -> &'static str {
        match self {
            Self::PerMinute => "/min",
            Self::MmHg => "mm[Hg]",
            Self::Kilopascal => "kPa",
            Self::Kilogram => "kg",
            Self::Gram => "g",
            Self::Pound => "[lb_av]",
            Self::Milligram => "mg",
            Self::Microgram => "ug",
            Self::Kilocalorie => "kcal",
            Self::Centimetre => "cm",
            Self::Metre => "m",
            Self::Inch => "[in_i]",
            Self::Foot => "[ft_i]",
            Self::Celsius => "Cel",
            Self::Fahrenheit => "[degF]",
            Self::Percent => "%",
            Self::MgPerDl => "mg/dL",
            Self::MmolPerL => "mmol/L",
            Self::Millisecond => "ms",
            Self::Minute => "min",
            Self::Millilitre => "mL",
            Self::LitrePerMinute => "L/min",
            Self::Steps => "{steps}",
            Self::One => "1",
        }
    }
}

impl Unit {
    /// The unit in which a measure that comes in this one is kept.
    #[must_use]
    pub const fn canonical(self) -> Self {
        match self {
            Self::Pound => Self::Kilogram,
            Self::Kilopascal => Self::MmHg,
            Self::Metre | Self::Inch | Self::Foot => Self::Centimetre,
            Self::Fahrenheit => Self::Celsius,
            Self::MmolPerL => Self::MgPerDl,
            same => same,
        }
    }

    /// How many of the canonical unit one of this is, and what is taken off before.
    ///
    /// Pound, inch and foot: exact by definition (international yard and pound agreement, 1959).
    /// Kilopascal: 1 mmHg = 133.322387415 Pa (NIST SP 811, conventional millimetre of mercury).
    /// Glucose: 180.156 g/mol, so 1 mmol/L = 18.0156 mg/dL.
    const fn factor(self) -> (f64, f64) {
        match self {
            Self::Pound => (0.453_592_37, 0.0),
            Self::Kilopascal => (1_000.0 / 133.322_387_415, 0.0),
            Self::Metre => (100.0, 0.0),
            Self::Inch => (2.54, 0.0),
            Self::Foot => (30.48, 0.0),
            Self::Fahrenheit => (5.0 / 9.0, 32.0),
            Self::MmolPerL => (18.015_6, 0.0),
            _ => (1.0, 0.0),
        }
    }

    /// `value` in this unit, in the [`canonical`](Self::canonical) one. Converted values are rounded to
    /// the sixth decimal, far below what any instrument tells.
    #[must_use]
    pub fn to_canonical(self, value: f64) -> f64 {
        if self.canonical() == self {
            return value;
        }
        let (factor, offset) = self.factor();
        ((value - offset) * factor * 1e6).round() / 1e6
    }

    /// `value` in the canonical unit, in this one.
    #[must_use]
    pub fn from_canonical(self, value: f64) -> f64 {
        let (factor, offset) = self.factor();
        value / factor + offset
    }
}

/// A number as it was typed, so that it is shown again as it was.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Typed {
    /// The number; finite.
    pub value: f64,
    /// The unit that it was typed in.
    pub unit: Unit,
    /// How many digits stood after the point, at most 6: 36.0 is not 36.
    #[serde(default)]
    pub decimals: u8,
}

impl Typed {
    /// What was typed: digits with at most one point, in `unit`.
    ///
    /// # Errors
    /// `field` when it is no such number or has more than 6 decimals.
    pub fn parse(field: &'static str, text: &str, unit: Unit) -> Result<Self, Invalid> {
        let unreadable = Invalid::new(field, Problem::Unreadable);
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let unsigned = whole.strip_prefix('-').unwrap_or(whole);
        let is_number = !unsigned.is_empty() && digits(unsigned) && digits(fraction) && !text.ends_with('.');
        if !is_number || text.len() > 20 {
            return Err(unreadable);
        }
        let decimals = u8::try_from(fraction.len()).ok().filter(|n| *n <= 6).ok_or(unreadable.clone())?;
        let value = text.parse().ok().filter(|value: &f64| value.is_finite()).ok_or(unreadable)?;
        Ok(Self { value, unit, decimals })
    }

    /// The number in the canonical unit.
    #[must_use]
    pub fn canonical(self) -> f64 {
        self.unit.to_canonical(self.value)
    }
}

/// The units that a person types and reads; what is stored is the same for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Units {
    /// Kilogram or pound.
    pub weight: Unit,
    /// Centimetre, or inch (a height in feet and inches).
    pub length: Unit,
    /// Celsius or Fahrenheit.
    pub temperature: Unit,
    /// mmHg or kilopascal.
    pub pressure: Unit,
    /// mg/dL or mmol/L.
    pub glucose: Unit,
}

impl Default for Units {
    /// Those in use in Japan.
    fn default() -> Self {
        Self {
            weight: Unit::Kilogram,
            length: Unit::Centimetre,
            temperature: Unit::Celsius,
            pressure: Unit::MmHg,
            glucose: Unit::MgPerDl,
        }
    }
}

impl Units {
    /// Whether they are those of [`Default`].
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Chooses `unit` for what is measured in it.
    ///
    /// # Errors
    /// `unit` when there is no choice of it.
    pub fn choose(&mut self, unit: Unit) -> Result<(), Invalid> {
        match unit {
            Unit::Kilogram | Unit::Pound => self.weight = unit,
            Unit::Centimetre | Unit::Inch => self.length = unit,
            Unit::Celsius | Unit::Fahrenheit => self.temperature = unit,
            Unit::MmHg | Unit::Kilopascal => self.pressure = unit,
            Unit::MgPerDl | Unit::MmolPerL => self.glucose = unit,
            _ => return Err(Invalid::new("unit", Problem::Impossible)),
        }
        Ok(())
    }

    /// The unit in which the person reads what is kept in `canonical`.
    #[must_use]
    pub const fn of(&self, canonical: Unit) -> Unit {
        match canonical {
            Unit::Kilogram => self.weight,
            Unit::Centimetre => self.length,
            Unit::Celsius => self.temperature,
            Unit::MmHg => self.pressure,
            Unit::MgPerDl => self.glucose,
            other => other,
        }
    }
}

/// A number and its unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number; finite.
    pub value: f64,
    /// The unit.
    pub unit: Unit,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_in_the_other_unit_is_kept_in_ours() {
        let kept = |text, unit| Typed::parse("value", text, unit).unwrap().canonical();
        assert_eq!(kept("120", Unit::Pound), 54.431_084);
        assert_eq!(kept("98.6", Unit::Fahrenheit), 37.0);
        assert_eq!(kept("60", Unit::Inch), 152.4);
        assert_eq!(kept("1.52", Unit::Metre), 152.0);
        assert_eq!(kept("5.5", Unit::MmolPerL), 99.0858);
        assert_eq!(kept("18", Unit::Kilopascal), 135.011_084);
        assert_eq!(kept("54.4", Unit::Kilogram), 54.4);
    }

    #[test]
    fn what_is_no_plain_number_is_refused() {
        for text in ["", ".", "5.", "1e3", "inf", "nan", "１", "1,5", "--1", "1.2.3", "1.2345678", &"9".repeat(400)] {
            assert_eq!(Typed::parse("value", text, Unit::Kilogram).unwrap_err().field, "value", "{text}");
        }
        assert_eq!(Typed::parse("value", "-4.0", Unit::Celsius).unwrap().decimals, 1);
    }

    proptest::proptest! {
        #[test]
        fn there_and_back_shows_the_number_that_was_typed(hundredths in 0_i32..100_000, decimals in 0_usize..=2) {
            let typed = format!("{:.decimals$}", f64::from(hundredths) / 100.0);
            for unit in [Unit::Pound, Unit::Kilopascal, Unit::Metre, Unit::Inch, Unit::Foot, Unit::Fahrenheit, Unit::MmolPerL] {
                let kept = Typed::parse("value", &typed, unit).unwrap().canonical();
                let shown = format!("{:.decimals$}", unit.from_canonical(kept));
                proptest::prop_assert_eq!(shown.trim_start_matches('-'), typed.as_str(), "{:?}", unit);
            }
        }
    }
}
