//! 举手、纸票: what is voted in the room without a device enters as counts, and how papers tell it.

use super::error::RoundError;
use super::held::Held;
use super::steps::{check, filled};
use crate::app::AppError;
use crate::app::office::Office;
use crate::app::office::channels::{self, ChannelTotal};
use crate::domain::ballot::{BallotCount, BallotMisfit, BallotWay, fits_room};
use crate::domain::document::{Block, Section};
use crate::domain::plan::{Plan, Voters};
use crate::domain::round_status::RoundEvent;
use crate::fault::{Fault, Kind};
use crate::record::{BallotEntry, RoundHappened, ballot_digest};
use crate::words::{Lang, Sentence, sentence, text};

impl Fault for BallotMisfit {
    fn kind(&self) -> Kind {
        match self {
            Self::OtherWay { .. } | Self::NoSitting => Kind::Refused,
            Self::UnknownSubject(_) => Kind::NotFound,
            Self::Tellers { .. }
            | Self::IssuedMissing
            | Self::NoPapers
            | Self::ReasonMissing
            | Self::BlankIsVoid
            | Self::Group
            | Self::Twice(_)
            | Self::Answer { .. }
            | Self::Sum { .. }
            | Self::Rated { .. }
            | Self::Nothing
            | Self::TooMany { .. }
            | Self::AllAlike
            | Self::Crowded { .. } => Kind::Input,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::OtherWay { channel } => {
                sentence!("app-ballot-other-way", way = channel.sentence())
            }
            Self::NoSitting => sentence!("app-ballot-no-sitting"),
            Self::Tellers { needed } => sentence!("app-ballot-tellers", needed = needed),
            Self::IssuedMissing => sentence!("app-ballot-issued-missing"),
            Self::NoPapers => sentence!("app-ballot-no-papers"),
            Self::ReasonMissing => sentence!("app-ballot-reason-missing"),
            Self::BlankIsVoid => sentence!("app-ballot-blank-is-void"),
            Self::Group => sentence!("app-ballot-group"),
            Self::UnknownSubject(subject) => sentence!("app-round-no-subject", subject = subject),
            Self::Twice(subject) => sentence!("app-ballot-twice", subject = subject),
            Self::Answer { subject, criterion } => {
                sentence!(
                    "app-ballot-answer",
                    subject = subject,
                    criterion = criterion
                )
            }
            Self::Sum {
                subject,
                criterion,
                counted,
                rated,
            } => sentence!(
                "app-ballot-sum",
                subject = subject,
                criterion = criterion,
                counted = counted,
                rated = rated
            ),
            Self::Rated {
                subject,
                rated,
                valid,
            } => sentence!(
                "app-ballot-rated",
                subject = subject,
                rated = rated,
                valid = valid
            ),
            Self::Nothing => sentence!("app-ballot-nothing"),
            Self::TooMany { most } => sentence!("app-ballot-too-many", most = most),
            Self::AllAlike => sentence!("app-ballot-all-alike"),
            Self::Crowded {
                voted,
                figure,
                whole,
            } => sentence!(
                "app-ballot-crowded",
                voted = voted,
                figure = figure.sentence(),
                whole = whole
            ),
        }
    }
}

impl Office {
    /// Enters what was voted by hands or on paper; what was done in words.
    pub(super) fn hold_ballot(
        &self,
        held: &Held,
        ballot: BallotCount,
    ) -> Result<Sentence, AppError> {
        check(Some(held.entry.status), RoundEvent::BallotHeld)?;
        let ballot = ballot.tidy();
        ballot.fits(&held.plan).map_err(RoundError::from)?;
        let number = u32::try_from(held.entry.ballots.len()).map_or(1, |known| known + 1);
        let entry = BallotEntry {
            number,
            on: self.believable_today()?,
            revision: held.counted_as,
            ballot: ballot.clone(),
            taken_back: None,
        };
        let all = held.entry.ballots.iter().chain([&entry]);
        let counted = all.filter(|one| one.is_counted()).map(|one| &one.ballot);
        fits_room(counted, &held.entry.attendance).map_err(RoundError::from)?;
        let (plan, round) = held.key();
        let signature = self.sign_figures(&ballot_digest(&plan, round, number, &ballot));
        self.note_round(RoundHappened::BallotHeld {
            plan,
            round,
            revision: held.counted_as,
            number,
            ballot,
            signature,
        })?;
        Ok(sentence!("app-round-done-ballot", number = number))
    }

