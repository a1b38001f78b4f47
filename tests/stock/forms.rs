//! The forms of every shipped plan against openpyxl, which reads their cells, and pyxform, which every program that takes
//! `XLSForms` is built on: `cargo test --test stock forms:: -- --ignored`.

use std::process::Command;

use pingyi::domain::plan::{Plan, shipped};
use pingyi::exchange::write_form;

const PROGRAM: &str = r#"
import sys, openpyxl
from pyxform.xls2xform import xls2xform_convert
for path in sys.argv[1:]:
    book = openpyxl.load_workbook(path)
    rows = list(book["survey"].values)
    head = rows[0]
    for row in rows[1:]:
        row = dict(zip(head, row))
        print("row", row["type"], row["name"], row["label::中文 (zh)"], sep="\t")
    warnings = xls2xform_convert(path, path + ".xml", validate=False, pretty_print=False)
    for warning in warnings or []:
        print("warning", warning, sep="\t")
    assert "<h:html" in open(path + ".xml", encoding="utf-8").read()
"#;

#[test]
#[ignore = "needs python3 with openpyxl and pyxform"]
fn other_programs_take_our_forms() {
    let dir = tempfile::tempdir().unwrap();
    let python = std::env::var("PINGYI_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    for one in shipped() {
        let plan = Plan::read(one.text).unwrap().plan;
        let path = dir.path().join(format!("{}.xlsx", one.name));
        std::fs::write(&path, write_form(&plan).unwrap().bytes).unwrap();
        let output = Command::new(&python)
            .args(["-c", PROGRAM])
            .arg(&path)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {said}{error}", one.name);
        assert!(!said.contains("warning"), "{}: {said}", one.name);
        for criterion in &plan.criteria {
            assert!(said.contains(&criterion.name.zh), "{}: {said}", one.name);
        }
    }
}
