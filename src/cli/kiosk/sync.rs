//! `kiosk sync STICK`: reads the pack, writes every unacknowledged batch, verifies.

use std::path::Path;

use serde_json::json;

use crate::app::AppError;
use crate::app::kiosk::{Kiosk, PackStep, SyncReport};
use crate::app::sticks::Stick;
use crate::cli::CliError;
use crate::cli::output::{Bar, Output};
use crate::words::sentence;

pub(crate) fn run(
    kiosk: &Kiosk,
    stick: &Path,
    ends_rounds: bool,
    out: &mut Output,
) -> Result<(), CliError> {
    let bar = Bar::new(out.lang);
    let report = kiosk.sync(&Stick::at_folder(stick), ends_rounds, &mut |progress| {
        bar.show(&progress);
    })?;
    drop(bar);
    if out.json {
        out.json(&as_json(&report))?;
    } else {
        print(&report, out)?;
    }
    match report.fault() {
        Some(fault) => Err(AppError::from(fault).into()),
        None => Ok(()),
    }
}

/// The report for scripts: what the pack brought, what left, what stays.
pub(crate) fn as_json(report: &SyncReport) -> serde_json::Value {
    let pack = match &report.pack {
        PackStep::None => json!({ "outcome": "none" }),
        PackStep::Known(number) => json!({ "outcome": "known", "number": number }),
        PackStep::Imported {
            number,
            replies,
            acknowledged,
            forgotten,
            restored,
            deferred,
            left_out,
            ..
        } => json!({
            "outcome": "imported", "number": number, "replies": replies, "acknowledged": acknowledged,
            "forgotten": forgotten, "restored": restored, "left_out": left_out.len(),
            "deferred": deferred.iter().map(|plan| json!({ "plan": plan.plan, "from": plan.from })).collect::<Vec<_>>(),
        }),
        PackStep::Refused(reason) => {
            json!({ "outcome": "refused", "reason": reason.say(crate::words::Lang::En) })
        }
    };
    let written: Vec<_> = report
        .written
        .iter()
        .map(|batch| json!({ "number": batch.number, "bytes": batch.bytes, "already_there": batch.already_there }))
        .collect();
    json!({
        "pack": pack,
        "passed_over": report.passed_over.as_ref().map(|why| why.say(crate::words::Lang::En)),
        "words": report.words,
        "words_held": report.words_held,
        "blocked": report.blocked,
        "rounds": report.closed.iter().map(|round| json!({
            "number": round.number, "plan": round.plan, "round": round.round, "withheld": round.withheld,
        })).collect::<Vec<_>>(),
        "waiting": report.waiting.iter().map(|round| json!({
            "plan": round.plan, "round": round.round, "last_day": round.last,
        })).collect::<Vec<_>>(),
        "written": written,
        "last": report.last,
        "withdrawn": report.withdrawn,
        "needed": report.needed.iter().map(|it| it.say(crate::words::Lang::En)).collect::<Vec<_>>(),
        "disputes": report.disputes.iter().map(|it| &it.device).collect::<Vec<_>>(),
        // A report exists only of what was delivered.
        "may_be_pulled": true,
    })
}

/// Which rounds' ratings wait, and until when.
pub(crate) fn print_waiting(report: &SyncReport, out: &mut Output) -> Result<(), CliError> {
    for round in &report.waiting {
        out.say(&sentence!(
            "cli-sync-held-back",
            plan = round.title,
            round = round.round,
            date = round.last
        ))?;
    }
    Ok(())
}

/// The report for people, a sentence a line.
pub(crate) fn print(report: &SyncReport, out: &mut Output) -> Result<(), CliError> {
    match &report.pack {
        PackStep::None => out.say(&sentence!("cli-sync-no-pack"))?,
        PackStep::Known(number) => {
            out.say(&sentence!("cli-sync-known", number = number))?;
        }
        PackStep::Imported {
            number,
            replies,
            acknowledged,
            forgotten,
            restored,
            deferred,
            left_out,
            ..
        } => {
            out.say(&sentence!(
                "cli-sync-imported",
                number = number,
                replies = replies,
                acknowledged = acknowledged
            ))?;
            if *restored {
                out.say(&sentence!("app-kiosk-restored"))?;
            }
            for why in left_out {
                out.say(why)?;
            }
            for number in forgotten {
                out.say(&sentence!("app-kiosk-forgotten", number = number))?;
            }
            for plan in deferred {
                out.say(&plan.sentence())?;
            }
        }
        PackStep::Refused(reason) => out.say(reason)?,
    }
    if let Some(why) = &report.passed_over {
        out.say(why)?;
    }
    if let Some(number) = report.words {
        out.say(&sentence!("cli-sync-words", number = number))?;
    }
    if report.words_held {
        out.say(&sentence!("kiosk-sync-words-held"))?;
    }
    for round in &report.closed {
        out.say(&sentence!(
            "cli-sync-closed",
            plan = round.title,
            round = round.round,
            number = round.number
        ))?;
    }
    for batch in &report.written {
        out.say(&sentence!(
            "cli-sync-written",
            number = batch.number,
            bytes = batch.bytes
        ))?;
    }
    if let Some(number) = report.last {
        out.say(&sentence!("kiosk-sync-last", n = number))?;
    }
    if report.withdrawn {
        out.say(&sentence!("kiosk-sync-withdrawn"))?;
    }
    for needed in &report.needed {
        out.say(needed)?;
    }
    for dispute in &report.disputes {
        out.say(&dispute.sentence())?;
    }
    print_waiting(report, out)?;
    out.say(&report.delivered.sentence())
}
