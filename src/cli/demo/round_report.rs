//! What a played round leaves to look at: a table, and `demo.json`.

use std::path::Path;

use serde_json::{Value, json};

use super::round::PlayedRound;
use crate::app::office::{RoundSubjectRow, SlipAccount};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::grade::{Stand, stand};
use crate::domain::ids::PlanId;
use crate::words::{Lang, key, sentence};

/// A plan that is not played, with the rules that keep it from being used.
type LeftOut = (PlanId, Vec<&'static str>);

impl PlayedRound {
    /// Valid cards: those of the subject that most of them rate.
    fn valid(&self) -> u64 {
        let raters = self.detail.subjects.iter().filter_map(|one| one.raters);
        raters.max().unwrap_or(0)
    }

    /// Whether enough came, where the plan asks for a number.
    fn quorum_met(&self) -> Option<bool> {
        self.plan.quorum.as_ref()?;
        let turnout = self.detail.attendance.turnout(self.valid());
        Some(match stand(&self.plan, &turnout) {
            Stand::Stands(_) => true,
            Stand::NoQuorum(_) | Stand::Void(_) | Stand::Open(_) => false,
        })
    }

    fn as_json(&self) -> Value {
        let detail = &self.detail;
        let subject = |one: &RoundSubjectRow| {
            json!({
                "subject": one.subject,
                "name": one.name.get(Lang::Zh),
                "raters": one.raters,
                "grade_of_vote": one.vote,
                "grade_of_body": detail.body.as_ref().and(one.grade.as_ref()),
                "explained": one.explained.as_ref().map(|text| text.get(Lang::Zh)),
            })
        };
        let slips = self.slips.map(|account: SlipAccount| {
            json!({
                "issued": account.issued,
                "returned": account.collected,
                "void": self.void_slips,
            })
        });
        json!({
            "plan": detail.row.plan,
            "title": detail.row.title.get(Lang::Zh),
            "round": detail.row.round,
            "first": detail.row.first,
            "last": detail.row.last,
            "state": detail.row.status,
            "entitled": detail.attendance.entitled,
            "present": detail.attendance.present,
            "slips": slips,
            "cards": self.cards,
            "valid": self.valid(),
            "quorum_met": self.quorum_met(),
            "stand": detail.stand.as_ref().map(|text| text.get(Lang::Zh)),
            "subjects": detail.subjects.iter().map(subject).collect::<Vec<_>>(),
            "body": detail.body,
            "posted": detail.posting.as_ref().map(|posting| json!({
                "from": posting.from,
                "until": posting.until,
            })),
            "reported_on": detail.report.as_ref().map(|report| report.on),
            "archive": self.files,
            "opinions": self.opinions,
            "replies": self.replies,
            "satisfactions": self.satisfactions,
            "differences": self.verify.differences.len(),
        })
    }
}

pub(super) fn write_file(dir: &Path, seed: u64, played: &PlayedRound) -> Result<(), CliError> {
    write(dir, &json!({ "seed": seed, "rounds": [played.as_json()] }))
}

/// One file for all of them.
pub(super) fn write_all(
    dir: &Path,
    seed: u64,
    played: &[PlayedRound],
    left_out: &[LeftOut],
) -> Result<(), CliError> {
    let rounds: Vec<Value> = played.iter().map(PlayedRound::as_json).collect();
    let not_played = left_out
        .iter()
        .map(|(plan, rules)| json!({ "plan": plan, "rules": rules }));
    let not_played: Vec<Value> = not_played.collect();
    let document = json!({ "seed": seed, "rounds": rounds, "not_played": not_played });
    write(dir, &document)
}

fn write(dir: &Path, document: &Value) -> Result<(), CliError> {
    let file = dir.join("demo.json");
    let bytes = serde_json::to_vec_pretty(document)?;
    std::fs::write(&file, bytes).map_err(|source| CliError::File { file, source })
}

pub(super) fn print(dir: &Path, played: &PlayedRound, out: &mut Output) -> Result<(), CliError> {
    let (detail, lang) = (&played.detail, out.lang);
    out.say(&sentence!(
        "cli-demo-round-stands",
        title = detail.row.title.get(lang),
        round = detail.row.round,
        state = detail.row.status.sentence()
    ))?;
    if let Some(slips) = played.slips {
        out.say(&sentence!(
            "cli-demo-round-slips",
            issued = slips.issued,
            collected = slips.collected
        ))?;
    }
    out.say(&sentence!(
        "cli-demo-round-cards",
        cards = played.cards,
        receipts = played.receipts,
        opinions = played.opinions,
        replies = played.replies
    ))?;
    if let Some(stand) = &detail.stand {
        out.line(stand.get(lang))?;
    }
    let heads = [
        key!("cli-demo-head-subject"),
        key!("cli-demo-head-raters"),
        key!("cli-demo-head-vote"),
        key!("cli-demo-head-grade"),
    ]
    .map(|key| out.text(key));
    let rows: Vec<Vec<String>> = detail
        .subjects
        .iter()
        .map(|one| {
            let named = |text: &Option<_>| {
                let text: Option<&crate::domain::plan::Text> = text.as_ref();
                text.map_or_else(|| "–".to_owned(), |text| text.get(lang).to_owned())
            };
            vec![
                one.name.get(lang).to_owned(),
                one.raters.unwrap_or(0).to_string(),
                named(&one.vote_name),
                named(&one.grade_name),
            ]
        })
        .collect();
    out.table(&heads, &rows)?;
    if let Some(posting) = &detail.posting {
        let from = posting.from;
        let said = posting.until.map_or_else(
            || sentence!("cli-demo-round-posted", from = from),
            |until| sentence!("cli-demo-round-posted-until", from = from, until = until),
        );
        out.say(&said)?;
    }
    out.say(&sentence!(
        "cli-demo-verified",
        batches = played.verify.batches,
        cells = played.verify.cells,
        differences = played.verify.differences.len()
    ))?;
    out.say(&sentence!(
        "cli-demo-round-done",
        dir = dir.display(),
        files = played.files.len()
    ))
}
