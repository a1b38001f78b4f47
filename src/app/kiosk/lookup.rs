//! Looking a receipt up.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::{Kiosk, LookedUp, Lookup, Service, Speaks, Voice, locked};
use crate::app::AppError;
use crate::courier::receipt::{ReceiptSecrets, derive};
use crate::courier::seal::open_reply;
use crate::domain::case::{CaseStatus, ReceiptStatus};
use crate::domain::receipt::{ReceiptError, ReceiptNumber};
use crate::paper::receipt::parse_scanned;
use crate::words::sentence;

impl Kiosk {
    /// Looks a typed or scanned receipt up, and forgets its voice.
    pub fn lookup(&self, typed: &str) -> Result<Lookup, AppError> {
        Ok(self.look_up(typed)?.lookup)
    }

    /// Looks a typed or scanned receipt up. Takes a quarter of a second; a mistyped number some seconds. It leaves nothing behind.
    pub fn look_up(&self, typed: &str) -> Result<LookedUp, AppError> {
        let scanned = parse_scanned(typed);
        let digits = scanned.as_ref().map_or(typed, |number| number.as_str());
        match ReceiptNumber::parse(digits) {
            Ok(number) => {
                let secrets = self.derive(&number)?;
                self.answer(secrets)
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
                Ok(LookedUp::mute(Lookup::Mistyped { group, sentence }))
            }
        }
    }

    fn derive(&self, number: &ReceiptNumber) -> Result<ReceiptSecrets, AppError> {
        let salt = self.known(|known| known.community.receipt_salt);
        Ok(derive(number, &salt, self.tunables.receipt_cost)?)
    }

    fn answer(&self, secrets: ReceiptSecrets) -> Result<LookedUp, AppError> {
        let cardbox = locked(&self.cardbox);
        let mut found = cardbox.status(secrets.tag)?.map(|it| (secrets.tag, it));
        if found.is_none() {
            // A receipt of version 0.1.
            let early = cardbox.status(secrets.early_tag)?;
            found = early.map(|it| (secrets.early_tag, it));
        }
        let Some((tag, status)) = found else {
            return Ok(LookedUp::mute(Lookup::Unknown));
        };
        let sealed = cardbox.reply(tag)?;
        drop(cardbox);
        let ReceiptStatus::Case {
            status,
            due,
            extended,
            talk,
        } = status
        else {
            return Ok(LookedUp::mute(Lookup::Counted));
        };
        let community = self.known(|known| known.community.id.clone());
        let opened =
            sealed.and_then(|sealed| open_reply(&sealed, &secrets.opening_key, &community).ok());
        let lookup = match status {
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
        };
        let is_early = tag != secrets.tag;
        let rates = talk.rates && matches!(lookup, Lookup::Answered { .. });
        Ok(LookedUp {
            lookup,
            news: talk.news,
            speaks: match (self.service(), is_early) {
                (Service::Open, false) => Speaks::Holder(Arc::new(Voice {
                    secrets,
                    answers: talk.answers,
                    rates,
                })),
                (Service::Open, true) => Speaks::EarlyReceipt,
                (Service::Retired | Service::Withdrawn | Service::Revoked, _) => Speaks::Nobody,
            },
        })
    }

    /// The group in which a mistyped number differs from a receipt that the office told of, if there is one.
    fn group_at_fault(&self, digits: &str) -> Result<Option<usize>, AppError> {
        for (group, candidate) in ReceiptNumber::neighbours_of(digits) {
            let secrets = self.derive(&candidate)?;
            for tag in [secrets.tag, secrets.early_tag] {
                if locked(&self.cardbox).status(tag)?.is_some() {
                    return Ok(Some(group));
                }
            }
        }
        Ok(None)
    }
}
