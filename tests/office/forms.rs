//! A plan's questions as an XLSForm, from the command line: written, read back as a draft, and what is no form.

use std::fs;

use pingyi::domain::plan::Plan;
use pingyi::domain::plan::draft::PlanDraft;
use pingyi::fault::Kind;

use super::command_line::{json, run, say};

#[test]
fn a_plan_goes_out_as_a_form_and_comes_back_as_a_draft() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    assert!(run(here, "office init --trial", &[], "").status.success());
    let report = json(here, "plan export-form s9 s9.xlsx", &[], "");
    let unsaid = report["unsaid"].as_array().unwrap();
    assert!(
        unsaid
            .iter()
            .any(|one| one.as_str().unwrap().contains("匿名"))
    );
    // Nothing is written over, and a plan that is not there is no plan.
    let [zh, en] = say(
        here,
        "plan export-form s9 s9.xlsx",
        Kind::Disk.exit_code().into(),
    );
    assert!(zh.contains("s9.xlsx") && en.contains("s9.xlsx"), "{zh}{en}");
    say(
        here,
        "plan export-form s77 no.xlsx",
        Kind::NotFound.exit_code().into(),
    );
    assert!(!here.join("no.xlsx").exists());
    // The draft is a plan with blanks, what could not be read above it.
    let draft = json(here, "plan import-form s9.xlsx", &[], "");
    let toml = draft["toml"].as_str().unwrap();
    let s9 = Plan::read(include_str!("../../assets/plans/s9.toml"))
        .unwrap()
        .plan;
    let again = Plan::read(toml).unwrap().plan;
    assert_eq!((again.shape(), &again.title), (s9.shape(), &s9.title));
    let [zh, en] = say(here, "plan import-form s9.xlsx", 0);
    for said in [zh, en] {
        assert!(said.starts_with("# "), "{said}");
        assert!(PlanDraft::new(said).is_form());
    }
    // A file that is none, one that is too large, and no file.
    fs::write(here.join("no.xlsx"), "type,name,label").unwrap();
    let [zh, en] = say(
        here,
        "plan import-form no.xlsx",
        Kind::Input.exit_code().into(),
    );
    assert!(zh.contains(".xlsx") && en.contains(".xlsx"), "{zh}{en}");
    fs::write(here.join("large.xlsx"), vec![b'P'; 700 * 1024]).unwrap();
    let [zh, _] = say(
        here,
        "plan import-form large.xlsx",
        Kind::Input.exit_code().into(),
    );
    assert!(zh.contains("512"), "{zh}");
    say(
        here,
        "plan import-form gone.xlsx",
        Kind::Disk.exit_code().into(),
    );
    // An empty plan is begun with as well.
    let [empty, _] = say(here, "plan new empty", 0);
    assert_eq!(PlanDraft::new(empty).faults().len(), 5);
}
