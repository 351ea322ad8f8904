//! SQLite: the only room that speaks SQL.

pub mod foods;
