//! Vital signs and body measures that a person takes one at a time.

use serde::{Deserialize, Serialize};

use super::coded::coded;
use super::heart::Bpm;
use super::quantity::{Quantity, Typed, Unit};
use super::{Invalid, Problem};

/// One measurement, in canonical units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "measure", rename_all = "snake_case")]
pub enum Vital {
    /// Home blood pressure.
    BloodPressure(BloodPressure),
    /// Everything that is one number.
    Single {
        /// What was measured.
        kind: VitalKind,
        /// In [`VitalKind::unit`], inside [`VitalKind::possible`].
        value: f64,
        /// What was typed, where a person typed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        typed: Option<Typed>,
        /// How it was measured.
        #[serde(default, skip_serializing_if = "Circumstances::is_empty")]
        circumstances: Circumstances,
    },
}

/// A pressure reading in mmHg.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BloodPressure {
    /// Systolic, 40 to 300 mmHg.
    pub systolic: f64,
    /// Diastolic, 20 to 200 mmHg, below the systolic.
    pub diastolic: f64,
    /// The pulse that the cuff counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pulse: Option<Bpm>,
    /// The systolic and the diastolic as they were typed, where a person typed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<(Typed, Typed)>,
    /// How it was measured.
    #[serde(default, skip_serializing_if = "Circumstances::is_empty")]
    pub circumstances: Circumstances,
}

impl BloodPressure {
    /// A reading.
    ///
    /// The bounds are wider than the 0 to 299 mmHg that home cuffs show as valid on either side of
    /// a living person's range: outside them it is a typing error.
    ///
    /// # Errors
    /// `systolic` or `diastolic` outside its range, `diastolic` not below `systolic`.
    pub fn new(systolic: f64, diastolic: f64, pulse: Option<Bpm>) -> Result<Self, Invalid> {
        if !(40.0..=300.0).contains(&systolic) {
            return Err(Invalid::new("systolic", Problem::Impossible));
        }
        if !(20.0..=200.0).contains(&diastolic) {
            return Err(Invalid::new("diastolic", Problem::Impossible));
        }
        if diastolic >= systolic {
            return Err(Invalid::new("diastolic", Problem::Contradiction));
        }
        Ok(Self { systolic, diastolic, pulse, typed: None, circumstances: Circumstances::default() })
    }
}

impl BloodPressure {
    /// A reading as it was typed.
    ///
    /// # Errors
    /// `unit` when it is none of pressure; else as [`new`](Self::new).
    pub fn typed(systolic: Typed, diastolic: Typed, pulse: Option<Bpm>) -> Result<Self, Invalid> {
        if [systolic, diastolic].iter().any(|typed| typed.unit.canonical() != Unit::MmHg) {
            return Err(Invalid::new("unit", Problem::Contradiction));
        }
        let reading = Self::new(systolic.canonical(), diastolic.canonical(), pulse)?;
        Ok(Self { typed: Some((systolic, diastolic)), ..reading })
    }
}

/// How a measurement was taken, as far as somebody said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Circumstances {
    /// When in the day, as the person means it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occasion: Option<Occasion>,
    /// Of blood pressure: on which arm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arm: Option<Arm>,
    /// Of glucose: how long before or after food.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meal: Option<MealRelation>,
    /// Of temperature: where on the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<Site>,
}

impl Circumstances {
    /// Whether nobody said anything.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.occasion.is_none() && self.arm.is_none() && self.meal.is_none() && self.site.is_none()
    }
}

coded! {
    /// When in the day a measurement is taken: home blood pressure is averaged by morning and evening
    /// (日本高血圧学会 高血圧管理・治療ガイドライン 2025).
    Occasion {
        Morning = "morning",
        Daytime = "daytime",
        Evening = "evening",
        Night = "night",
    }
}

coded! {
    /// On which arm a cuff was.
    Arm {
        Left = "left",
        Right = "right",
    }
}

