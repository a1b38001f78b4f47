//! The recovery sheet: one A4 page, Chinese above, English below, that opens an office whose passphrases are lost.

use std::fmt::Write as _;
use std::path::Path;

use chrono::{Datelike as _, NaiveDate};
use zeroize::Zeroizing;

use super::document::{article, escaped};
use super::qr::{QrMatrix, digits_matrix};
use crate::domain::document::{Block, Document, Section};
use crate::words::{self, Key, Lang, key, text};

/// What the sheet says.
#[derive(Debug, Clone, Copy)]
pub struct RecoveryFacts<'a> {
    /// As residents call the community.
    pub community: &'a str,
    /// The fingerprint of the office's signing key, as staff compare it.
    pub fingerprint: &'a str,
    /// Where the office lies.
    pub folder: &'a Path,
    /// The recovery secret: ten groups of five digits.
    pub groups: &'a [Zeroizing<String>],
    /// The day the keys were made.
    pub made_on: NaiveDate,
    /// 体验模式
    pub trial: bool,
}

/// Print margins and sizes are chosen so that both languages stay on one A4 page with a folder path of
/// up to two lines.
const STYLE: &str = "@page{size:A4 portrait;margin:14mm 17mm}\
*{box-sizing:border-box}\
body{margin:0 auto;max-width:176mm;color:#1d1d1b;background:#fff;\
font:10pt/1.45 'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif}\
article{break-inside:avoid}\
article+article{margin-top:5mm;padding-top:5mm;border-top:.3mm solid #b9b6ae}\
article[lang=en]{font-size:9.5pt;line-height:1.38}\
h1{font-size:16pt;font-weight:600;line-height:1.2;margin:0}\
h2{font-size:10.5pt;font-weight:600;margin:2.6mm 0 .6mm}\
p,ul,pre{margin:0 0 1mm}\
ul{padding-left:5mm}\
.sub{color:#5c5a54;margin-bottom:2mm}\
.framed{border:.4mm solid #1d1d1b;padding:1mm 2.5mm;display:inline-block}\
.print{font:600 19pt/1.2 'DejaVu Sans Mono',Consolas,monospace;letter-spacing:.04em;margin:.5mm 0}\
code,pre{font:9pt/1.45 'DejaVu Sans Mono',Consolas,monospace;overflow-wrap:anywhere;white-space:pre-wrap}\
pre{background:#f4f2ec;padding:1.2mm 2.5mm}\
footer{display:flex;gap:6mm;margin-top:6mm}\
footer svg{width:23mm;height:23mm;flex:none}\
footer span{flex:1;border-top:.3mm solid #1d1d1b;padding-top:.8mm;color:#5c5a54;font-size:8.5pt}";

/// The sheet as one HTML file that any browser prints; it loads nothing from anywhere.
#[must_use]
pub fn recovery_html(facts: &RecoveryFacts<'_>) -> String {
    let mut page = String::new();
    let title = escaped(&format!(
        "{} – {}",
        text!(Lang::Zh, "paper-recovery-title"),
        facts.community
    ));
    let _infallible = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    );
    for lang in Lang::ALL {
        page.push_str(&article(lang, &document(lang, facts)));
    }
    footer(&mut page, facts.groups);
    page.push_str("</body>\n</html>\n");
    page
}

/// What the sheet says in one language.
fn document(lang: Lang, facts: &RecoveryFacts<'_>) -> Document {
    let say = |key: Key| text(lang, key);
    let paragraph = |key: Key| Block::Paragraph(say(key));
    let section = |heading: Key, blocks| Section {
        heading: Some(say(heading)),
        blocks,
    };
    let made = text!(lang, "paper-recovery-made", date = day(lang, facts.made_on));
    let mut head = vec![Block::Byline(format!("{} · {made}", facts.community))];
    if facts.trial {
        head.push(Block::Framed(say(key!("paper-recovery-trial"))));
    }
    head.push(paragraph(key!("paper-recovery-intro")));
    let folder = facts.folder.to_string_lossy();
    let lost = [
        key!("paper-recovery-lost-computer"),
        key!("paper-recovery-lost-files"),
        key!("paper-recovery-lost-stolen"),
    ];
    Document {
        title: say(key!("paper-recovery-title")),
        sections: vec![
            Section {
                heading: None,
                blocks: head,
            },
            section(
                key!("paper-recovery-fingerprint"),
                vec![
                    Block::Large(facts.fingerprint.to_owned()),
                    paragraph(key!("paper-recovery-fingerprint-text")),
                ],
            ),
            section(
                key!("paper-recovery-secret"),
                vec![
                    Block::Large(line(facts.groups.iter().take(5))),
                    Block::Large(line(facts.groups.iter().skip(5))),
                    paragraph(key!("paper-recovery-secret-text")),
                ],
            ),
            section(
                key!("paper-recovery-where"),
                vec![
                    Block::Paragraph(text!(lang, "paper-recovery-where-text", folder = folder)),
                    paragraph(key!("paper-recovery-copy")),
                ],
            ),
            section(
                key!("paper-recovery-use"),
                vec![
                    paragraph(key!("paper-recovery-use-text")),
                    Block::Code(vec!["pingyi office recover".to_owned()]),
                ],
            ),
            section(
                key!("paper-recovery-lost"),
                vec![Block::List(lost.map(say).into())],
            ),
        ],
    }
}

/// Some of the groups, side by side.
fn line<'a>(groups: impl Iterator<Item = &'a Zeroizing<String>>) -> String {
    let groups: Vec<&str> = groups.map(|group| group.as_str()).collect();
    groups.join(" ")
}

/// What is filled in by hand, once for both languages.
fn footer(page: &mut String, groups: &[Zeroizing<String>]) {
    page.push_str("<footer>\n");
    let digits = Zeroizing::new(
        groups
            .iter()
            .map(|group| group.as_str())
            .collect::<String>(),
    );
    // 50 digits always fit.
    if let Ok(code) = digits_matrix(&digits) {
        svg(&code, page);
    }
    for key in [
        key!("paper-recovery-keeper"),
        key!("paper-recovery-copy-place"),
        key!("paper-recovery-checked"),
    ] {
        let _infallible = writeln!(
            page,
            "<span>{} · {}</span>",
            escaped(&words::text(Lang::Zh, key)),
            escaped(&words::text(Lang::En, key)),
        );
    }
    page.push_str("</footer>\n");
}

/// Adds the code as a drawing that prints sharp at any size.
pub(super) fn svg(code: &QrMatrix, page: &mut String) {
    let quiet = QrMatrix::QUIET_MODULES;
    let side = code.width() + 2 * quiet;
    let _infallible = write!(
        page,
        "<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><path d=\""
    );
    for y in 0..code.width() {
        for x in (0..code.width()).filter(|x| code.dark(*x, y)) {
            let _infallible = write!(page, "M{} {}h1v1h-1z", x + quiet, y + quiet);
        }
    }
    page.push_str("\"/></svg>\n");
}

/// A day as readers of `lang` write it.
pub(super) fn day(lang: Lang, date: NaiveDate) -> String {
    match lang {
        Lang::Zh => text!(
            lang,
            "paper-date",
            year = date.year(),
            month = date.month(),
            day = date.day()
        ),
        Lang::En => date.to_string(),
    }
}
