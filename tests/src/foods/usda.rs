//! USDA National Nutrient Database for Standard Reference, release 28.
//!
//! An empty cell is unknown. Salt is what sodium makes of it (mg × 2.54 / 1000), as on a Japanese
//! label; the abbreviated file does not state alcohol.

use std::collections::BTreeMap;

use mimamori::food::table::infoods_tag;
use mimamori::model::meal::{Nutrient, Nutrients};

use super::csv::{Row as Line, Table};
use super::{Row, round};

/// The groups of foods that are cooked before anyone eats them.
const MEATS: [&str; 5] = [
    "Beef Products",
    "Pork Products",
    "Poultry Products",
    "Lamb, Veal, and Game Products",
    "Finfish and Shellfish Products",
];

/// Longest measure that is kept, in characters: longer ones are descriptions.
const LONGEST: usize = 30;

pub(super) fn foods(text: &str, foods: &mut BTreeMap<String, Row>) -> Result<(), String> {
    for row in Table::parse("usda_sr28_foods.csv", text)?.rows() {
        let mut per_100g = Nutrients::default();
        for nutrient in Nutrient::ALL {
            let amount = match nutrient {
                Nutrient::Salt => cell(&row, "NA")?.map(|sodium| round(sodium * 2.54 / 1_000.0, 10_000.0)),
                Nutrient::Alcohol => None,
                _ => cell(&row, infoods_tag(nutrient))?,
            };
            if let Some(amount) = amount {
                per_100g.set(nutrient, amount);
            }
        }
        let name = row.get("description")?.to_owned();
        let food = Row {
            raw: MEATS.contains(&row.get("food_group")?) && name.ends_with(", raw"),
            refuse: cell(&row, "Refuse_Pct")?.unwrap_or(0.0),
            per_100g,
            aliases: row.list("common_name")?.map(str::to_owned).collect(),
            name,
            ..Row::default()
        };
        foods.insert(format!("usda:{}", row.get("NDB_No")?), food);
    }
    Ok(())
}

fn cell(row: &Line<'_>, column: &str) -> Result<Option<f64>, String> {
    let text = row.get(column)?;
    if text.is_empty() {
        return Ok(None);
    }
    let amount: Option<f64> = text.parse().ok().filter(|amount: &f64| amount.is_finite() && *amount >= 0.0);
    amount.map(Some).ok_or_else(|| row.problem("not an amount"))
}

/// Adds the household measures, the first of each name.
pub(super) fn portions(text: &str, foods: &mut BTreeMap<String, Row>) -> Result<(), String> {
    for row in Table::parse("usda_sr28_portions.csv", text)?.rows() {
        let code = format!("usda:{}", row.get("NDB_No")?);
        let food = foods.get_mut(&code).ok_or_else(|| row.problem("no such food"))?;
        let amount = row.number("amount")?;
        let Some(name) = measure(row.get("measure")?, amount) else { continue };
        if !food.measures.iter().any(|(known, ..)| *known == name) {
            food.measures.push((name, round(row.number("gram_weight")? / amount, 100.0), "usda"));
        }
    }
    Ok(())
}

/// One of what is measured: `cup, sliced` is `cup sliced`, 3 `cookies (2" dia)` are three times a
/// `cookie`. Ounces and pounds weigh the same of every food and are no measure of this one.
fn measure(text: &str, amount: f64) -> Option<String> {
    let plain = text.split('(').next()?.replace(',', " ").to_lowercase();
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    words.dedup();
    let mut name = words.join(" ");
    if amount > 1.0 && words.len() == 1 && name.ends_with('s') && !name.ends_with("ss") {
        name.pop();
    }
    match name.as_str() {
        "" | "oz" | "lb" => None,
        "tablespoon" => Some("tbsp".to_owned()),
        "teaspoon" => Some("tsp".to_owned()),
        _ => (name.chars().count() <= LONGEST).then_some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_one_of_what_was_counted() {
        assert_eq!(measure("cup, sliced", 1.0).as_deref(), Some("cup sliced"));
        assert_eq!(measure("cookies (2\" dia)", 3.0).as_deref(), Some("cookie"));
        assert_eq!(measure("tablespoon", 1.0).as_deref(), Some("tbsp"));
        assert_eq!(measure("oz", 1.0), None);
        assert_eq!(measure("(4 fl oz)", 1.0), None);
    }
}
