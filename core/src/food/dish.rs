//! What a dish brings, from the foods it is made of.

use crate::model::meal::{Nutrient, Nutrients};

use super::table::NutrientSet;

/// Below this share of the ingredients' weight, and of their energy, a nutrient of the dish counts
/// as unknown.
const LEAST_KNOWN: f64 = 0.9;

/// A dish's figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Dish {
    /// Cooked weight of the whole recipe in grams.
    pub grams: f64,
    /// Per 100 g of the cooked dish.
    pub per_100g: Nutrients,
    /// The nutrients that some ingredient does not state: the dish holds at least the figure.
    pub partial: NutrientSet,
}

/// Sums `ingredients` (figures per 100 g, and grams), cooked to `cooked` times their weight.
///
/// Cooking is taken to change the weight (water), not the nutrients. A nutrient stays unknown unless
/// it is stated for nine tenths of the weight or of the energy: a broth is mostly weight, and what
/// the table leaves out of a broth is hardly in it. `None` without ingredients or when a weight or
/// the yield is not above zero.
#[must_use]
pub fn cook(ingredients: &[(Nutrients, f64)], cooked: f64) -> Option<Dish> {
    let raw: f64 = ingredients.iter().map(|(_, grams)| grams).sum();
    let possible = |grams: f64| grams.is_finite() && grams > 0.0;
    if !possible(cooked) || !possible(raw) || !ingredients.iter().all(|(_, grams)| possible(*grams)) {
        return None;
    }
    let grams = raw * cooked;
    let energy = |food: &Nutrients, weight: f64| food.get(Nutrient::Energy).map(|per_100g| per_100g * weight);
    // A food whose energy is unknown may bring any share of it.
    let total_energy: Option<f64> = ingredients.iter().map(|(food, weight)| energy(food, *weight)).sum();
    let mut dish = Dish { grams, per_100g: Nutrients::default(), partial: NutrientSet::default() };
    for nutrient in Nutrient::ALL {
        let (mut sum, mut known, mut known_energy) = (0.0, 0.0, 0.0);
        for (food, weight) in ingredients {
            if let Some(per_100g) = food.get(nutrient) {
                sum += per_100g * weight / 100.0;
                known += weight;
                known_energy += energy(food, *weight).unwrap_or(0.0);
            }
        }
        // A sum of shares may miss the whole by rounding alone.
        let enough = |part: f64, whole: f64| part > 0.0 && part / whole + 1e-9 >= LEAST_KNOWN;
        if enough(known, raw) || total_energy.is_some_and(|total| enough(known_energy, total)) {
            dish.per_100g.set(nutrient, sum / grams * 100.0);
            if known / raw < 1.0 - 1e-9 {
                dish.partial.insert(nutrient);
            }
        }
    }
    Some(dish)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn food(energy: Option<f64>) -> Nutrients {
        let mut nutrients = Nutrients::default();
        if let Some(energy) = energy {
            nutrients.set(Nutrient::Energy, energy);
        }
        nutrients
    }

    #[test]
    fn a_dish_is_the_sum_of_its_foods_in_the_weight_that_is_left() {
        let dish = cook(&[(food(Some(156.0)), 150.0), (food(Some(142.0)), 50.0)], 0.8).unwrap();
        assert!((dish.grams - 160.0).abs() < 1e-9);
        assert!((dish.per_100g.get(Nutrient::Energy).unwrap() - (234.0 + 71.0) / 1.6).abs() < 1e-9);
        assert_eq!(dish.per_100g.get(Nutrient::Iron), None);
    }

    #[test]
    fn a_pinch_of_the_unknown_makes_a_figure_partial_and_more_makes_it_unknown() {
        let pinch = cook(&[(food(Some(100.0)), 95.0), (food(None), 5.0)], 1.0).unwrap();
        assert_eq!(pinch.per_100g.get(Nutrient::Energy), Some(95.0));
        assert!(pinch.partial.contains(Nutrient::Energy));
        let half = cook(&[(food(Some(100.0)), 50.0), (food(None), 50.0)], 1.0).unwrap();
        assert_eq!(half.per_100g.get(Nutrient::Energy), None);
    }

    #[test]
    fn broth_does_not_hide_what_the_noodles_bring() {
        let mut noodles = food(Some(95.0));
        noodles.set(Nutrient::Fibre, 1.3);
        let dish = cook(&[(noodles, 230.0), (food(Some(2.0)), 280.0)], 1.0).unwrap();
        assert!((dish.per_100g.get(Nutrient::Fibre).unwrap() - 1.3 * 230.0 / 510.0).abs() < 1e-9);
        assert!(dish.partial.contains(Nutrient::Fibre));
    }

    #[test]
    fn a_recipe_without_weight_is_no_dish() {
        assert!(cook(&[], 1.0).is_none());
        assert!(cook(&[(food(Some(1.0)), 0.0)], 1.0).is_none());
        assert!(cook(&[(food(Some(1.0)), 10.0)], 0.0).is_none());
        assert!(cook(&[(food(Some(1.0)), f64::NAN)], 1.0).is_none());
    }

    proptest! {
        #[test]
        fn the_whole_dish_brings_what_its_foods_brought(
            parts in proptest::collection::vec((0.0_f64..900.0, 1.0_f64..500.0), 1..8),
            cooked in 0.3_f64..3.0,
        ) {
            let foods: Vec<_> = parts.iter().map(|(energy, grams)| (food(Some(*energy)), *grams)).collect();
            let brought: f64 = parts.iter().map(|(energy, grams)| energy * grams / 100.0).sum();
            let dish = cook(&foods, cooked).unwrap();
            let whole = dish.per_100g.get(Nutrient::Energy).unwrap() * dish.grams / 100.0;
            prop_assert!((whole - brought).abs() <= 1e-6 * brought.max(1.0));
            prop_assert!(dish.partial.is_empty());
        }
    }
}
