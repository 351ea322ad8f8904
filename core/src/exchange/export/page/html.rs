//! Writing HTML: whatever is text is escaped, and what is opened is closed by scope.

use crate::chart::{Chart, Frame, Table};

/// HTML that grows element by element.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// An element with what `inside` writes into it. `tag` and `class` are the program's own.
    pub(super) fn within(&mut self, tag: &str, class: &str, inside: impl FnOnce(&mut Self)) {
        self.open(tag, class);
        inside(self);
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push_str(">\n");
    }

    /// An element that holds text only.
    pub(super) fn text(&mut self, tag: &str, class: &str, text: &str) {
        self.within(tag, class, |html| html.0.push_str(&escape(text)));
    }

    /// A section with its heading.
    pub(super) fn section(&mut self, id: &str, heading: &str, inside: impl FnOnce(&mut Self)) {
        self.0.push_str(&format!("<section class=\"card\" aria-labelledby=\"{id}\"><h2 id=\"{id}\">"));
        self.0.push_str(&escape(heading));
        self.0.push_str("</h2>\n");
        inside(self);
        self.0.push_str("</section>\n");
    }

    /// A table that scrolls by itself where it is too wide; the first column heads its row.
    pub(super) fn table(&mut self, caption: &str, table: &Table) {
        // Scrolling by keyboard needs a place to put the focus.
        self.0.push_str(&format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">",
            escape(caption)
        ));
        self.within("table", "", |html| {
            html.within("thead", "", |html| {
                html.within("tr", "", |html| {
                    for heading in &table.head {
                        html.0.push_str("<th scope=\"col\">");
                        html.0.push_str(&escape(heading));
                        html.0.push_str("</th>");
                    }
                });
            });
            html.within("tbody", "", |html| {
                for row in &table.rows {
                    html.within("tr", "", |html| {
                        for (i, cell) in row.iter().enumerate() {
                            let (open, close) =
                                if i == 0 { ("<th scope=\"row\">", "</th>") } else { ("<td>", "</td>") };
                            html.0.push_str(open);
                            html.0.push_str(&escape(cell));
                            html.0.push_str(close);
                        }
                    });
                }
            });
        });
        self.0.push_str("</div>\n");
    }

    /// What is shown on demand.
    pub(super) fn details(&mut self, summary: &str, inside: impl FnOnce(&mut Self)) {
        self.within("details", "", |html| {
            html.text("summary", "", summary);
            inside(html);
        });
    }

    /// A chart, drawn once for a phone and once for a wider screen, with its sentence and table.
    pub(super) fn chart(&mut self, id: &str, chart: &Chart, show_table: &str) {
        self.text("p", "", &chart.sentence);
        for (class, width, height) in [("narrow", 340, 300), ("wide", 800, 330)] {
            let id = format!("{id}-{class}");
            self.within("div", &format!("chart {class}"), |html| {
                html.0.push_str(&chart.svg(&Frame::new(width, height, &id)));
            });
        }
        if !chart.table.rows.is_empty() {
            self.details(show_table, |html| html.table(&chart.title, &chart.table));
        }
    }

    /// Markup of the program's own.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    fn open(&mut self, tag: &str, class: &str) {
        self.0.push('<');
        self.0.push_str(tag);
        if !class.is_empty() {
            self.0.push_str(" class=\"");
            self.0.push_str(class);
            self.0.push('"');
        }
        self.0.push('>');
    }
}

/// Text as it may stand in an element or an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A range does not break in the middle.
            '–' => escaped.push_str("&#8288;–&#8288;"),
            _ => escaped.push(c),
        }
    }
    escaped
}
