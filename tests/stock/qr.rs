//! Readers we did not write read our QR codes. Needs `zbarimg` and Python with `zxing-cpp` and `pillow`:
//! `python3 -m venv /tmp/zx && /tmp/zx/bin/pip install zxing-cpp pillow`
//! `PINGYI_PYTHON=/tmp/zx/bin/python cargo test --test stock qr:: -- --ignored --nocapture`

use std::path::Path;
use std::process::Command;

use chrono::NaiveDate;
use pingyi::domain::calendar::{DueDate, Promise};
use pingyi::domain::receipt::ReceiptNumber;
use pingyi::paper::{ReceiptText, parse_scanned, qr_matrix, qr_text, receipt_png};
use pingyi::words::Lang;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Prints `<name> <hex of the UTF-8 text>` a line.
const ZXING: &str = r#"
import pathlib, sys, zxingcpp
from PIL import Image
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.png")):
    found = zxingcpp.read_barcodes(Image.open(path), text_mode=zxingcpp.TextMode.Plain)
    print(path.stem, found[0].text.encode().hex() if len(found) == 1 else "?")
"#;

/// 1 to 200 characters, nine in ten of them common Chinese ideographs.
fn chinese(rng: &mut StdRng) -> String {
    (0..rng.random_range(1..=200))
        .map(|_| match rng.random_range(0..10) {
            0 => ['，', '。', '：', '\n', ' ', 'A', 'z', '7', '？', '😀'][rng.random_range(0..10)],
            _ => char::from_u32(rng.random_range(0x4E00..0x9FA6)).unwrap(),
        })
        .collect()
}

fn receipt(rng: &mut StdRng) -> (ReceiptNumber, String) {
    let number = ReceiptNumber::random(rng);
    let lang = Lang::ALL[rng.random_range(0..2)];
    let date = NaiveDate::from_ymd_opt(2026, 12, rng.random_range(1..=31)).unwrap();
    let text = qr_text(&ReceiptText {
        community: "幸福里社区",
        plan_title: "2026年第四季度物业服务与社区工作评议",
        number: &number,
        promise: match rng.random_range(0..10) {
            0..=2 => Promise::Within { working_days: 15 },
            _ => Promise::By(DueDate {
                date,
                provisional: rng.random(),
            }),
        },
        office_place: "社区服务中心 2 号窗口",
        telephone: "010-0000-0000",
        lang,
    });
    (number, text.to_string())
}

fn zbar(picture: &Path) -> Vec<u8> {
    let said = Command::new("zbarimg")
        .args(["--quiet", "--raw", "-Sbinary=0"])
        .arg(picture)
        .output()
        .unwrap();
    said.stdout
}

fn zxing(folder: &Path) -> Vec<String> {
    let python = std::env::var("PINGYI_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let said = Command::new(python)
        .args(["-c", ZXING])
        .arg(folder)
        .output()
        .unwrap();
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    String::from_utf8(said.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
#[ignore = "needs zbarimg and python3 with zxing-cpp"]
fn zbar_and_zxing_read_two_hundred_texts_and_two_hundred_receipts() {
    let dir = tempfile::tempdir().unwrap();
    let mut rng = StdRng::seed_from_u64(26);
    let mut texts: Vec<(Option<ReceiptNumber>, String)> =
        (0..200).map(|_| (None, chinese(&mut rng))).collect();
    texts.extend((0..200).map(|_| {
        let (number, text) = receipt(&mut rng);
        (Some(number), text)
    }));
    for (index, (_, text)) in texts.iter().enumerate() {
        let path = dir.path().join(format!("{index:04}.png"));
        std::fs::write(path, receipt_png(text).unwrap()).unwrap();
    }
    let by_zxing = zxing(dir.path());
    let mut wrong_by_zbar = Vec::new();
    let mut wrong_by_zxing = Vec::new();
    for (index, (number, text)) in texts.iter().enumerate() {
        let scanned = zbar(&dir.path().join(format!("{index:04}.png")));
        // `--raw` ends each text with a line feed of its own.
        if scanned != format!("{text}\n").as_bytes() {
            wrong_by_zbar.push(index);
        }
        if by_zxing[index] != format!("{index:04} {}", hex::encode(text)) {
            wrong_by_zxing.push(index);
        }
        if let Some(number) = number {
            let scanned = String::from_utf8_lossy(&scanned);
            assert_eq!(parse_scanned(&scanned), Some(number.digits()), "{index}");
        }
    }
    let widths = texts
        .iter()
        .filter(|(number, _)| number.is_some())
        .map(|(_, text)| (qr_matrix(text).unwrap().width(), text.len()));
    println!(
        "{} texts; zbar misread {}, zxing misread {}; receipts {:?} to {:?} (modules, bytes)",
        texts.len(),
        wrong_by_zbar.len(),
        wrong_by_zxing.len(),
        widths.clone().min().unwrap(),
        widths.max().unwrap(),
    );
    assert_eq!(wrong_by_zbar, [0_usize; 0], "zbar");
    assert_eq!(wrong_by_zxing, [0_usize; 0], "zxing-cpp");
}
