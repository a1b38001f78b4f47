//! `kiosk lookup NUMBER`: what a receipt opens.

use serde_json::json;

use crate::app::kiosk::{Kiosk, Lookup};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::calendar::DueDate;
use crate::words::{Lang, Sentence, sentence};

pub(crate) fn run(kiosk: &Kiosk, typed: &str, out: &mut Output) -> Result<(), CliError> {
    let found = kiosk.lookup(typed)?;
    if out.json {
        return out.json(&as_json(&found));
    }
    out.say(&sentence(&found, out.lang))?;
    match &found {
        Lookup::Answered { text, .. }
        | Lookup::Extended {
            reason: Some(text), ..
        } => out.line(text.as_str()),
        Lookup::Extended { reason: None, .. }
        | Lookup::Received { .. }
        | Lookup::InProgress { .. }
        | Lookup::AnsweredUnreadable
        | Lookup::Counted
        | Lookup::Unknown
        | Lookup::Mistyped { .. } => Ok(()),
    }
}

/// What was found, in a sentence.
pub(crate) fn sentence(found: &Lookup, lang: Lang) -> Sentence {
    match found {
        Lookup::Received { due } => by(*due, |date| sentence!("cli-lookup-received", date = date)),
        Lookup::InProgress { due } => by(*due, |date| {
            sentence!("cli-lookup-in-progress", date = date)
        }),
        Lookup::Extended { due, .. } => {
            by(*due, |date| sentence!("cli-lookup-extended", date = date))
        }
        Lookup::Answered { on, .. } => sentence!("cli-lookup-answered", date = on),
        Lookup::AnsweredUnreadable => sentence!("cli-lookup-unreadable"),
        Lookup::Counted => sentence!("cli-lookup-counted"),
        Lookup::Unknown => sentence!("cli-lookup-unknown"),
        Lookup::Mistyped { sentence, .. } => {
            sentence!("cli-lookup-mistyped", reason = sentence.say(lang))
        }
    }
}

/// The same for scripts.
fn by(due: Option<DueDate>, on: impl Fn(chrono::NaiveDate) -> Sentence) -> Sentence {
    match due {
        Some(due) => on(due.date),
        None => sentence!("cli-lookup-no-day"),
    }
}

pub(crate) fn as_json(found: &Lookup) -> serde_json::Value {
    match found {
        Lookup::Received { due } => json!({ "found": "received", "due": due.map(|due| due.date) }),
        Lookup::InProgress { due } => {
            json!({ "found": "in-progress", "due": due.map(|due| due.date) })
        }
        Lookup::Extended { due, reason } => json!({
            "found": "extended",
            "due": due.map(|due| due.date),
            "reason": reason.as_ref().map(|reason| reason.as_str()),
        }),
        Lookup::Answered { text, on } => {
            json!({ "found": "answered", "on": on, "text": text.as_str() })
        }
        Lookup::AnsweredUnreadable => json!({ "found": "answered-unreadable" }),
        Lookup::Counted => json!({ "found": "counted" }),
        Lookup::Unknown => json!({ "found": "unknown" }),
        Lookup::Mistyped { group, .. } => json!({ "found": "mistyped", "group": group }),
    }
}