coded! {
    /// How a glucose measurement stands to food.
    MealRelation {
        Fasting = "fasting",
        BeforeMeal = "before_meal",
        AfterMeal = "after_meal",
        Bedtime = "bedtime",
        Any = "any",
    }
}

coded! {
    /// Where a thermometer was.
    Site {
        Armpit = "armpit",
        Mouth = "mouth",
        Ear = "ear",
        Forehead = "forehead",
        Rectum = "rectum",
    }
}

/// What a single number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VitalKind {
    /// Body weight, kg.
    Weight,
    /// Body fat, %.
    BodyFat,
    /// Waist circumference, cm.
    Waist,
    /// Body temperature, °C.
    Temperature,
    /// Oxygen saturation of the blood by pulse oximeter, %.
    OxygenSaturation,
    /// Blood glucose, mg/dL.
    Glucose,
    /// Resting heart rate as a device states it, /min.
    RestingHeartRate,
    /// Breaths a minute.
    RespiratoryRate,
    /// Heart rate variability as RMSSD, ms.
    Rmssd,
    /// Peak expiratory flow, L/min.
    PeakFlow,
    /// Body height, cm.
    Height,
}

impl VitalKind {
    /// Every kind, in the order in which screens list them.
    pub const ALL: [Self; 11] = [
        Self::Weight,
        Self::BodyFat,
        Self::Waist,
        Self::Temperature,
        Self::OxygenSaturation,
        Self::Glucose,
        Self::RestingHeartRate,
        Self::RespiratoryRate,
        Self::Rmssd,
        Self::PeakFlow,
        Self::Height,
    ];

    /// The canonical unit.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Weight => Unit::Kilogram,
            Self::BodyFat | Self::OxygenSaturation => Unit::Percent,
            Self::Waist | Self::Height => Unit::Centimetre,
            Self::Temperature => Unit::Celsius,
            Self::Glucose => Unit::MgPerDl,
            Self::RestingHeartRate | Self::RespiratoryRate => Unit::PerMinute,
            Self::Rmssd => Unit::Millisecond,
            Self::PeakFlow => Unit::LitrePerMinute,
        }
    }

    /// Lowest and highest value that is taken for a measurement rather than for a slip. What lies inside
    /// but is seldom is asked again: see [`plausible`](super::plausible).
    ///
    /// Ends are set outside what has been reported of living people, or what a device can show:
    ///
    /// | measure | ends | just inside |
    /// | --- | --- | --- |
    /// | weight | 0.2 to 650 kg | a newborn of 212 g who lived (Singapore 2020); 635 kg (Guinness World Records) |
    /// | body fat | 1 to 85 % | a margin of our own: scales show 5 to 75 % |
    /// | waist | 15 to 400 cm | 302 cm (Guinness World Records); below it, a newborn |
    /// | temperature | 13 to 46.5 °C | 13.7 °C (Gilbert et al., Lancet 2000;355:375); 46.5 °C (Guinness World Records) |
    /// | oxygen saturation | 30 to 100 % | 34.4 % near the top of Everest (Grocott et al., N Engl J Med 2009;360:140) |
    /// | glucose | 5 to 3,000 mg/dL | 2,656 mg/dL (Guinness World Records); below it no meter reads |
    /// | resting heart rate | 15 to 300 /min | 26 /min (Guinness World Records); above, as [`Bpm`] |
    /// | breaths | 1 to 150 /min | what bedside monitors can count |
    /// | RMSSD | 0 to 1,500 ms | what intervals of 300 to 2,000 ms can differ by, nearly |
    /// | peak flow | 10 to 1,200 L/min | wider than the scale of any meter |
    /// | height | 20 to 280 cm | 272 cm (Guinness World Records); below it, a newborn |
    #[must_use]
    pub const fn possible(self) -> (f64, f64) {
        match self {
            Self::Weight => (0.2, 650.0),
            Self::BodyFat => (1.0, 85.0),
            Self::Waist => (15.0, 400.0),
            Self::Temperature => (13.0, 46.5),
            Self::OxygenSaturation => (30.0, 100.0),
            Self::Glucose => (5.0, 3000.0),
            Self::RestingHeartRate => (15.0, 300.0),
            Self::RespiratoryRate => (1.0, 150.0),
            Self::Rmssd => (0.0, 1500.0),
            Self::PeakFlow => (10.0, 1200.0),
            Self::Height => (20.0, 280.0),
        }
    }

    /// The name in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::BodyFat => "body_fat",
            Self::Waist => "waist",
            Self::Temperature => "temperature",
            Self::OxygenSaturation => "oxygen_saturation",
            Self::Glucose => "glucose",
            Self::RestingHeartRate => "resting_heart_rate",
            Self::RespiratoryRate => "respiratory_rate",
            Self::Rmssd => "rmssd",
            Self::PeakFlow => "peak_flow",
            Self::Height => "height",
        }
    }

    /// The kind with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl VitalKind {
    /// Whether it is one that a person thinks of as heart rate.
    #[must_use]
    pub const fn is_of_heart(self) -> bool {
        matches!(self, Self::RestingHeartRate | Self::Rmssd)
    }
}

