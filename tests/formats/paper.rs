//! Receipts and recovery sheets, as somebody else's reader sees them.

use chrono::NaiveDate;
use pingyi::domain::calendar::{DueDate, Promise};
use pingyi::domain::receipt::ReceiptNumber;
use pingyi::fault::Fault as _;
use pingyi::paper::{
    PaperError, QrMatrix, ReceiptText, RecoveryFacts, parse_scanned, qr_matrix, qr_text,
    receipt_png, recovery_html,
};
use pingyi::words::{Lang, key, text};
use rand::SeedableRng;
use zeroize::Zeroizing;

fn number(seed: u64) -> ReceiptNumber {
    ReceiptNumber::random(&mut rand::rngs::StdRng::seed_from_u64(seed))
}

fn date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, 5).unwrap()
}

fn receipt(lang: Lang, seed: u64, provisional: Option<bool>) -> String {
    let text = qr_text(&ReceiptText {
        community: "幸福里社区",
        plan_title: match lang {
            Lang::Zh => "2026年第四季度物业服务评议",
            Lang::En => "2026 Q4 property services",
        },
        number: &number(seed),
        promise: provisional.map_or(Promise::Within { working_days: 15 }, |provisional| {
            Promise::By(DueDate {
                date: date(),
                provisional,
            })
        }),
        office_place: "社区服务中心 2 号窗口\n（一楼东侧）",
        telephone: "010-0000-0000",
        lang,
    });
    text.to_string()
}

