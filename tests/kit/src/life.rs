//! A card box's life as a script, run by the real card box, and what is to be seen of it from outside.

use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};
use pingyi::cardbox::{
    BatchEntry, BatchRows, CardBox, CardBoxError, Closing, ClosingDay, Counts, PackImport,
    PlanText, RoundLabel, Sealing, SlipImport, Submission,
};
use pingyi::domain::batch::{RoundKey, SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use pingyi::domain::case::{CaseStatus, ReceiptStatus};
use pingyi::domain::channel::Channel;
use pingyi::domain::departure::Departure;
use pingyi::domain::ids::{
    BatchNumber, PackNumber, PlanId, RootHash, Shape, SlipTag, SubjectId, Tag,
};
use pingyi::domain::slip::{SlipKey, SlipList};
use pingyi::domain::witness::LedgerPoint;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use sha2::{Digest as _, Sha256};

/// A card as the app hands it to the box: sealed, so it looks like noise.
#[derive(Clone)]
pub struct SealedCard {
    pub round: RoundLabel,
    pub ratings: Vec<(SubjectId, Vec<u8>)>,
    pub opinion: Option<Vec<u8>>,
    pub slip: Option<SlipTag>,
    /// Cards begun and left since the one before it.
    pub abandoned: u64,
}

pub fn bytes(rng: &mut StdRng, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    rng.fill_bytes(&mut bytes);
    bytes
}

impl SealedCard {
    pub fn new(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let plan = if seed.is_multiple_of(3) { "s1" } else { "s6" };
        Self {
            abandoned: 1,
            ..Self::random(&mut rng, plan, seed % 5 + 1, |_| !seed.is_multiple_of(4))
        }
    }

    /// Of so many ratings; `is_written` says whether words come with them.
    pub fn random(
        rng: &mut StdRng,
        plan: &str,
        ratings: u64,
        is_written: impl FnOnce(&mut StdRng) -> bool,
    ) -> Self {
        let ratings = (0..ratings)
            .map(|subject| (subject_id(subject), bytes(rng, SEALED_RATING_BYTES)))
            .collect();
        Self {
            round: round(plan),
            ratings,
            opinion: is_written(rng).then(|| bytes(rng, SEALED_OPINION_BYTES)),
            slip: None,
            abandoned: 0,
        }
    }

    pub fn submission(&self) -> Submission<'_> {
        Submission {
            round: &self.round,
            ratings: &self.ratings,
            opinion: self.opinion.as_deref(),
            slip: self.slip,
            issued: 1 + self.abandoned,
            abandoned: self.abandoned,
        }
    }
}

/// Tells a box of voting slips, as the first pack does before their rounds begin.
pub fn tell_slips(cardbox: &mut CardBox, slips: &[(RoundLabel, SlipTag)]) {
    let noon = closing_day().day.and_hms_opt(12, 0, 0).unwrap();
    let mut news = PackImport::new(PackNumber(1), RootHash([1; 32]), noon);
    let mut rounds: Vec<&RoundLabel> = slips.iter().map(|(round, _)| round).collect();
    rounds.dedup();
    for round in rounds {
        let of_round = slips.iter().filter(|(of, _)| of == round);
        let key = SlipKey {
            plan: round.key.plan.clone(),
            round: round.key.round,
            device: "LOBBY1".parse().unwrap(),
            group: round.key.group.clone(),
        };
        if news
            .slips
            .iter()
            .any(|import: &SlipImport| import.list.key == key)
        {
            continue;
        }
        news.slips.push(SlipImport {
            list: SlipList::new(key, of_round.map(|(_, tag)| *tag).collect(), Vec::new()),
            last: round.last,
            has_begun: false,
            is_own: true,
        });
    }
    cardbox.import(&news).unwrap();
}

/// The `number`th subject of a plan.
pub fn subject_id(number: u64) -> SubjectId {
    SubjectId::new(format!("p{number}")).unwrap()
}

/// A round of a plan that ends before the boxes here close anything.
pub fn round(plan: &str) -> RoundLabel {
    RoundLabel {
        key: RoundKey {
            plan: PlanId::new(plan).unwrap(),
            shape: Shape([7; 32]),
            round: "2026-10".parse().unwrap(),
            group: None,
        },
        first: NaiveDate::from_ymd_opt(2026, 10, 1),
        last: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(),
    }
}

/// The day on which they do.
pub fn closing_day() -> ClosingDay {
    ClosingDay {
        day: noon().date(),
        seen: None,
        health: None,
    }
}