impl Vital {
    /// Whether it is one that a person thinks of as heart rate.
    #[must_use]
    pub const fn is_of_heart(&self) -> bool {
        matches!(self, Self::Single { kind, .. } if kind.is_of_heart())
    }

    /// One number in the kind's canonical unit.
    ///
    /// # Errors
    /// `value` when it is not finite or outside [`VitalKind::possible`].
    pub fn single(kind: VitalKind, value: f64) -> Result<Self, Invalid> {
        let (low, high) = kind.possible();
        if !(low..=high).contains(&value) {
            return Err(Invalid::new("value", Problem::Impossible));
        }
        Ok(Self::Single { kind, value, typed: None, circumstances: Circumstances::default() })
    }

    /// One number as it was typed.
    ///
    /// # Errors
    /// `unit` when the kind does not come in it; `value` as [`single`](Self::single).
    pub fn typed(kind: VitalKind, typed: Typed) -> Result<Self, Invalid> {
        if typed.unit.canonical() != kind.unit() {
            return Err(Invalid::new("unit", Problem::Contradiction));
        }
        let mut vital = Self::single(kind, typed.canonical())?;
        if let Self::Single { typed: kept, .. } = &mut vital {
            *kept = Some(typed);
        }
        Ok(vital)
    }

    /// The measurement, taken in `circumstances`.
    ///
    /// # Errors
    /// `arm`, `meal` or `site` where it says nothing about what was measured.
    pub fn taken(mut self, circumstances: Circumstances) -> Result<Self, Invalid> {
        let (arm, meal, site) = match &self {
            Self::BloodPressure(_) => (true, false, false),
            Self::Single { kind, .. } => (false, *kind == VitalKind::Glucose, *kind == VitalKind::Temperature),
        };
        for (field, fits, given) in [
            ("arm", arm, circumstances.arm.is_some()),
            ("meal", meal, circumstances.meal.is_some()),
            ("site", site, circumstances.site.is_some()),
        ] {
            if given && !fits {
                return Err(Invalid::new(field, Problem::Contradiction));
            }
        }
        match &mut self {
            Self::BloodPressure(pressure) => pressure.circumstances = circumstances,
            Self::Single { circumstances: kept, .. } => *kept = circumstances,
        }
        Ok(self)
    }

