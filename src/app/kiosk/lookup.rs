//! Looking a receipt up.

use zeroize::Zeroizing;

use super::{Kiosk, Lookup, locked};
use crate::app::AppError;
use crate::courier::receipt::{ReceiptSecrets, derive};
use crate::courier::seal::open_reply;
use crate::domain::case::{CaseStatus, ReceiptStatus};
use crate::domain::receipt::{ReceiptError, ReceiptNumber};
use crate::paper::receipt::parse_scanned;
use crate::words::sentence;

impl Kiosk {
    /// Looks a typed or scanned receipt up. Takes a quarter of a second; a mistyped number some seconds.
    pub fn lookup(&self, typed: &str) -> Result<Lookup, AppError> {
        let scanned = parse_scanned(typed);
        let digits = scanned.as_ref().map_or(typed, |number| number.as_str());
        match ReceiptNumber::parse(digits) {
            Ok(number) => {
                let secrets = self.derive(&number)?;
                self.answer(&secrets)
            }
            Err(error) => {
                let group = match &error {
                    ReceiptError::Group { group } => Some(*group),
                    ReceiptError::CheckDigit => self.group_at_fault(digits)?,
                    ReceiptError::TooLong { .. } => None,
                };
                let sentence = match (&error, group) {
                    (ReceiptError::CheckDigit, Some(group)) => {
                        sentence!("app-lookup-group", group = group)
                    }
                    _ => error.sentence(),
                };
                Ok(Lookup::Mistyped { group, sentence })
            }
        }
    }

    fn derive(&self, number: &ReceiptNumber) -> Result<ReceiptSecrets, AppError> {
        let salt = self.known(|known| known.community.receipt_salt);
        Ok(derive(number, &salt, self.tunables.receipt_cost)?)
    }

    fn answer(&self, secrets: &ReceiptSecrets) -> Result<Lookup, AppError> {
        let cardbox = locked(&self.cardbox);
        let Some(status) = cardbox.status(secrets.tag)? else {
            return Ok(Lookup::Unknown);
        };
        let sealed = cardbox.reply(secrets.tag)?;
        drop(cardbox);
        let ReceiptStatus::Case {
            status,
            due,
            extended,
        } = status
        else {
            return Ok(Lookup::Counted);
        };
        let community = self.known(|known| known.community.id.clone());
        let opened =
            sealed.and_then(|sealed| open_reply(&sealed, &secrets.opening_key, &community).ok());
        Ok(match status {
            CaseStatus::Received | CaseStatus::InProgress if extended => Lookup::Extended {
                due,
                reason: opened.map(|told| Zeroizing::new(told.text.clone())),
            },
            CaseStatus::Received => Lookup::Received { due },
            CaseStatus::InProgress | CaseStatus::Transferred | CaseStatus::Joined => {
                Lookup::InProgress { due }
            }
            CaseStatus::Answered | CaseStatus::Closed => {
                opened.map_or(Lookup::AnsweredUnreadable, |reply| Lookup::Answered {
                    text: Zeroizing::new(reply.text.clone()),
                    on: reply.on,
                })
            }
        })
    }

    /// The group in which a mistyped number differs from a receipt that the office told of, if there is one.
    fn group_at_fault(&self, digits: &str) -> Result<Option<usize>, AppError> {
        for (group, candidate) in ReceiptNumber::neighbours_of(digits) {
            let tag = self.derive(&candidate)?.tag;
            if locked(&self.cardbox).status(tag)?.is_some() {
                return Ok(Some(group));
            }
        }
        Ok(None)
    }
}