    /// Takes back what was entered wrongly.
    pub(super) fn take_back_ballot(
        &self,
        held: &Held,
        number: u32,
        reason: &str,
    ) -> Result<Sentence, AppError> {
        check(Some(held.entry.status), RoundEvent::BallotTakenBack)?;
        let reason = filled(reason)?;
        let mut ballots = held.entry.ballots.iter();
        if !ballots.any(|one| one.number == number && one.is_counted()) {
            return Err(RoundError::NoBallot { number }.into());
        }
        let (plan, round) = held.key();
        self.note_round(RoundHappened::BallotTakenBack {
            plan,
            round,
            number,
            reason,
        })?;
        Ok(sentence!("app-round-done-taken-back", number = number))
    }
}

/// What minutes, notices and reports say of it: how many voted by which way, and the account of each count of papers or hands. What
/// each way voted they do not say: whoever knows that of all ways but one knows it of that one, where few voted.
pub(in crate::app::office) fn ballots_section(
    plan: &Plan,
    ballots: &[BallotEntry],
    totals: &[ChannelTotal],
    lang: Lang,
) -> Option<Section> {
    let counted: Vec<&BallotEntry> = ballots.iter().filter(|one| one.is_counted()).collect();
    if counted.is_empty() {
        return None;
    }
    let told = channels::told(plan, totals);
    let mut lines = Vec::new();
    if told.is_empty() {
        lines.push(text!(lang, "app-round-paper-ballots-few"));
    } else {
        lines.push(channels_line(&told, lang));
        lines.extend(counted.iter().map(|one| ballot_line(plan, one, lang)));
    }
    Some(Section {
        heading: Some(text!(lang, "app-round-paper-ballots")),
        blocks: vec![Block::List(lines)],
    })
}

/// How many voted by each way, and together.
#[must_use]
pub fn channels_line(totals: &[ChannelTotal], lang: Lang) -> String {
    let each = totals.iter().map(|one| {
        let way = one.channel.sentence().say(lang);
        text!(
            lang,
            "app-round-paper-channel",
            way = way,
            count = one.cards
        )
    });
    let each: Vec<String> = each.collect();
    let all: u64 = totals.iter().map(|one| one.cards).sum();
    text!(
        lang,
        "app-round-paper-channels",
        each = each.join(" · "),
        all = all
    )
}

/// The account of one count of papers, or of hands.
#[must_use]
pub fn ballot_line(plan: &Plan, entry: &BallotEntry, lang: Lang) -> String {
    let ballot = &entry.ballot;
    let mut said = ballot.way.sentence().say(lang);
    if let (Voters::Groups(groups), Some(group)) = (&plan.voters, &ballot.group)
        && let Some(group) = groups.iter().find(|one| one.id == *group)
    {
        let name = group.name.get(lang);
        said.push_str(&text!(lang, "app-round-paper-ballot-group", name = name));
    }
    let comma = text!(lang, "app-office-results-comma");
    let mut figures = Vec::new();
    if let Some(issued) = ballot.issued {
        figures.push(text!(lang, "app-round-paper-ballot-issued", count = issued));
    }
    if ballot.way == BallotWay::Paper {
        let count = ballot.collected();
        figures.push(text!(
            lang,
            "app-round-paper-ballot-collected",
            count = count
        ));
    }
    let valid = ballot.valid;
    figures.push(text!(lang, "app-round-paper-ballot-valid", count = valid));
    let void = ballot.void.iter();
    figures.extend(void.map(|one| {
        text!(
            lang,
            "app-round-paper-ballot-void",
            count = one.count,
            reason = one.reason
        )
    }));
    let abstained = ballot.abstained;
    figures.push(text!(
        lang,
        "app-round-paper-ballot-abstained",
        count = abstained
    ));
    text!(
        lang,
        "app-round-paper-ballot",
        way = said,
        figures = figures.join(&comma),
        tellers = ballot.tellers.join("、")
    )
}
