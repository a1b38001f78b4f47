//! What the ledger tells of a round, held against the originals.

use std::collections::BTreeMap;

use super::held::Held;
use super::steps::votes;
use crate::app::AppError;
use crate::app::office::Office;
use crate::app::office::findings::{Findings, NONE};
use crate::app::office::plans::PlanBook;
use crate::app::office::tallies::plan_tally;
use crate::domain::ballot::BallotCount;
use crate::domain::ids::PlanRevision;
use crate::domain::round_status::RoundEvent;
use crate::record::{
    Counts, RaterKey, Record, RoundCount, RoundHappened, ballot_digest, counts_digest, short,
};

/// The round whose result hangs in this notice.
pub(in crate::app::office) fn of_notice(
    told: &Record,
    book: &PlanBook,
    notice: u32,
) -> Result<Option<Held>, AppError> {
    let mut rounds = told.rounds()?.into_iter();
    let round = rounds.find(|round| {
        let posting = round.posting.as_ref();
        posting.is_some_and(|posting| posting.notice == notice)
    });
    // A plan that does not read, or was never told of, is named where it is.
    let round = round.filter(|entry| book.get(&entry.plan, entry.revision).is_some());
    round.map(|entry| Held::of(told, book, entry)).transpose()
}

/// Holds what the ledger is told of a round against what it told before and what was loaded so far. `told` is the record as it was
/// replayed so far.
pub(in crate::app::office) fn check_told(
    office: &Office,
    happened: &RoundHappened,
    (told, book, counts): (&Record, &PlanBook, &BTreeMap<RaterKey, Counts>),
    found: &mut Findings,
) -> Result<(), AppError> {
    let (plan, round, event) = happened.of();
    if !matches!(event, RoundEvent::Counted | RoundEvent::BallotHeld) {
        return Ok(());
    }
    // A round that was never announced is named where its entry cannot follow, and a plan that does not read where it was added.
    let entry = told.round(plan, round)?;
    let Some(entry) = entry.filter(|entry| book.get(&entry.plan, entry.revision).is_some()) else {
        return Ok(());
    };
    let held = Held::of(told, book, entry)?;
    if let RoundHappened::BallotHeld {
        revision,
        number,
        ballot,
        signature,
        ..
    } = happened
    {
        let said = (*revision, *number, ballot, signature.as_str());
        check_ballot(office, &held, said, found);
    }
    if let RoundHappened::RoundCounted(count) = happened {
        check_count(office, &held, count, counts, found);
    }
    Ok(())
}

/// What was voted by hands or on paper can be true of the plan, counts as its cards do, and is the office's own word.
fn check_ballot(
    office: &Office,
    held: &Held,
    (revision, number, ballot, signature): (PlanRevision, u32, &BallotCount, &str),
    found: &mut Findings,
) {
    let (plan, round) = held.key();
    let place = format!("{plan} {round} {number}");
    let signed = office.sign_figures(&ballot_digest(&plan, round, number, ballot));
    if signed != signature {
        let (expected, held) = (short(&signed), short(signature));
        found.note("ballot", &place, Some("signature"), expected, held);
    }
    if revision != held.counted_as {
        let expected = held.counted_as;
        found.note("ballot", &place, Some("revision"), expected, revision);
    }
    if let Err(misfit) = ballot.fits(&held.plan) {
        found.note("ballot", &place, Some("counts"), NONE, misfit);
    }
}

/// Counts a round again from what was loaded before it was counted.
fn check_count(
    office: &Office,
    held: &Held,
    count: &RoundCount,
    counts: &BTreeMap<RaterKey, Counts>,
    found: &mut Findings,
) {
    let round = format!("{} {}", count.plan, count.round);
    let signature = office.sign_figures(&count.digest());
    if signature != count.signature {
        let (expected, held) = (short(&signature), short(&count.signature));
        found.note("round", &round, Some("signature"), expected, held);
    }
    let period = count.round.to_string();
    let digest = counts_digest(counts, &count.plan, held.counted_as, &period);
    if digest != count.counts {
        let (expected, held) = (short(&digest), short(&count.counts));
        found.note("round", &round, Some("figures"), expected, held);
    }
    let grade = |grade: Option<&crate::domain::ids::GradeId>| {
        grade.map_or_else(String::new, ToString::to_string)
    };
    let made = votes(held, &plan_tally(&held.tally_of(), counts));
    for (made, vote) in made.iter().zip(&count.votes) {
        let key = format!("{round} {}", vote.subject);
        if made.raters != vote.raters {
            found.note(
                "round_subject",
                &key,
                Some("count"),
                made.raters,
                vote.raters,
            );
        }
        if made.grade != vote.grade {
            let (expected, held) = (grade(made.grade.as_ref()), grade(vote.grade.as_ref()));
            found.note("round_subject", &key, Some("grade"), expected, held);
        }
    }
    if made.len() != count.votes.len() {
        found.note("round_subject", &round, None, made.len(), count.votes.len());
    }
}