/// Closes what waits of the rounds of `plan`, all of it.
pub fn close_round(
    cardbox: &mut CardBox,
    plan: &str,
    seal: impl Fn(&Closing, BatchRows<'_>) -> Result<Sealing, CardBoxError>,
) -> Result<Option<BatchEntry>, CardBoxError> {
    let rounds = cardbox.waiting_rounds()?;
    let round = rounds
        .into_iter()
        .find(|round| round.label.key.plan.as_str() == plan && !round.queues.is_empty());
    let Some(round) = round else { return Ok(None) };
    let leave = vec![Departure::Leaves; round.queues.len()];
    cardbox.close_round(&round, &leave, Channel::Kiosk, closing_day(), seal)
}

/// Whether a sheet waits in the box.
pub fn holds(cardbox: &CardBox, sheet: &[u8]) -> bool {
    let mut found = false;
    let mut look = |sealed: &[u8]| {
        found |= sealed == sheet;
        Ok::<_, CardBoxError>(())
    };
    let rows = cardbox.rows(BatchNumber(0));
    let read = rows
        .ratings(&mut look)
        .and_then(|()| rows.opinions(&mut look));
    read.is_ok() && found
}

/// One thing the app asks of the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Opens the box, after closing it when it was open.
    Open,
    /// Takes in the card of this seed.
    Submit(u64),
    /// Counts cards begun and left.
    Count,
    /// A wrong try at the PIN.
    WrongPin,
    /// Replaces the PIN.
    NewPin,
    /// Closes a batch of the words.
    CloseWords,
    /// Closes a batch of the ratings.
    Close,
    /// A pack with plans, statuses and replies, and a root of the first open batch that is wrong.
    ImportWrongRoot,
    /// A pack that acknowledges every batch: those that were acknowledged before are let go of.
    Acknowledge,
    /// `VACUUM`.
    Tidy,
    /// The day of a sync.
    SyncDay,
}

fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 20)
        .unwrap()
        .and_hms_opt(12, 0, 0)
        .unwrap()
}

/// Every row of a batch, or of what waits (batch 0), each after its length.
fn rows_of(rows: BatchRows<'_>, into: &mut Vec<u8>) -> Result<(), CardBoxError> {
    fn add(into: &mut Vec<u8>, row: &[u8]) {
        into.extend_from_slice(&u32::try_from(row.len()).unwrap().to_le_bytes());
        into.extend_from_slice(row);
    }
    rows.ratings::<CardBoxError>(|row| {
        add(into, row);
        Ok(())
    })?;
    rows.opinions::<CardBoxError>(|row| {
        add(into, row);
        Ok(())
    })?;
    rows.receipts::<CardBoxError>(|row| {
        add(into, row);
        Ok(())
    })?;
    rows.slips::<CardBoxError>(|row| {
        add(into, row);
        Ok(())
    })
}

fn news(cardbox: &CardBox, right: bool) -> Result<PackImport, CardBoxError> {
    let number = cardbox.last_pack()?.map_or(1, |last| last.0 + 1);
    // Four weeks lie between two packs: what one acknowledges the next lets go of.
    let weeks = chrono::Days::new(u64::from(number) * 28);
    let time = noon().checked_add_days(weeks).unwrap();
    let mut news = PackImport::new(PackNumber(number), RootHash([3; 32]), time);
    news.ledger = Some(LedgerPoint {
        length: u64::from(number) * 7,
        head: RootHash([4; 32]),
    });
    news.community = format!("{{\"pack\":{number}}}");
    let tag = Tag([u8::try_from(number).unwrap(); 16]);
    news.plans = vec![PlanText {
        id: PlanId::new("s1").unwrap(),
        revision: number,
        text: "评议 ".repeat(2_000),
        since: NaiveDate::from_ymd_opt(2026, 9, 17),
    }];
    news.statuses = vec![(
        tag,
        ReceiptStatus::Case {
            status: CaseStatus::Received,
            due: None,
            extended: false,
            talk: pingyi::domain::case::ReceiptTalk::default(),
        },
    )];
    news.replies = vec![(tag, vec![7; 900])];
    let named = |batch: &BatchEntry| (batch.closing.number, batch.sealing.root);
    let open = cardbox.unacknowledged()?;
    news.acknowledged = cardbox.kept()?.iter().map(named).collect();
    if right {
        news.acknowledged.extend(open.iter().map(named));
    } else {
        let first = open.first().map(|batch| batch.closing.number);
        let wrong = first.map(|number| (number, RootHash([9; 32])));
        news.acknowledged.extend(wrong);
    }
    Ok(news)
}

/// Stands for the courier: a root that depends on every row.
fn seal(_: &Closing, rows: BatchRows<'_>) -> Result<Sealing, CardBoxError> {
    let mut bytes = Vec::new();
    rows_of(rows, &mut bytes)?;
    Ok(Sealing {
        signature: "signed".to_owned(),
        root: RootHash(Sha256::digest(&bytes).into()),
        bytes: bytes.len() as u64,
    })
}