fn decoded(png: &[u8]) -> String {
    let grey = image::load_from_memory(png).unwrap().to_luma8();
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(
        grey.width() as usize,
        grey.height() as usize,
        |x, y| grey.as_raw()[y * grey.width() as usize + x],
    );
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

#[test]
fn a_receipt_reads_like_this() {
    says(
        &receipt(Lang::Zh, 1, Some(true)),
        &[
            "幸福里社区 评议回执",
            &format!("回执号：{}", *number(1).grouped()),
            "评议：2026年第四季度物业服务评议",
            "写了意见的，2027年1月5日前答复（含当日，暂定）",
            "凭号在评议机上查询。请保管好，此号不能补办。",
            "咨询地点：社区服务中心 2 号窗口 （一楼东侧）",
            "电话：010-0000-0000",
        ],
    );
    says(
        &receipt(Lang::En, 1, None),
        &[
            "幸福里社区: evaluation receipt",
            &format!("Receipt number: {}", *number(1).grouped()),
            "Evaluation: 2026 Q4 property services",
            "What was written is answered within 15 working days of the office's receipt",
            "Look it up at a kiosk with this number. Keep it safe: it cannot be issued again.",
            "Where to ask: 社区服务中心 2 号窗口 （一楼东侧）",
            "Telephone: 010-0000-0000",
        ],
    );
}

fn says(text: &str, lines: &[&str]) {
    assert_eq!(text, lines.join("\n"));
}

#[test]
fn another_reader_reads_what_was_written() {
    for lang in Lang::ALL {
        for provisional in [None, Some(false), Some(true)] {
            let text = receipt(lang, 3, provisional);
            let png = receipt_png(&text).unwrap();
            assert_eq!(decoded(&png), text);
            // Again, byte for byte: nothing of the moment is in it.
            assert_eq!(png, receipt_png(&text).unwrap());
        }
    }
    for text in ["", "回", "7", "😀"] {
        assert_eq!(decoded(&receipt_png(text).unwrap()), text);
    }
}

#[test]
fn the_picture_has_whole_modules_and_a_quiet_zone() {
    let text = receipt(Lang::Zh, 1, Some(true));
    let matrix = qr_matrix(&text).unwrap();
    let picture = image::load_from_memory(&receipt_png(&text).unwrap())
        .unwrap()
        .to_luma8();
    let modules = matrix.width() + 2 * QrMatrix::QUIET_MODULES;
    assert_eq!(picture.width(), picture.height());
    assert_eq!(picture.width() as usize % modules, 0);
    let px = picture.width() as usize / modules;
    for (x, y, pixel) in picture.enumerate_pixels() {
        let module = |at: u32| (at as usize / px).checked_sub(QrMatrix::QUIET_MODULES);
        let dark = match (module(x), module(y)) {
            (Some(x), Some(y)) => matrix.dark(x, y),
            _ => false,
        };
        assert_eq!(pixel.0[0] == 0, dark);
    }
    let rows = matrix.rows();
    assert_eq!(rows.len(), matrix.width());
    assert!(rows.iter().all(|row| row.len() == matrix.width()));
    assert_eq!(
        rows[0][..8],
        [true, true, true, true, true, true, true, false]
    );
}

#[test]
fn the_smallest_code_that_fits_and_not_one_byte_more() {
    // ISO/IEC 18004 table 7, level M: one byte less than without the ECI (12 bits, of which 4 lay idle).
    for (bytes, width) in [(13, 21), (14, 25), (25, 25), (26, 29), (2330, 177)] {
        assert_eq!(
            qr_matrix(&"a".repeat(bytes)).unwrap().width(),
            width,
            "{bytes}"
        );
    }
    let error = qr_matrix(&"a".repeat(2331)).unwrap_err();
    assert_eq!(error, PaperError::TooLong { given: 2331 });
    for lang in Lang::ALL {
        assert!(error.sentence().say(lang).contains("2331"));
    }
}

/// Takes away what a keyboard scanner without Chinese cannot type.
fn ascii(text: &str) -> String {
    text.chars().filter(char::is_ascii).collect()
}

#[test]
fn every_way_a_scanner_delivers_a_receipt_leads_to_its_number() {
    for seed in 0..200 {
        for lang in Lang::ALL {
            for provisional in [None, Some(true)] {
                let text = receipt(lang, seed, provisional);
                let expected = number(seed).digits();
                for scanned in [
                    text.clone(),
                    text.replace('\n', "\r\n"),
                    text.replace('\n', "\r"),
                    text.replace('\n', " "),
                    text.replace('\n', ""),
                    text.replace([' ', '\n'], ""),
                    format!("\u{feff}{text}\n"),
                    text.to_uppercase(),
                    ascii(&text),
                    ascii(&text.replace('\n', " ")),
                    ascii(&text.replace('\n', "")),
                    text.replace('：', "?"),
                ] {
                    let found = parse_scanned(&scanned);
                    assert_eq!(found.as_ref(), Some(&expected), "{scanned}");
                }
            }
        }
    }
}

#[test]
fn bare_numbers_and_what_is_none() {
    let right = number(1);
    let digits = right.digits().to_string();
    let grouped = right.grouped().to_string();
    let wide: String = digits
        .chars()
        .map(|c| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap())
        .collect();
    for text in [
        digits.clone(),
        grouped.clone(),
        format!(" {grouped}\r\n"),
        grouped.replace(' ', "-"),
        wide,
        format!("回执号:{digits}"),
        format!("receipt number {grouped}"),
        format!("RECEIPT NUMBER：{grouped}"),
        format!("回执号社区 评议回执 回执号：{grouped}"),
        format!("我的号是 {grouped}。"),
    ] {
        let found = parse_scanned(&text);
        assert_eq!(
            found.as_ref().map(|found| found.as_str()),
            Some(&*digits),
            "{text}"
        );
    }
    // A mistyped number is handed on, so that the look-up can say which group is wrong.
    let mistyped = format!(
        "{}{}",
        if digits.starts_with('9') { 1 } else { 9 },
        &digits[1..]
    );
    assert_eq!(parse_scanned(&mistyped).unwrap().as_str(), mistyped);
    assert_eq!(
        parse_scanned(&format!("回执号：{mistyped}"))
            .unwrap()
            .as_str(),
        mistyped
    );
    for text in [
        String::new(),
        "回执号".to_owned(),
        "回执号：".to_owned(),
        digits[..19].to_owned(),
        format!("{digits}0"),
        format!("回执号：{}", &digits[..19]),
        "https://example.org/".to_owned(),
        "1234 5678 x 9012 3456 7890".to_owned(),
        "电话 010 0000 0000 0000 000".to_owned(),
    ] {
        assert_eq!(parse_scanned(&text), None, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn nothing_a_scanner_sends_is_too_odd(text in "(回执号|：|[0-9０-９ ]|\\PC|\n){0,80}") {
        if let Some(found) = parse_scanned(&text) {
            assert_eq!(found.len(), 20);
            assert!(found.bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}

fn groups() -> Vec<Zeroizing<String>> {
    let group = |digit: u8| Zeroizing::new(digit.to_string().repeat(5));
    (0..10).map(group).collect()
}

fn sheet(community: &str, trial: bool) -> String {
    recovery_html(&RecoveryFacts {
        community,
        fingerprint: "0123 4567 8901 2345",
        folder: std::path::Path::new("/home/shequ/评议 <档案> & more/data/office"),
        groups: &groups(),
        made_on: date(),
        trial,
    })
}

#[test]
fn the_recovery_sheet_says_everything_in_both_languages_and_escapes_names() {
    let html = sheet("幸福里 <script> \"社区\"", true);
    assert!(!html.contains("<script>") && !html.contains("<档案>") && !html.contains('⟦'));
    assert!(html.contains("幸福里 &lt;script&gt; &quot;社区&quot;"));
    for part in [
        "0123 4567 8901 2345",
        "评议 &lt;档案&gt; &amp; more/data/office",
        "00000 11111 22222 33333 44444",
        "55555 66666 77777 88888 99999",
        "pingyi office recover",
    ] {
        assert_eq!(html.matches(part).count(), 2, "{part}");
    }
    for lang in Lang::ALL {
        for key in [
            key!("paper-recovery-intro"),
            key!("paper-recovery-lost-computer"),
            key!("paper-recovery-lost-files"),
            key!("paper-recovery-lost-stolen"),
            key!("paper-recovery-trial"),
            key!("paper-recovery-keeper"),
        ] {
            assert!(html.contains(&text(lang, key)));
        }
    }
    let real = sheet("幸福里社区", false);
    assert!(!real.contains(&text!(Lang::Zh, "paper-recovery-trial")));
    // Left behind for whoever wants to see it in a browser.
    if let Ok(path) = std::env::var("PINGYI_KEEP_SHEET") {
        std::fs::write(path, html).unwrap();
    }
}
