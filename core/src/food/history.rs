//! What a person has eaten before, and how much that says about what is meant now.

use crate::model::meal::FoodCode;

/// After this many days without it, a food counts half.
const HALF_LIFE_DAYS: f64 = 14.0;

/// One food of a person's own meals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoodUse {
    /// The food.
    pub code: FoodCode,
    /// How often it was recorded.
    pub times: u32,
    /// Days since it was last recorded; 0 is today.
    pub days_since: u32,
}

impl FoodUse {
    /// Frequency times recency: ten times a fortnight ago weighs as much as five times today.
    #[must_use]
    pub fn weight(&self) -> f64 {
        f64::from(self.times) * (-f64::from(self.days_since) / HALF_LIFE_DAYS).exp2()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_food_eaten_yesterday_outweighs_one_eaten_more_often_long_ago() {
        let food = |times, days_since| FoodUse { code: FoodCode("mext:01088".into()), times, days_since };
        assert!(food(3, 1).weight() > food(10, 60).weight());
        assert!(food(10, 1).weight() > food(3, 1).weight());
        assert!((food(10, 14).weight() - food(5, 0).weight()).abs() < 1e-9);
    }
}