    /// The measurement, if it is one that the constructors make.
    ///
    /// # Errors
    /// As theirs; `typed` when it is not the value.
    pub fn checked(self) -> Result<Self, Invalid> {
        let near = |typed: Typed, unit: Unit, value: f64| {
            let same =
                typed.unit.canonical() == unit && (typed.canonical() - value).abs() < 1e-3 && typed.decimals <= 6;
            if same { Ok(()) } else { Err(Invalid::new("typed", Problem::Contradiction)) }
        };
        match self {
            Self::BloodPressure(pressure) => {
                BloodPressure::new(pressure.systolic, pressure.diastolic, pressure.pulse)?;
                if let Some((systolic, diastolic)) = pressure.typed {
                    near(systolic, Unit::MmHg, pressure.systolic)?;
                    near(diastolic, Unit::MmHg, pressure.diastolic)?;
                }
            }
            Self::Single { kind, value, typed, .. } => {
                Self::single(kind, value)?;
                if let Some(typed) = typed {
                    near(typed, kind.unit(), value)?;
                }
            }
        }
        self.taken(self.circumstances())
    }

    /// How it was measured.
    #[must_use]
    pub const fn circumstances(&self) -> Circumstances {
        match self {
            Self::BloodPressure(pressure) => pressure.circumstances,
            Self::Single { circumstances, .. } => *circumstances,
        }
    }

    /// The measurement as a quantity, where it is one number.
    #[must_use]
    pub fn quantity(&self) -> Option<Quantity> {
        match *self {
            Self::Single { kind, value, .. } => Some(Quantity { value, unit: kind.unit() }),
            Self::BloodPressure(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_refused_by_the_name_of_its_field() {
        assert_eq!(BloodPressure::new(1350.0, 85.0, None).unwrap_err().field, "systolic");
        assert_eq!(BloodPressure::new(85.0, 135.0, None).unwrap_err().field, "diastolic");
        assert_eq!(Vital::single(VitalKind::Temperature, 366.0).unwrap_err().field, "value");
        assert!(Vital::single(VitalKind::Weight, f64::NAN).is_err());
    }

    #[test]
    fn what_was_typed_stays_beside_what_is_kept() {
        let typed = Typed::parse("value", "120.0", Unit::Pound).unwrap();
        let weight = Vital::typed(VitalKind::Weight, typed).unwrap();
        assert_eq!(weight.quantity().unwrap().value, 54.431_084);
        let kept: Vital = serde_json::from_str(&serde_json::to_string(&weight).unwrap()).unwrap();
        assert_eq!(kept.checked().unwrap(), weight);
        assert_eq!(Vital::typed(VitalKind::Height, typed).unwrap_err().field, "unit");
        let Vital::Single { kind, value, circumstances, .. } = weight else { panic!("a number") };
        let lie = Vital::Single { kind, value: value + 1.0, typed: Some(typed), circumstances };
        assert_eq!(lie.checked().unwrap_err().field, "typed");
    }

    #[test]
    fn circumstances_that_do_not_fit_are_refused_by_name() {
        let pressure = Vital::BloodPressure(BloodPressure::new(135.0, 85.0, None).unwrap());
        let left =
            Circumstances { arm: Some(Arm::Left), occasion: Some(Occasion::Morning), ..Circumstances::default() };
        assert_eq!(pressure.taken(left).unwrap().circumstances(), left);
        assert_eq!(Vital::single(VitalKind::Weight, 52.0).unwrap().taken(left).unwrap_err().field, "arm");
        let fasting = Circumstances { meal: Some(MealRelation::Fasting), ..Circumstances::default() };
        assert_eq!(pressure.taken(fasting).unwrap_err().field, "meal");
        assert!(Vital::single(VitalKind::Glucose, 110.0).unwrap().taken(fasting).is_ok());
    }

    #[test]
    fn a_measurement_stored_before_these_fields_reads_as_it_was() {
        let old = r#"{"measure":"blood_pressure","systolic":132.0,"diastolic":84.0,"pulse":71}"#;
        let read: Vital = serde_json::from_str(old).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), old);
        let old = r#"{"measure":"single","kind":"weight","value":52.4}"#;
        let read: Vital = serde_json::from_str(old).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), old);
    }

    #[test]
    fn every_kind_is_found_by_its_code() {
        for kind in VitalKind::ALL {
            assert_eq!(VitalKind::from_code(kind.code()), Some(kind));
        }
    }
}
