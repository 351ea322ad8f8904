//! Writes the food table of the core. Called by `cargo xtask food`.

use std::path::Path;

use mimamori_tests::foods::{Sources, build};

fn main() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = build(&Sources::read(&root.join("data/food"))?)?;
    let target = root.join("../core/data/foods.db");
    std::fs::write(&target, &table).map_err(|error| format!("core/data/foods.db: {error}"))?;
    println!("core/data/foods.db: {} bytes", table.len());
    Ok(())
}
