//! Freezes the store of the present version of the schema, for the tests of later versions:
//! `cargo run -p mimamori-tests --bin freeze-store`.
//!
//! Writes `tests/data/schema/vN.db` and `vN.json`, what is in it. A version that is frozen stays as
//! it is: there is no way to write it again but to delete it first.

use mimamori::store::Store;
use mimamori_tests::family::key;
use mimamori_tests::{dump, frozen, place};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = format!("v{}", mimamori::store::SCHEMA_VERSION);
    let (store, content) =
        (place::data("schema").join(format!("{name}.db")), place::data("schema").join(format!("{name}.json")));
    if store.exists() || content.exists() {
        return Err(format!("{name} is frozen already").into());
    }
    frozen::make(&store)?;
    let opened = Store::open(&store, &key())?;
    let mut text = serde_json::to_string_pretty(&dump::store(&opened)?)?;
    text.push('\n');
    opened.pause()?;
    std::fs::write(&content, text)?;
    println!("tests/data/schema/{name}.db and {name}.json");
    Ok(())
}
