//! The medical numbers of IEEE 11073-20601: a whole number and a power of ten, so that 36.50 °C is
//! not 36.5 °C.

use std::fmt;

/// A decimal number as a device sent it: `mantissa × 10^exponent`.
///
/// The exponent says how fine the device measures: `2.00` and `2.0` are different here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The digits.
    pub mantissa: i32,
    /// The power of ten, -128 to 127.
    pub exponent: i8,
}

impl Decimal {
    /// The number closest to it; exact decimal rounding, so that 36.4 is the `36.4` of the language.
    #[must_use]
    pub fn value(self) -> f64 {
        // Powers of ten up to 10^22 are exact in f64, and so is the mantissa: one rounding at most.
        const POWERS: [f64; 23] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
            1e19, 1e20, 1e21, 1e22,
        ];
        let mantissa = f64::from(self.mantissa);
        match POWERS.get(usize::from(self.exponent.unsigned_abs())) {
            Some(power) if self.exponent < 0 => mantissa / power,
            Some(power) => mantissa * power,
            // No digits of `{}e{}` are ever refused.
            None => format!("{}e{}", self.mantissa, self.exponent).parse().unwrap_or(f64::NAN),
        }
    }

    /// How many digits stand after the point.
    #[must_use]
    pub const fn digits(self) -> u8 {
        if self.exponent < 0 { self.exponent.unsigned_abs() } else { 0 }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.*}", usize::from(self.digits()), self.value())
    }
}

/// A number of a medical device, or why it has none.
///
/// The special values count only as whole values: `0xF7FF` is the number 204.7, though its mantissa
/// is that of "not a number". A decoder that looks at the mantissa alone loses 204.6 and 204.7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MedFloat {
    /// A number.
    Number(Decimal),
    /// No number came of it: a cuff that slipped.
    NotANumber,
    /// It cannot be told at this resolution.
    NotAtThisResolution,
    /// Above what the device can show.
    PositiveInfinity,
    /// Below what the device can show.
    NegativeInfinity,
    /// Reserved for future use.
    Reserved,
}

impl MedFloat {
    /// Reads a 16-bit SFLOAT: four bits of exponent, twelve of mantissa, both two's complement.
    #[must_use]
    pub fn from_sfloat(raw: u16) -> Self {
        match raw {
            0x07FF => Self::NotANumber,
            0x0800 => Self::NotAtThisResolution,
            0x07FE => Self::PositiveInfinity,
            0x0802 => Self::NegativeInfinity,
            0x0801 => Self::Reserved,
            _ => {
                // Shifting left and back carries the sign of the twelve bits.
                let mantissa = i32::from(raw.cast_signed() << 4 >> 4);
                let exponent = (raw.cast_signed() >> 12) as i8;
                Self::Number(Decimal { mantissa, exponent })
            }
        }
    }

    /// Reads a 32-bit FLOAT: eight bits of exponent, twenty-four of mantissa, both two's complement.
    #[must_use]
    pub fn from_float(raw: u32) -> Self {
        match raw {
            0x007F_FFFF => Self::NotANumber,
            0x0080_0000 => Self::NotAtThisResolution,
            0x007F_FFFE => Self::PositiveInfinity,
            0x0080_0002 => Self::NegativeInfinity,
            0x0080_0001 => Self::Reserved,
            _ => {
                let mantissa = raw.cast_signed() << 8 >> 8;
                let exponent = (raw.cast_signed() >> 24) as i8;
                Self::Number(Decimal { mantissa, exponent })
            }
        }
    }

