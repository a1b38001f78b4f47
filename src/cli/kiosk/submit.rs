//! `kiosk submit`: a card as JSON on standard input, the receipt on standard output; trial mode only.

use std::io::Read;
use std::path::Path;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::app::AppError;
use crate::app::kiosk::{Admission, Kiosk};
use crate::cli::CliError;
use crate::cli::office::first_line;
use crate::cli::output::Output;
use crate::domain::card::Card;
use crate::words::sentence;

#[derive(Serialize)]
struct Receipt<'a> {
    number: &'a str,
    qr_text: &'a str,
    reply_by: Option<chrono::NaiveDate>,
}

pub(super) fn run(
    kiosk: &Kiosk,
    want_receipt: bool,
    slip: Option<&Path>,
    out: &mut Output,
) -> Result<(), CliError> {
    // A script that fills cards for real residents would be a machine for stuffing the box.
    if !kiosk.is_trial() {
        return Err(CliError::TrialOnly);
    }
    let mut text = Zeroizing::new(String::new());
    std::io::stdin().read_to_string(&mut text)?;
    let mut card: Card = serde_json::from_str(&text)?;
    if let Some(slip) = slip {
        match kiosk.admit(&card.plan, &first_line(slip)?)? {
            Admission::Admitted(pass) => {
                card.group = pass.group;
                card.slip = Some(pass.tag);
            }
            Admission::Refused(refusal) => return Err(AppError::Slip(refusal).into()),
        }
    }
    let Some(issued) = kiosk.submit(&card, want_receipt)? else {
        return if out.json {
            out.json(&serde_json::Value::Null)
        } else {
            out.say(&sentence!("cli-submitted"))
        };
    };
    let number = issued.number.grouped();
    if out.json {
        return out.json(&Receipt {
            number: &number,
            qr_text: &issued.qr_text,
            reply_by: issued.promise.due().map(|due| due.date),
        });
    }
    out.line(number.as_str())?;
    out.line(issued.qr_text.as_str())
}