impl Step {
    /// Does it. `Open` leaves the box closed when it fails.
    pub fn run(self, path: &Path, held: &mut Option<CardBox>) -> Result<(), CardBoxError> {
        if self == Self::Open {
            drop(held.take());
            *held = Some(CardBox::open(path)?);
            return Ok(());
        }
        if held.is_none() {
            // What the app does when it is started again.
            *held = Some(CardBox::open(path)?);
        }
        let cardbox = held.as_mut().unwrap();
        match self {
            Self::Open => {}
            Self::Submit(seed) => cardbox.submit(&SealedCard::new(seed).submission())?,
            Self::Count => {
                let more = Counts {
                    issued: 3,
                    submitted: 0,
                    abandoned: 2,
                };
                cardbox.count(&round("s6"), &more)?;
            }
            Self::WrongPin => {
                let failures = cardbox.pin_failures()?;
                cardbox.set_pin_failures(failures + 1)?;
            }
            Self::NewPin => cardbox.set_pin_hash("argon2id 64 1 00 00")?,
            Self::CloseWords => drop(cardbox.close_words(closing_day(), seal)?),
            Self::Close => drop(close_round(cardbox, "s6", seal)?),
            Self::ImportWrongRoot | Self::Acknowledge => {
                let news = news(cardbox, self == Self::Acknowledge)?;
                cardbox.import(&news)?;
            }
            Self::Tidy => cardbox.vacuum()?,
            Self::SyncDay => cardbox.set_last_sync(noon().date())?,
        }
        Ok(())
    }
}

/// Everything the box tells, as bytes: equal when the boxes hold the same.
pub fn look(cardbox: &CardBox) -> Result<Vec<u8>, CardBoxError> {
    let mut seen = Vec::with_capacity(64 * 1024);
    let mut batches = cardbox.unacknowledged()?;
    let waiting = batches.len();
    batches.extend(cardbox.kept()?);
    rows_of(cardbox.rows(BatchNumber(0)), &mut seen)?;
    for batch in &batches {
        let from = seen.len();
        rows_of(cardbox.rows(batch.closing.number), &mut seen)?;
        // The batch's bytes can be made again.
        assert_eq!(batch.sealing.bytes, (seen.len() - from) as u64);
        assert_eq!(batch.sealing.root.0[..], Sha256::digest(&seen[from..])[..]);
    }
    let pack = cardbox.last_pack()?.map_or(0, |number| number.0);
    let tags = (1..=pack).map(|number| Tag([u8::try_from(number).unwrap(); 16]));
    let mut known = Vec::new();
    for tag in tags {
        known.push((cardbox.status(tag)?, cardbox.reply(tag)?));
    }
    for plan in cardbox.plans()? {
        seen.extend_from_slice(plan.id.as_str().as_bytes());
        seen.extend_from_slice(&plan.revision.to_le_bytes());
        seen.extend_from_slice(plan.text.as_bytes());
    }
    let facts = format!(
        "{waiting} {batches:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {known:?}",
        cardbox.waiting_rounds()?,
        cardbox.last_pack()?,
        cardbox.packs_seen()?,
        cardbox.office_time()?,
        cardbox.community()?,
        cardbox.last_sync()?,
        cardbox.pin_hash()?,
        cardbox.pin_failures()?,
    );
    seen.extend_from_slice(facts.as_bytes());
    Ok(seen)
}

/// Two weeks of a kiosk: cards, counts, PIN, two batches, a wrong and two right acknowledgements, tidying, a restart.
/// Every `seed` has cards of its own.
pub fn two_weeks(seed: u64) -> Vec<Step> {
    use Step::{
        Acknowledge, Close, CloseWords, Count, ImportWrongRoot, NewPin, Open, Submit, SyncDay,
        Tidy, WrongPin,
    };
    let mut cards = (seed * 1_000 + 1..).map(Submit);
    let mut next = |count: usize| cards.by_ref().take(count).collect::<Vec<_>>();
    let mut life = vec![Open, NewPin];
    life.extend(next(5));
    life.extend([Count, WrongPin]);
    life.extend(next(3));
    life.extend([Tidy]);
    life.extend(next(2));
    life.extend([CloseWords, Close, Tidy]);
    life.extend(next(3));
    life.extend([ImportWrongRoot]);
    life.extend(next(1));
    life.extend([Acknowledge, Tidy, SyncDay]);
    life.extend(next(4));
    life.extend([Open]);
    life.extend(next(2));
    life.extend([CloseWords, Close]);
    life.extend(next(1));
    life.extend([Acknowledge, Open, Tidy]);
    life.extend(next(3));
    life
}

/// A few cards, as short as may be.
pub fn one_morning() -> Vec<Step> {
    use Step::{Open, Submit, WrongPin};
    vec![Open, Submit(1), WrongPin, Submit(2), Submit(3)]
}

/// Everything a box does once, and no more: for breakers that try each call of each step.
pub fn one_week() -> Vec<Step> {
    use Step::{
        Acknowledge, Close, CloseWords, Count, ImportWrongRoot, NewPin, Open, Submit, SyncDay,
        Tidy, WrongPin,
    };
    vec![
        Open,
        NewPin,
        Submit(1),
        Submit(2),
        Submit(3),
        Count,
        WrongPin,
        Tidy,
        Submit(5),
        CloseWords,
        Close,
        Submit(6),
        ImportWrongRoot,
        Acknowledge,
        Tidy,
        SyncDay,
        Submit(7),
        Open,
        Submit(8),
    ]
}