    /// The number, if there is one.
    #[must_use]
    pub const fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(decimal) => Some(decimal),
            _ => None,
        }
    }

    /// The number as `f64`, if there is one.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        self.number().map(Decimal::value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(mantissa: i32, exponent: i8) -> MedFloat {
        MedFloat::Number(Decimal { mantissa, exponent })
    }

    /// The table of HL7's Personal Health Device guide, and values whose mantissa alone would be special.
    #[test]
    fn short_numbers_keep_their_precision_and_only_whole_values_are_special() {
        for (raw, expected, text) in [
            (0x0002, number(2, 0), "2"),
            (0xF014, number(20, -1), "2.0"),
            (0xE0C8, number(200, -2), "2.00"),
            (0x1002, number(2, 1), "20"),
            (0x04D2, number(1234, 0), "1234"),
            (0x0B2E, number(-1234, 0), "-1234"),
            (0xF16C, number(364, -1), "36.4"),
            (0xF7FF, number(2047, -1), "204.7"),
            (0xF7FE, number(2046, -1), "204.6"),
            (0xF800, number(-2048, -1), "-204.8"),
            (0xF801, number(-2047, -1), "-204.7"),
            (0x1802, number(-2046, 1), "-20460"),
            (0x07FD, number(2045, 0), "2045"),
            (0x0803, number(-2045, 0), "-2045"),
            (0x8001, number(1, -8), "0.00000001"),
            (0x7001, number(1, 7), "10000000"),
        ] {
            let read = MedFloat::from_sfloat(raw);
            assert_eq!(read, expected, "{raw:04x}");
            assert_eq!(read.number().unwrap().to_string(), text, "{raw:04x}");
        }
        for (raw, expected) in [
            (0x07FF, MedFloat::NotANumber),
            (0x0800, MedFloat::NotAtThisResolution),
            (0x07FE, MedFloat::PositiveInfinity),
            (0x0802, MedFloat::NegativeInfinity),
            (0x0801, MedFloat::Reserved),
        ] {
            assert_eq!(MedFloat::from_sfloat(raw), expected, "{raw:04x}");
            assert_eq!(expected.value(), None);
        }
    }

    #[test]
    fn long_numbers_keep_their_precision_and_only_whole_values_are_special() {
        for (raw, expected, text) in [
            (2, number(2, 0), "2"),
            (0xFF00_0014, number(20, -1), "2.0"),
            (0xFE00_00C8, number(200, -2), "2.00"),
            (0x0200_0002, number(2, 2), "200"),
            (0x00FF_FB2E, number(-1234, 0), "-1234"),
            (0xFF00_016C, number(364, -1), "36.4"),
            (0xFE00_0EB0, number(3760, -2), "37.60"),
            (0xFF7F_FFFF, number(8_388_607, -1), "838860.7"),
            (0xFF80_0001, number(-8_388_607, -1), "-838860.7"),
        ] {
            let read = MedFloat::from_float(raw);
            assert_eq!(read, expected, "{raw:08x}");
            assert_eq!(read.number().unwrap().to_string(), text, "{raw:08x}");
        }
        for (raw, expected) in [
            (0x007F_FFFF, MedFloat::NotANumber),
            (0x0080_0000, MedFloat::NotAtThisResolution),
            (0x007F_FFFE, MedFloat::PositiveInfinity),
            (0x0080_0002, MedFloat::NegativeInfinity),
            (0x0080_0001, MedFloat::Reserved),
        ] {
            assert_eq!(MedFloat::from_float(raw), expected, "{raw:08x}");
        }
    }

    #[test]
    fn every_short_number_there_is_equals_its_decimal_text() {
        let mut special = 0;
        for raw in 0..=u16::MAX {
            match MedFloat::from_sfloat(raw).number() {
                None => special += 1,
                Some(decimal) => {
                    let text = format!("{}e{}", decimal.mantissa, decimal.exponent);
                    assert_eq!(decimal.value().to_bits(), text.parse::<f64>().unwrap().to_bits(), "{raw:04x}");
                }
            }
        }
        assert_eq!(special, 5);
    }

    proptest! {
        #[test]
        fn every_long_number_equals_its_decimal_text(raw: u32) {
            if let Some(decimal) = MedFloat::from_float(raw).number() {
                let text = format!("{}e{}", decimal.mantissa, decimal.exponent);
                prop_assert_eq!(decimal.value(), text.parse::<f64>().unwrap());
            }
        }
    }
}
