//! Foods and amounts as they are typed: `ごはん=150g`, `みそ汁 1杯`, `usda:01009=2 oz`, `親子丼`.

use mimamori::Error;
use mimamori::companion::FoodCard;
use mimamori::food::Amount;
use mimamori::model::meal::{FoodCode, MealItem};
use mimamori::text::Words;

use crate::app::App;
use crate::commands::food::code_of;
use crate::failure::Failure;

/// A food and, if it was said, how much of it.
#[derive(Debug, PartialEq)]
pub(crate) struct Typed {
    pub(crate) food: String,
    pub(crate) amount: Option<Amount>,
}

impl Typed {
    /// Reads one food. The amount stands after `=`.
    pub(crate) fn read(text: &str) -> Self {
        let said = text.rsplit_once(['=', '＝']).and_then(|(food, amount)| Some((food, Amount::parse(amount)?)));
        match said {
            Some((food, amount)) => Self { food: food.trim().to_owned(), amount: Some(amount) },
            None => Self { food: text.trim().to_owned(), amount: None },
        }
    }
}

/// Foods as they stand on a line. A word that can only be an amount belongs to the food before it.
fn typed(line: &[&str], words: &Words) -> Result<Vec<Typed>, Failure> {
    let mut foods: Vec<Typed> = Vec::new();
    for word in line {
        let amount = Amount::parse(word).filter(Amount::is_plain);
        match (amount, foods.last_mut()) {
            (Some(amount), Some(food)) if food.amount.is_none() => food.amount = Some(amount),
            _ => {
                let read = Typed::read(word);
                // What stands after `=` has to be an amount.
                if read.amount.is_none() && word.contains(['=', '＝']) {
                    return Err(Failure::Input(words.get("cli-meal-food-unreadable")));
                }
                foods.push(read);
            }
        }
    }
    Ok(foods)
}

/// The foods of a line with their amounts; one without an amount is taken in its usual measure.
pub(crate) fn read(app: &App, line: &[&str]) -> Result<Vec<(FoodCode, Amount)>, Failure> {
    let mut foods = Vec::new();
    for (place, Typed { food, amount }) in typed(line, app.words())?.into_iter().enumerate() {
        let number = [("number", (place + 1).into())];
        let missing = |failure| match failure {
            Failure::Core(Error::NotFound("food")) => Failure::Input(app.words().fmt("cli-meal-food-none", &number)),
            other => other,
        };
        let code = code_of(app, &food).map_err(missing)?;
        let card = app.food_card(&code).map_err(missing)?;
        let amount = match amount {
            Some(amount) => amount,
            None if card.measures.is_empty() && card.label.is_none() => {
                return Err(Failure::Input(app.words().fmt("cli-meal-food-amount", &number)));
            }
            None => usual(&card),
        };
        item(&card, &amount, place + 1, app.words())?;
        foods.push((code, amount));
    }
    Ok(foods)
}

/// One of the food's usual measure; 100 g of what has none.
pub(crate) fn usual(card: &FoodCard) -> Amount {
    let weightless = card.per_100g.iter().next().is_none();
    if card.measures.is_empty() && !weightless { Amount::Grams(100.0) } else { Amount::Of(1.0, String::new()) }
}

/// So much of a food. A measure that it does not have is answered with those that it has.
pub(crate) fn item(card: &FoodCard, amount: &Amount, place: usize, words: &Words) -> Result<MealItem, Failure> {
    card.eaten(amount).map_err(|error| match error {
        Error::NotFound("measure of this food") if card.measures.is_empty() => {
            Failure::Input(words.fmt("cli-meal-food-amount", &[("number", place.into())]))
        }
        Error::NotFound("measure of this food") => {
            let measures: Vec<String> = card.measures.iter().take(6).map(|it| words.weighed_measure(it)).collect();
            let measures = measures.join(&words.get("list-separator"));
            Failure::Input(
                words.fmt("cli-meal-food-measures", &[("number", place.into()), ("measures", measures.into())]),
            )
        }
        other => other.into(),
    })
}

#[cfg(test)]
mod tests {
    use mimamori::text::Lang;

    use super::*;

    fn read(line: &[&str]) -> Vec<(String, Option<Amount>)> {
        let foods = typed(line, &Words::new(Lang::En)).unwrap_or_default();
        foods.into_iter().map(|typed| (typed.food, typed.amount)).collect()
    }

    #[test]
    fn an_amount_stands_after_a_sign_or_after_a_blank() {
        let of = |count, word: &str| Some(Amount::Of(count, word.to_owned()));
        assert_eq!(
            read(&["ごはん=150g", "みそ汁", "1杯", "鮭", "2 slices", "親子丼"]),
            [
                ("ごはん".to_owned(), Some(Amount::Grams(150.0))),
                ("みそ汁".to_owned(), of(1.0, "杯")),
                ("鮭".to_owned(), of(2.0, "slices")),
                ("親子丼".to_owned(), None),
            ]
        );
        assert_eq!(read(&["1% milk=1 cup"]), [("1% milk".to_owned(), of(1.0, "cup"))]);
        assert_eq!(read(&["1% milk"]), [("1% milk".to_owned(), None)]);
        assert!(read(&["ごはん=lots"]).is_empty());
    }
}
