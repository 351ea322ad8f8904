//! Dishes: our own recipes, cooked from the tables' foods.

use std::collections::BTreeMap;

use mimamori::food::{HouseholdMeasure, dish};
use mimamori::model::meal::Nutrients;

use super::csv::Table;
use super::{Row, Words, round};

/// Adds the dishes to the foods, and their everyday words.
pub(super) fn add(
    dishes: &str,
    ingredients: &str,
    foods: &mut BTreeMap<String, Row>,
    words: &mut Words,
) -> Result<(), String> {
    let mut recipes: BTreeMap<String, Vec<(String, f64)>> = BTreeMap::new();
    for row in Table::parse("dish_ingredients.csv", ingredients)?.rows() {
        let food = row.get("food")?;
        if !foods.contains_key(food) {
            return Err(row.problem("no such food"));
        }
        recipes.entry(row.get("dish")?.to_owned()).or_default().push((food.to_owned(), row.number("grams")?));
    }
    for row in Table::parse("dishes.csv", dishes)?.rows() {
        let code = row.get("code")?;
        let recipe = recipes.remove(code).ok_or_else(|| row.problem("no ingredients"))?;
        let parts: Vec<(Nutrients, f64)> =
            recipe.iter().filter_map(|(food, grams)| Some((foods.get(food)?.per_100g.clone(), *grams))).collect();
        let cooked = dish::cook(&parts, row.number("yield")?).ok_or_else(|| row.problem("not a recipe"))?;
        let measure: HouseholdMeasure = row.get("measure")?.parse().map_err(|_| row.problem("no such measure"))?;
        let mut food = Row {
            name: row.get("name_ja")?.to_owned(),
            name_en: Some(row.get("name_en")?.to_owned()),
            partial: cooked.partial,
            measures: vec![(measure.code().to_owned(), round(cooked.grams, 10.0), "recipe")],
            ingredients: recipe,
            ..Row::default()
        };
        for (nutrient, amount) in cooked.per_100g.iter() {
            food.per_100g.set(nutrient, round(amount, 10_000.0));
            food.estimated.insert(nutrient);
        }
        for list in ["words_ja", "words_en"] {
            for word in row.list(list)? {
                food.aliases.push(word.to_owned());
                words.add(word, code);
            }
        }
        foods.insert(code.to_owned(), food);
    }
    match recipes.into_keys().next() {
        Some(dish) => Err(format!("dish_ingredients.csv: {dish} is not in dishes.csv")),
        None => Ok(()),
    }
}
