//! The notation of the cells of 日本食品標準成分表 (八訂) 増補2023年.
//!
//! | cell | meaning |
//! | --- | --- |
//! | `12.3` | measured |
//! | `(12.3)` | estimated from a similar food or from a recipe |
//! | `0`, `(0)` | nothing, measured or presumed |
//! | `Tr`, `(Tr)` | a trace: more than a tenth of the smallest figure shown, less than that figure |
//! | `-`, empty, `*` | not determined: unknown, which is not zero |
//! | `12.3†` | measured by the method laid down for the food; a plain number here |

/// What one cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// Not determined.
    Unknown,
    /// Present, too little to state.
    Trace {
        /// Presumed rather than measured.
        estimated: bool,
    },
    /// An amount per 100 g in the column's unit, finite and not negative.
    Amount {
        /// The amount.
        value: f64,
        /// Presumed rather than measured.
        estimated: bool,
    },
}

/// The cell is none of the table's notations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a notation of the food table")]
pub struct UnknownNotation;

impl Cell {
    /// Reads a cell as published.
    ///
    /// # Errors
    /// [`UnknownNotation`] for anything that the table's legend does not name.
    pub fn parse(text: &str) -> Result<Self, UnknownNotation> {
        let text = text.trim();
        if matches!(text, "" | "-" | "*") {
            return Ok(Self::Unknown);
        }
        let (inner, estimated) = match text.strip_prefix('(').map(|rest| rest.strip_suffix(')')) {
            Some(Some(inner)) => (inner, true),
            Some(None) => return Err(UnknownNotation),
            None => (text, false),
        };
        if inner == "Tr" {
            return Ok(Self::Trace { estimated });
        }
        let digits = inner.strip_suffix('†').unwrap_or(inner);
        // `f64::from_str` also reads "inf", "1e5" and "+1", which are no notation of the table.
        if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return Err(UnknownNotation);
        }
        match digits.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Self::Amount { value, estimated }),
            _ => Err(UnknownNotation),
        }
    }

    /// The amount to count: a trace counts as zero, the unknown as nothing at all.
    #[must_use]
    pub fn amount(self) -> Option<f64> {
        match self {
            Self::Unknown => None,
            Self::Trace { .. } => Some(0.0),
            Self::Amount { value, .. } => Some(value),
        }
    }

    /// Whether the figure is presumed rather than measured.
    #[must_use]
    pub fn is_estimated(self) -> bool {
        match self {
            Self::Unknown => false,
            Self::Trace { estimated } | Self::Amount { estimated, .. } => estimated,
        }
    }

    /// Whether the cell says "a trace".
    #[must_use]
    pub fn is_trace(self) -> bool {
        matches!(self, Self::Trace { .. })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_notation_of_the_legend_is_read() {
        let amount = |value, estimated| Ok(Cell::Amount { value, estimated });
        assert_eq!(Cell::parse("156"), amount(156.0, false));
        assert_eq!(Cell::parse("(0.22)"), amount(0.22, true));
        assert_eq!(Cell::parse("0"), amount(0.0, false));
        assert_eq!(Cell::parse("(0)"), amount(0.0, true));
        assert_eq!(Cell::parse("20.3†"), amount(20.3, false));
        assert_eq!(Cell::parse("Tr"), Ok(Cell::Trace { estimated: false }));
        assert_eq!(Cell::parse("(Tr)"), Ok(Cell::Trace { estimated: true }));
        for unknown in ["-", "", "*", " - "] {
            assert_eq!(Cell::parse(unknown), Ok(Cell::Unknown), "{unknown:?}");
        }
    }

    #[test]
    fn not_determined_is_not_counted_and_a_trace_counts_as_nothing() {
        assert_eq!(Cell::parse("-").unwrap().amount(), None);
        assert_eq!(Cell::parse("Tr").unwrap().amount(), Some(0.0));
    }

    #[test]
    fn what_the_legend_does_not_name_is_refused() {
        for text in ["(1.2", "1.2)", "()", "tr", "1e3", "inf", "NaN", "-1", "+1", "1,2", "†", ".", "1.2.3", "((1))"] {
            assert_eq!(Cell::parse(text), Err(UnknownNotation), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_an_answer_and_never_a_negative_or_infinite_amount(text in "\\PC{0,12}") {
            if let Ok(Some(amount)) = Cell::parse(&text).map(Cell::amount) {
                prop_assert!(amount.is_finite() && amount >= 0.0);
            }
        }

        #[test]
        fn brackets_mark_an_estimate_and_do_not_change_the_amount(tenths in 0u32..100_000) {
            let plain = format!("{}.{}", tenths / 10, tenths % 10);
            let measured = Cell::parse(&plain).unwrap();
            let estimated = Cell::parse(&format!("({plain})")).unwrap();
            prop_assert_eq!(measured.amount(), estimated.amount());
            prop_assert!(!measured.is_estimated() && estimated.is_estimated());
            prop_assert_eq!(measured.amount(), Some(f64::from(tenths) / 10.0));
        }
    }
}
