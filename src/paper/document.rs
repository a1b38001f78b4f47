//! Documents as HTML that any browser prints.

use std::fmt::Write as _;

use crate::domain::document::{Block, Document};
use crate::words::Lang;

const STYLE: &str = "@page{size:A4 portrait;margin:20mm 22mm}\
body{margin:0 auto;max-width:170mm;color:#1d1d1b;background:#fff;\
font:11pt/1.6 'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif}\
h1{font-size:17pt;font-weight:600;text-align:center;margin:0 0 6mm}\
h2{font-size:12pt;font-weight:600;margin:5mm 0 1mm}\
p,ul,pre{margin:0 0 1.5mm}\
ul{padding-left:6mm}\
code{font:inherit}\
table{border-collapse:collapse;width:100%;margin:1mm 0 2mm}\
th,td{border:.25mm solid #1d1d1b;padding:1mm 2mm;text-align:left;vertical-align:top}\
.sub{text-align:right;margin:0}";

/// A document as one HTML file that any browser prints on A4; it loads nothing from anywhere.
#[must_use]
pub fn printed(lang: Lang, document: &Document) -> String {
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
        escaped(&document.title),
        article(lang, document)
    )
}

/// One article of a page.
pub(super) fn article(lang: Lang, document: &Document) -> String {
    let tag = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let mut html = format!(
        "<article lang=\"{tag}\">\n<h1>{}</h1>\n",
        escaped(&document.title)
    );
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            let _infallible = writeln!(html, "<h2>{}</h2>", escaped(heading));
        }
        for block in &section.blocks {
            html.push_str(&shown(block));
            html.push('\n');
        }
    }
    html.push_str("</article>\n");
    html
}

fn shown(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("<p>{}</p>", escaped(text)),
        Block::Byline(text) => format!("<p class=\"sub\">{}</p>", escaped(text)),
        Block::Framed(text) => format!("<p class=\"framed\">{}</p>", escaped(text)),
        Block::Large(text) => format!("<p class=\"print\">{}</p>", escaped(text)),
        Block::Code(lines) => format!("<pre>{}</pre>", escaped(&lines.join("\n"))),
        Block::List(items) => list(items.iter().map(|item| escaped(item))),
        Block::Facts(facts) => list(
            facts
                .iter()
                .map(|(name, said)| format!("<code>{}</code> – {}", escaped(name), escaped(said))),
        ),
        Block::Table { heads, rows } => {
            let row = |cell: &str, cells: &[String]| {
                let cells = cells.iter().fold(String::new(), |line, text| {
                    line + "<" + cell + ">" + &escaped(text) + "</" + cell + ">"
                });
                format!("<tr>{cells}</tr>\n")
            };
            let rows: String = rows.iter().map(|cells| row("td", cells)).collect();
            format!("<table>\n{}{rows}</table>", row("th", heads))
        }
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items = items.fold(String::new(), |list, item| {
        list + "<li>" + &item + "</li>\n"
    });
    format!("<ul>\n{items}</ul>")
}

pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::Section;

    #[test]
    fn a_table_has_its_heads_and_nothing_that_was_typed_becomes_markup() {
        let text = str::to_owned;
        let document = Document {
            title: text("<公示>"),
            sections: vec![Section {
                heading: Some(text("A & B")),
                blocks: vec![
                    Block::Table {
                        heads: vec![text("对象"), text("票")],
                        rows: vec![vec![text("<b>"), text("3")]],
                    },
                    Block::List(vec![text("\"甲\"")]),
                    Block::Facts(vec![(text("<f>"), text("&"))]),
                    Block::Code(vec![text("a<b"), text("c")]),
                ],
            }],
        };
        assert_eq!(
            article(Lang::Zh, &document),
            "<article lang=\"zh-CN\">\n<h1>&lt;公示&gt;</h1>\n<h2>A &amp; B</h2>\n\
             <table>\n<tr><th>对象</th><th>票</th></tr>\n<tr><td>&lt;b&gt;</td><td>3</td></tr>\n</table>\n\
             <ul>\n<li>&quot;甲&quot;</li>\n</ul>\n<ul>\n<li><code>&lt;f&gt;</code> – &amp;</li>\n</ul>\n\
             <pre>a&lt;b\nc</pre>\n</article>\n"
        );
    }
}
