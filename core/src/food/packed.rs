//! Amounts in few bytes, exactly as a table prints them.
//!
//! A printed figure is a whole number of tenths, hundredths and so on. It is kept as that number
//! and how many places it has: seven bits a byte, the high bit says that more follows, the lowest
//! three bits of the number are the places. An unknown amount is one byte.

use crate::model::meal::{Nutrient, Nutrients};

/// Most decimal places that are kept; the tables print at most four.
const PLACES: u32 = 6;

/// Stands for an amount that is not known.
const UNKNOWN: u64 = 7;

/// Packs the amounts in the order of [`Nutrient::ALL`]. More than six decimal places are rounded.
#[must_use]
pub fn pack(amounts: &Nutrients) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(2 * Nutrient::ALL.len());
    for nutrient in Nutrient::ALL {
        let mut code = amounts.get(nutrient).map_or(UNKNOWN, code);
        while code >= 0x80 {
            bytes.push((code & 0x7f) as u8 | 0x80);
            code >>= 7;
        }
        bytes.push(code as u8);
    }
    bytes
}

/// An amount as digits and places. One too large to be an amount of food is unknown.
fn code(amount: f64) -> u64 {
    let exact = |places: u32| (amount * ten_to(places)).round() / ten_to(places);
    let places = (0..PLACES).find(|places| exact(*places) == amount).unwrap_or(PLACES);
    let digits = (amount * ten_to(places)).round();
    if (0.0..1e15).contains(&digits) { (digits as u64) << 3 | u64::from(places) } else { UNKNOWN }
}

/// Unpacks what [`pack`] made; what does not make sense is unknown.
#[must_use]
pub fn unpack(bytes: &[u8]) -> Nutrients {
    let mut amounts = Nutrients::default();
    let mut codes = Codes(bytes);
    for nutrient in Nutrient::ALL {
        if let Some(amount) = codes.next().and_then(amount) {
            amounts.set(nutrient, amount);
        }
    }
    amounts
}

/// One amount of what [`pack`] made.
#[must_use]
pub fn one(bytes: &[u8], wanted: Nutrient) -> Option<f64> {
    let place = Nutrient::ALL.into_iter().position(|nutrient| nutrient == wanted)?;
    Codes(bytes).nth(place).and_then(amount)
}

fn amount(code: u64) -> Option<f64> {
    let places = (code & 7) as u32;
    (places <= PLACES).then(|| (code >> 3) as f64 / ten_to(places))
}

fn ten_to(places: u32) -> f64 {
    10_u32.pow(places).into()
}

/// The numbers of a packed row, until the bytes end.
struct Codes<'a>(&'a [u8]);

impl Iterator for Codes<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let mut code = 0_u64;
        for shift in (0..=56).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            code |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(code);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_come_back_as_they_were_printed_and_the_unknown_stays_unknown() {
        let mut amounts = Nutrients::default();
        for (nutrient, amount) in [
            (Nutrient::Energy, 156.0),
            (Nutrient::Protein, 2.5),
            (Nutrient::Salt, 0.0),
            (Nutrient::VitaminB1, 0.02),
            (Nutrient::VitaminB12, 98.89),
            (Nutrient::Sodium, 38758.0),
            (Nutrient::Fat, 0.3333),
        ] {
            amounts.set(nutrient, amount);
        }
        let packed = pack(&amounts);
        assert_eq!(unpack(&packed), amounts);
        assert!(packed.len() < 40);
        assert_eq!(one(&packed, Nutrient::VitaminB12), Some(98.89));
        assert_eq!(one(&packed, Nutrient::Iron), None);
    }

    #[test]
    fn a_row_that_is_cut_off_keeps_what_was_there() {
        let mut amounts = Nutrients::default();
        amounts.set(Nutrient::Energy, 156.0);
        amounts.set(Nutrient::Alcohol, 5.0);
        let packed = pack(&amounts);
        let cut = unpack(&packed[..10]);
        assert_eq!((cut.get(Nutrient::Energy), cut.get(Nutrient::Alcohol)), (Some(156.0), None));
        assert_eq!(unpack(&[]), Nutrients::default());
    }

    proptest! {
        #[test]
        fn any_printed_figure_comes_back(digits in 0_u32..100_000_000, places in 0_u32..=4) {
            let printed = f64::from(digits) / ten_to(places);
            let mut amounts = Nutrients::default();
            amounts.set(Nutrient::Calcium, printed);
            prop_assert_eq!(one(&pack(&amounts), Nutrient::Calcium), Some(printed));
        }

        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let amounts = unpack(&bytes);
            for (_, amount) in amounts.iter() {
                prop_assert!(amount.is_finite() && amount >= 0.0);
            }
        }
    }
}
