//! The recovery sheet of the office keys: one A4 page, Chinese above, English below.

use std::fmt::Write as _;
use std::path::Path;

use chrono::{Datelike as _, NaiveDate};

use super::document::{article, escaped};
use crate::domain::document::{Block, Document, Section};
use crate::words::{self, Key, Lang, key, text};

/// What the sheet says.
#[derive(Debug, Clone, Copy)]
pub struct RecoveryFacts<'a> {
    /// As residents call the community.
    pub community: &'a str,
    /// The fingerprint of the office's signing key, as staff compare it.
    pub fingerprint: &'a str,
    /// Where both key files lie.
    pub folder: &'a Path,
    /// Name of the file that signs, e.g. `office-sign.pem`.
    pub signing_file: &'a str,
    /// Name of the file that opens sealed sheets, e.g. `office-open.pem`.
    pub opening_file: &'a str,
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
    footer(&mut page);
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
    let files = [
        (facts.signing_file, key!("paper-recovery-signing")),
        (facts.opening_file, key!("paper-recovery-opening")),
    ];
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
                key!("paper-recovery-where"),
                vec![
                    Block::Paragraph(text!(lang, "paper-recovery-where-text", folder = folder)),
                    Block::Facts(files.map(|(file, key)| (file.to_owned(), say(key))).into()),
                    paragraph(key!("paper-recovery-copy")),
                ],
            ),
            section(
                key!("paper-recovery-check"),
                vec![
                    paragraph(key!("paper-recovery-check-text")),
                    Block::Code(files.map(|(file, _)| command(file)).into()),
                ],
            ),
            section(
                key!("paper-recovery-lost"),
                vec![Block::List(lost.map(say).into())],
            ),
        ],
    }
}

/// Lists the public half only, so that what stands on the screen may be seen.
fn command(file: &str) -> String {
    format!("openssl pkey -in {file} -noout -text_pub")
}

/// What is filled in by hand, once for both languages.
fn footer(page: &mut String) {
    page.push_str("<footer>\n");
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
