//! The rhythm models' coefficients are what the public records give: they are fitted here anew.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop, and prints what it found")]

use mimamori::detect::rhythm::model::{MODELS, Models};
use mimamori_tests::fit::Records;
use mimamori_tests::skip;

#[test]
fn the_models_are_what_the_public_records_give() {
    let Some(records) = Records::read() else {
        return skip::skip("the labelled records are not beside the checkout: the rhythm models were not fitted anew");
    };
    let fitted = records.models();
    println!("{fitted:#?}");
    let numbers = |models: &Models| {
        let Models { irregular, doubtful, moved, mended, noisy } = *models;
        [
            &irregular.coefficients[..],
            &doubtful.coefficients[..],
            &moved.coefficients[..],
            &mended.coefficients[..],
            &noisy.coefficients[..],
            &[irregular.constant, doubtful.constant, moved.constant, mended.constant, noisy.constant],
        ]
        .concat()
    };
    for (found, written) in numbers(&fitted).iter().zip(numbers(&MODELS)) {
        assert!((found - written).abs() < 0.001, "{found} {written}");
    }
}
