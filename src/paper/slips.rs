//! Voting slips as cut sheets: 24 to an A4 page, 8 in large type, to be cut, folded and drawn from a bowl. Nothing on one tells it from another
//! but its code: no serial number, no order.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::document::escaped;
use super::qr::digits_matrix;
use super::recovery::svg;
use crate::domain::receipt::SlipCode;
use crate::domain::round::RoundId;
use crate::words::{Lang, text};

/// What a print says.
#[derive(Debug, Clone, Copy)]
pub struct SlipFacts<'a> {
    /// As residents call the community.
    pub community: &'a str,
    /// The plan's name.
    pub plan: &'a str,
    /// The round they vote in.
    pub round: RoundId,
    /// The device that takes them.
    pub device: &'a str,
    /// Group by group: its name, empty where the plan has none, and its codes.
    pub groups: &'a [(String, Vec<SlipCode>)],
    /// 体验模式
    pub trial: bool,
    /// In large type.
    pub large: bool,
}

/// Slips on a page: three beside each other, eight rows.
const PER_PAGE: usize = 24;
/// In large type: two beside each other, four rows.
const LARGE_PER_PAGE: usize = 8;
/// What a slip takes in the file at most; the text never moves while it grows, so that no copy of a code is left behind.
const SLIP_BYTES: usize = 8 * 1024;

/// The code is 23 mm wide, quiet zone included; a cell 64 by 34 mm.
const STYLE: &str = "@page{size:A4 portrait;margin:11mm 9mm}\
*{box-sizing:border-box}\
body{margin:0;color:#1d1d1b;background:#fff;\
font:8pt/1.25 'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif}\
section{display:grid;grid-template-columns:repeat(3,64mm);grid-auto-rows:34.2mm;break-after:page}\
div{border:.15mm dashed #8a8780;padding:1.6mm 2mm;display:grid;grid-template-columns:23mm 1fr;column-gap:2mm;overflow:hidden}\
svg{width:23mm;height:23mm}\
b{display:block;font-size:15pt;line-height:1.1}\
i{display:block;font:600 11pt/1.15 inherit;font-style:normal}\
span{display:block;max-height:3.8em;overflow:hidden}\
code{grid-column:1/3;font:600 10.5pt/1.1 'DejaVu Sans Mono',Consolas,monospace;text-align:center;white-space:pre;padding-top:.8mm}";

/// The same over it: a cell 95 by 68 mm, its code 38 mm wide.
const LARGE_STYLE: &str = "body{font-size:13pt}\
section{grid-template-columns:repeat(2,95mm);grid-auto-rows:68mm}\
div{padding:3mm;grid-template-columns:38mm 1fr;column-gap:3mm}\
svg{width:38mm;height:38mm}\
b{font-size:26pt}\
i{font-size:19pt}\
code{font-size:16pt;padding-top:2mm}";

/// The slips as one HTML file that any browser prints; it loads nothing from anywhere.
#[must_use]
pub fn slips_html(facts: &SlipFacts<'_>) -> Zeroizing<String> {
    let count: usize = facts.groups.iter().map(|(_, codes)| codes.len()).sum();
    let mut page = Zeroizing::new(String::with_capacity((count + 1) * SLIP_BYTES));
    let title = escaped(&text!(
        Lang::Zh,
        "paper-slips-title",
        plan = facts.plan,
        round = facts.round,
        device = facts.device
    ));
    let (per_page, larger) = if facts.large {
        (LARGE_PER_PAGE, LARGE_STYLE)
    } else {
        (PER_PAGE, "")
    };
    let _infallible = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title}</title>\n<style>{STYLE}{larger}</style>\n</head>\n<body>\n"
    );
    for (group, codes) in facts.groups {
        // A page holds one group, so that a sheet can be handed to whoever gives these out.
        for codes in codes.chunks(per_page) {
            page.push_str("<section>\n");
            for code in codes {
                slip(&mut page, facts, group, code);
            }
            page.push_str("</section>\n");
        }
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn slip(page: &mut String, facts: &SlipFacts<'_>, group: &str, code: &SlipCode) {
    page.push_str("<div>");
    // Twenty digits always fit.
    if let Ok(matrix) = digits_matrix(&code.digits()) {
        svg(&matrix, page);
    }
    let kind = if facts.trial {
        text!(Lang::Zh, "paper-slips-trial")
    } else {
        text!(Lang::Zh, "paper-slips-kind")
    };
    let _infallible = writeln!(
        page,
        "<p style=\"margin:0\"><b>{}</b><i>{}</i><span>{}</span><span>{} {} · {}</span></p><code>{}</code></div>",
        escaped(facts.device),
        escaped(group),
        escaped(facts.plan),
        escaped(facts.community),
        facts.round,
        escaped(&kind),
        code.grouped().as_str(),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng as _;

    #[test]
    fn a_page_holds_24_slips_of_one_group_and_each_has_its_code_as_digits_and_as_a_small_qr() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(3);
        let mut codes = |count| (0..count).map(|_| SlipCode::random(&mut rng)).collect();
        let groups = [
            ("党员".to_owned(), codes(25)),
            ("居民".to_owned(), codes(6)),
        ];
        let facts = SlipFacts {
            community: "和平<里>",
            plan: "民主评议",
            round: "2026-H2".parse().unwrap(),
            device: "LOBBY1",
            groups: &groups,
            trial: false,
            large: false,
        };
        let large = slips_html(&SlipFacts {
            large: true,
            ..facts
        });
        // 25 and 6, eight to a page.
        assert_eq!(large.matches("<section>").count(), 5);
        assert!(large.contains("38mm") && large.capacity() == 32 * SLIP_BYTES);
        let page = slips_html(&facts);
        assert!(!page.contains("38mm"));
        assert_eq!(page.matches("<section>").count(), 3);
        assert_eq!(page.matches("<svg").count(), 31);
        for code in groups.iter().flat_map(|(_, codes)| codes) {
            assert_eq!(page.matches(code.grouped().as_str()).count(), 1);
            // Version 1: 21 modules a side.
            assert_eq!(digits_matrix(&code.digits()).unwrap().width(), 21);
        }
        assert!(page.contains("和平&lt;里&gt;") && !page.contains("<里>"));
        // Nothing moved: no copy of a code was left behind.
        assert!(page.len() <= 32 * SLIP_BYTES && page.capacity() == 32 * SLIP_BYTES);
    }
}
