//! The model of everything that is printed or shown as a notice: a title and sections of paragraphs, lists, facts and tables.
//! Rooms that show it decide how; none of them decides what it says.

/// A text with parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Its heading.
    pub title: String,
    /// Its parts, in order.
    pub sections: Vec<Section>,
}

/// A part of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The part's heading, where it has one.
    pub heading: Option<String>,
    /// What stands below it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(String),
    /// Who and when, below a title.
    Byline(String),
    /// What must not be overlooked.
    Framed(String),
    /// What is compared or typed from paper, such as a fingerprint.
    Large(String),
    /// Lines for a machine, as they are.
    Code(Vec<String>),
    /// Items without an order.
    List(Vec<String>),
    /// Names, and what is said of each.
    Facts(Vec<(String, String)>),
    /// Rows under heads; every row has as many cells as there are heads.
    Table {
        /// One a column.
        heads: Vec<String>,
        /// Top to bottom.
        rows: Vec<Vec<String>>,
    },
}

impl Document {
    /// A document of paragraphs alone, one a line of `body`.
    #[must_use]
    pub fn from_plain(title: impl Into<String>, body: &str) -> Self {
        let paragraphs = body
            .split('\n')
            .map(|line| Block::Paragraph(line.to_owned()));
        Self {
            title: title.into(),
            sections: vec![Section {
                heading: None,
                blocks: paragraphs.collect(),
            }],
        }
    }

    /// Everything below the title as plain lines, for where no more than text is carried.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for section in &self.sections {
            lines.extend(section.heading.clone());
            for block in &section.blocks {
                match block {
                    Block::Paragraph(text)
                    | Block::Byline(text)
                    | Block::Framed(text)
                    | Block::Large(text) => lines.push(text.clone()),
                    Block::Code(items) | Block::List(items) => lines.extend_from_slice(items),
                    Block::Facts(facts) => {
                        lines.extend(facts.iter().map(|(name, said)| format!("{name} – {said}")));
                    }
                    Block::Table { heads, rows } => {
                        lines.extend(
                            std::iter::once(heads)
                                .chain(rows)
                                .map(|row| row.join(" | ")),
                        );
                    }
                }
            }
        }
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_lines_come_back_as_they_were() {
        for body in ["", "一段", "一段\n\n二段\n", "a | b – c"] {
            assert_eq!(Document::from_plain("公示", body).plain(), body);
        }
    }

    #[test]
    fn every_piece_has_its_line() {
        let text = str::to_owned;
        let document = Document {
            title: text("公示"),
            sections: vec![
                Section {
                    heading: None,
                    blocks: vec![
                        Block::Byline(text("幸福里社区")),
                        Block::Framed(text("体验")),
                        Block::Large(text("0123 4567")),
                        Block::Code(vec![text("openssl")]),
                    ],
                },
                Section {
                    heading: Some(text("结果")),
                    blocks: vec![
                        Block::List(vec![text("甲"), text("乙")]),
                        Block::Facts(vec![(text("应到"), text("40"))]),
                        Block::Table {
                            heads: vec![text("对象"), text("满意")],
                            rows: vec![vec![text("甲"), text("31")]],
                        },
                    ],
                },
            ],
        };
        let lines =
            "幸福里社区\n体验\n0123 4567\nopenssl\n结果\n甲\n乙\n应到 – 40\n对象 | 满意\n甲 | 31";
        assert_eq!(document.plain(), lines);
    }
}
