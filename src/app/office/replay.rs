//! The ledger replayed into an empty record. What an event names is taken from where it is signed, or from the record by
//! its digest: batches from their originals, packs from the office's folder, texts from the tables.

mod cases;
mod lost;
mod plans;

use std::collections::{BTreeMap, BTreeSet};

use super::account::Account;
use super::calendar::known_calendar;
use super::findings::{Findings, NONE};
use super::originals::{self, Contents, Counted};
use super::plans::PlanBook;
use super::recount::{Recount, ToldNotice, check_untold_due};
use super::round;
use super::slips;
use super::tallies;
use super::untold::Untold;
use super::{Office, SheetCounts, uncount};
use crate::app::{AppError, Progress};
use crate::courier::keyring::OpeningKeys;
use crate::courier::seen::{SEEN_STEM, SignedSeen};
use crate::courier::stick::batch_stem;
use crate::courier::vault::Vault;
use crate::domain::batch::Seen;
use crate::domain::calendar::CalendarTable;
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{
    BatchNumber, BlobId, CaseNumber, DeviceId, PackNumber, PlanId, PlanRevision, RootHash,
    SealingKey,
};
use crate::record::{
    BatchContent, Body, Content, DeviceEvent, Digested, Event, Figures, LedgerEntry, Named,
    PeopleEvent, PlanEntry, PostedFigure, Record, RecordError, RoundHappened, RowDifference,
    genesis, reply_place, short, text_digest,
};
use crate::words::sentence;

/// Columns whose words an event names by a digest.
const NAMED_TEXTS: [(&str, &str); 4] = [
    ("notice", "title"),
    ("notice", "body"),
    ("opinion_case", "reply"),
    ("plan", "body"),
];

/// A text that the record does not hold as the ledger names it.
struct LostText {
    /// The SHA-256 told.
    digest: String,
    what: &'static str,
    /// A notice has two columns of one text, and is named once.
    is_named: bool,
}

/// A record as the ledger tells it.
pub(super) struct Replay<'a> {
    office: &'a Office,
    told: Record,
    pub recount: Recount,
    /// Every plan told of so far, as the record words it.
    book: PlanBook,
    plans: BTreeMap<(PlanId, PlanRevision), PlanEntry>,
    /// The working days by what the ledger told so far.
    calendar: CalendarTable,
    /// The opening keys by what the ledger told so far.
    opening: OpeningKeys,
    /// Seals words as they were sealed then.
    vault: Vault,
    /// What an early ledger did not tell.
    untold: Untold,
    /// The notice that was told of last.
    newest_notice: Option<ToldNotice>,
    /// A notice told its wording.
    is_worded: bool,
    /// How many cases were told of so far.
    pub cases: u32,
    /// Sheets told of in batches whose originals are gone.
    pub unchecked_sheets: u64,
    /// Those of them that may have had receipts of version 1.
    pub unchecked_receipts: u64,
    /// The answers told of to cases of which nothing else is known.
    unknown_replies: BTreeMap<String, Vec<Option<String>>>,
    /// What devices testified to have seen of the ledger, by their batches.
    pub witnesses: Vec<(DeviceId, String, Seen)>,
    /// Rows of which nothing is known, because what they come from cannot be read; that is named.
    unknown: BTreeSet<(&'static str, String)>,
    /// Texts that are gone or others, by their rows.
    lost: BTreeMap<(&'static str, String), LostText>,
    /// Accounts of originals that the ledger tells were destroyed.
    accounts: BTreeMap<(DeviceId, BatchNumber), BlobId>,
    /// Batches of which is asked what they came to.
    wanted: BTreeSet<(DeviceId, BatchNumber)>,
    /// What they came to.
    pub kept: Vec<BatchContent>,
    done: u64,
    total: u64,
}

impl<'a> Replay<'a> {
    /// Replays `ledger`.
    pub(super) fn run(
        office: &'a Office,
        ledger: &[LedgerEntry],
        wanted: BTreeSet<(DeviceId, BatchNumber)>,
        progress: &mut dyn FnMut(Progress),
        found: &mut Findings,
    ) -> Result<Self, AppError> {
        let plans = readable(office.record.plan_rows().map(|rows| rows.sound))?;
        let events: Vec<_> = ledger.iter().map(LedgerEntry::parsed).collect();
        let founded = office.opening.as_of(&office.opening.founded_with());
        let founded = founded.unwrap_or_else(|| office.opening.clone());
        let is_batch = |event: &&Event| matches!(event.body, Body::BatchLoaded { .. });
        let mut replay = Self {
            office,
            told: Record::in_memory()?,
            recount: Recount::default(),
            book: PlanBook::default(),
            calendar: CalendarTable::built_in(),
            plans: plans
                .into_iter()
                .map(|plan| ((plan.id.clone(), plan.revision), plan))
                .collect(),
            vault: Vault::new(&founded, &office.community.id),
            opening: founded,
            untold: Untold::beside(readable(
                office.record.posted_rows().map(|rows| rows.sound),
            )?),
            newest_notice: None,
            is_worded: false,
            cases: 0,
            unchecked_sheets: 0,
            unchecked_receipts: 0,
            unknown_replies: BTreeMap::new(),
            witnesses: Vec::new(),
            unknown: BTreeSet::new(),
            lost: BTreeMap::new(),
            accounts: events.iter().flatten().flat_map(destroyed_by).collect(),
            wanted,
            kept: Vec::new(),
            done: 0,
            total: events.iter().flatten().filter(is_batch).count() as u64,
        };
        let mut head = genesis();
        for (entry, event) in ledger.iter().zip(events) {
            if let Some(event) = event {
                replay.take(entry.number, &event, &head, progress, found)?;
            }
            head = entry.hash;
        }
        Ok(replay)
    }

    /// One entry. `head` is the ledger's before it.
    fn take(
        &mut self,
        entry: u64,
        event: &Event,
        head: &RootHash,
        progress: &mut dyn FnMut(Progress),
        found: &mut Findings,
    ) -> Result<(), AppError> {
        if self.is_of_unknown(entry, &event.body, found) {
            return Ok(());
        }
        self.check_settled(entry, &event.body, found)?;
        self.check_answer_day(event, found)?;
        let content = self.content(entry, event, progress, found)?;
        let known = self.standing(&event.body)?;
        if let Body::NoticePosted { number, digest, .. } = &event.body {
            self.newest_notice = Some(ToldNotice {
                number: *number,
                digest: digest.clone(),
                head: *head,
                is_worded: self.is_worded,
            });
        }
        if let Body::FiguresPosted(figures) = &event.body
            && self.recount.compare_figures(figures, self.office, found)
        {
            self.compare_text(figures, found)?;
            self.is_worded |= figures.wording.is_some();
        }
        if let Body::Round(happened) = &event.body {
            let so_far = (&self.told, &self.book, &self.recount.counts);
            round::check_told(self.office, happened, so_far, found)?;
        }
        let applied = self.told.within(|told| told.apply(event, head, &content));
        if let Err(error) = applied {
            // It cannot follow what was told before: a second reply, a batch of a device that nobody accepted.
            found.note("ledger", entry.to_string(), Some("event"), NONE, error);
            return Ok(());
        }
        self.recount.add_told(&event.body, &self.told)?;
        if let (Body::BatchUncounted { .. }, Content::Batch(batch)) = (&event.body, &content) {
            self.recount.subtract(batch);
        } else if let Content::Batch(batch) = &content {
            self.recount.add(batch);
            let entry = &batch.entry;
            let seen = entry.facts.closed().and_then(|closed| closed.seen);
            let witness = seen.map(|seen| (entry.device.clone(), entry.number.to_string(), seen));
            self.witnesses.extend(witness);
        }
        if let Body::Device(DeviceEvent::DeviceSeen {
            device,
            statement,
            signature,
        }) = &event.body
        {
            let signed = SignedSeen {
                device: device.clone(),
                statement: statement.clone(),
                signature: signature.clone(),
            };
            self.hear(entry, signed, found)?;
        }
        self.note_lost(&event.body, &content);
        if matches!(event.body, Body::Calendar(_)) {
            self.calendar = known_calendar(&self.told);
        }
        if let Body::People(PeopleEvent::OpeningRenewed { sealing_key, .. }) = &event.body {
            self.renew_opening(entry, sealing_key, found);
        }
        self.untold
            .note(&event.body, &content, known, &self.recount);
        if let Body::PlanAdded { plan, revision, .. } = &event.body {
            self.add_plan(plan, *revision, &content, found);
        }
        Ok(())
    }

    /// What an entry names and does not hold itself.
    fn content(
        &mut self,
        entry: u64,
        event: &Event,
        progress: &mut dyn FnMut(Progress),
        found: &mut Findings,
    ) -> Result<Content, AppError> {
        Ok(match event.body.named() {
            Named::Batch if matches!(event.body, Body::BatchUncounted { .. }) => {
                uncount::told(self.office, &self.told, &self.book, &event.body)?
            }
            Named::Batch => {
                let counted = self.batch(entry, &event.body, progress, found);
                if let Some(batch) = &counted {
                    self.check_days(entry, event, batch, found)?;
                }
                counted.map_or(Content::Lost, |batch| Content::Batch(Box::new(batch)))
            }
            Named::Pack(number, root) => self.pack(number, root, found),
            Named::Nothing
            | Named::Plan(..)
            | Named::Reply(..)
            | Named::Opinion(..)
            | Named::Words(_)
            | Named::Notice(..) => self.kept_text(&event.body)?,
        })
    }

    /// A device's statement, which it has to have signed with the key that it had by what the ledger tells.
    fn hear(
        &mut self,
        entry: u64,
        signed: SignedSeen,
        found: &mut Findings,
    ) -> Result<(), AppError> {
        let device = self.told.device(&signed.device)?;
        let key = device.and_then(|device| device.signing_key.parse().ok());
        let said = key.map(|key| signed.read(&key, &self.office.community.id));
        match said {
            Some(Ok(said)) => {
                let place = SEEN_STEM.to_owned();
                self.witnesses.push((signed.device, place, said.seen));
            }
            Some(Err(error)) => {
                found.note("ledger", entry.to_string(), Some("statement"), NONE, error);
            }
            None => found.note(
                "ledger",
                entry.to_string(),
                Some("statement"),
                NONE,
                signed.device,
            ),
        }
        Ok(())
    }

    /// From here on sheets open with another key as well, and words are sealed under another.
    fn renew_opening(&mut self, entry: u64, key: &SealingKey, found: &mut Findings) {
        let Some(opening) = self.office.opening.as_of(key) else {
            let own = self.office.opening.sealing_key();
            found.note("ledger", entry.to_string(), Some("sealing_key"), own, key);
            return;
        };
        self.vault = Vault::new(&opening, &self.office.community.id);
        self.opening = opening;
    }

    /// Whether the notice whose figures these are says what follows from them. To be called before they are applied.
    fn compare_text(&self, figures: &Figures, found: &mut Findings) -> Result<(), AppError> {
        // A plan that does not read is named where it was added.
        let plan = self.book.get(&figures.plan, figures.revision);
        let (Some(plan), Some(told)) = (plan, &self.newest_notice) else {
            return Ok(());
        };
        let round = round::of_notice(&self.told, &self.book, figures.number)?;
        let mut posted = self.told.posted()?;
        self.untold.add_posted(figures.number, &mut posted);
        let accounts = slips::accounts(&self.told, &self.book)?;
        let account = accounts.get(&(figures.plan.clone(), figures.period.clone()));
        let remainders = tallies::remainders(&self.told)?;
        let remainder = remainders.get(&(figures.plan.clone(), figures.period.clone()));
        let remainder = remainder.copied().unwrap_or_default();
        let of = (plan, round.as_ref(), account.copied(), remainder);
        self.recount.compare_text(figures, of, &posted, told, found);
        Ok(())
    }

    /// What the record keeps of the text that an event names.
    fn kept_text(&self, body: &Body) -> Result<Content, AppError> {
        let kept = match self.office.record.kept_text(body) {
            Err(error) if error.is_damage() => Content::Lost,
            kept => kept?,
        };
        // A digest of before step 5 is one of the reply itself.
        if let Named::Reply(number, digest, Digested::Plain) = body.named()
            && let Content::Sealed(sealed) = &kept
        {
            let reply = self.office.vault.open(&reply_place(number), sealed);
            if !reply.is_ok_and(|reply| text_digest(&reply) == digest) {
                return Ok(Content::Lost);
            }
        }
        Ok(kept)
    }

    /// How the device stands that the event is about.
    fn standing(&self, body: &Body) -> Result<Option<DeviceStanding>, RecordError> {
        let (Body::DeviceAsked { device, .. }
        | Body::DeviceAccepted { device, .. }
        | Body::DeviceRevoked { device }) = body
        else {
            return Ok(None);
        };
        Ok(self.told.device(device)?.map(|device| device.standing))
    }

    /// What an original batch came to; none where it does not read as what was told.
    fn batch(
        &mut self,
        entry: u64,
        told: &Body,
        progress: &mut dyn FnMut(Progress),
        found: &mut Findings,
    ) -> Option<BatchContent> {
        let Body::BatchLoaded {
            device,
            number,
            root,
            ratings,
            cases,
            set_aside,
            follow_ups,
            ..
        } = told
        else {
            return None;
        };
        progress(Progress {
            done: self.done,
            total: self.total,
            step: sentence!(
                "app-office-step-count",
                file = format!("{device} {}", batch_stem(*number))
            ),
        });
        self.done += 1;
        let first_case = CaseNumber(self.cases.saturating_add(1));
        let opened = u32::try_from(*cases).unwrap_or(u32::MAX);
        self.cases = self.cases.saturating_add(opened);
        let key = format!("{device} {number}");
        let (mut content, sheets) = match self.came_to(device, *number, first_case) {
            Ok((content, sheets)) if content.entry.root == *root => (content, sheets),
            other => {
                // The file is gone, changed or signed by another key: what it held cannot be recounted.
                let said = match other {
                    Ok((content, _)) => content.entry.root.to_string(),
                    Err(error) => error.to_string(),
                };
                found.note("batch", key.as_str(), Some("original"), root, said);
                let sheets = ratings + cases + set_aside + follow_ups;
                self.check_lost_batch((device, *number), (root, sheets), found);
                self.unknown.insert(("batch", key));
                let numbers = first_case.0..=self.cases;
                let numbers = numbers.map(|number| ("opinion_case", number.to_string()));
                self.unknown.extend(numbers);
                return None;
            }
        };
        for (column, counted, told) in [
            ("ratings", sheets.ratings_new, ratings),
            ("cases", sheets.opinions_new, cases),
            ("set_aside", sheets.set_aside, set_aside),
            ("follow_ups", sheets.follow_ups, follow_ups),
        ] {
            if counted != *told {
                found.note("ledger", entry.to_string(), Some(column), counted, told);
            }
        }
        // The numbers after these are those of the next batch.
        content.cases.retain(|(number, _)| number.0 <= self.cases);
        if self.wanted.contains(&(device.clone(), *number)) {
            self.kept.push(content.clone());
        }
        Some(content)
    }

    /// What a batch came to, by its original or, where that was destroyed, by the account of it.
    fn came_to(
        &self,
        device: &DeviceId,
        number: BatchNumber,
        first_case: CaseNumber,
    ) -> Result<(BatchContent, SheetCounts), AppError> {
        if let Some(named) = self.accounts.get(&(device.clone(), number)) {
            let account = Account::read(&self.office.dir, device, number, named)?;
            return Ok(account.counted());
        }
        let counted = self.open(device, number, first_case)?;
        Ok((counted.content, counted.sheets))
    }

    /// How many batches were taken from their accounts.
    pub(super) fn destroyed(&self) -> u64 {
        self.accounts.len() as u64
    }

    /// Opens an original, signed by the key that the device had by what the ledger tells.
    fn open(
        &self,
        device: &DeviceId,
        number: BatchNumber,
        first_case: CaseNumber,
    ) -> Result<Counted, AppError> {
        let Office { dir, community, .. } = self.office;
        let known = self.told.device(device)?;
        let unknown = || RecordError::UnknownDevice {
            device: device.clone(),
        };
        let signing_key = known.ok_or_else(unknown)?.signing_key;
        let reader = originals::open(dir, device, number, &signing_key, &community.id)?;
        let contents = Contents {
            book: &self.book,
            opening: &self.opening,
            vault: &self.vault,
            signing_key,
            first_case,
        };
        // A sheet that came in two batches counts once, with the one that was loaded first.
        let seen = &self.recount.sheets;
        let known =
            &mut |ids: &[_]| Ok(ids.iter().filter(|id| seen.contains(id)).copied().collect());
        contents.read(reader, known, &mut |_, _| {})
    }

    /// The hour of a pack, from the signed one in the office's folder.
    fn pack(&mut self, number: PackNumber, root: RootHash, found: &mut Findings) -> Content {
        let said = match self.office.kept_pack(number) {
            Ok((made_at, signed)) if signed == root => return Content::Pack { made_at },
            Ok((_, signed)) => signed.to_string(),
            Err(error) => error.to_string(),
        };
        let key = number.to_string();
        found.note("pack", key.as_str(), Some("file"), root, said);
        self.unknown.insert(("pack", key));
        Content::Lost
    }

    /// Holds the record against what was replayed; how many counts there are.
    pub(super) fn compare(&mut self, found: &mut Findings) -> Result<u64, AppError> {
        self.recount.compare(&self.told, found)?;
        for (table, key, column) in &self.untold.cells {
            found.leave_out(table, Some(column));
            if *column == "due_on"
                && let Ok(number) = key.parse()
                && let Some(case) = readable(self.office.record.case(CaseNumber(number)).map(Some))?
            {
                check_untold_due(&self.book, &self.office.calendar, &case, found);
            }
        }
        let posted = self.told.posted_rows()?.sound;
        let told: BTreeSet<String> = posted.iter().map(PostedFigure::row_key).collect();
        let mut differences = Vec::new();
        let record = &self.office.record;
        let rows = record.compare(&self.told, &mut |row| differences.push(row))?;
        for row in differences {
            self.judge(row, found);
        }
        self.check_unknown_replies(found)?;
        // A text that is gone reads like one that was never known.
        for ((table, key), lost) in std::mem::take(&mut self.lost) {
            if !lost.is_named && !self.is_unknown(table, &key) {
                found.note(table, key, Some(lost.what), short(&lost.digest), NONE);
            }
        }
        for row in self.untold.unexplained(&told) {
            found.note_row(row);
        }
        let rows = |table| rows.get(table).copied().unwrap_or(0);
        Ok(rows("rater") + rows("tally"))
    }

    /// Names a difference, unless it is named already or lies where an early ledger tells nothing.
    fn judge(&mut self, mut row: RowDifference, found: &mut Findings) {
        // The measures of a case lie in a table of their own, and what waits of it in another.
        let of_case = ["measures", "outbox"].contains(&row.table)
            && self.is_unknown("opinion_case", &row.key);
        if of_case || self.is_unknown(row.table, &row.key) {
            return;
        }
        let place = (row.table, row.key.clone());
        match row.column {
            None => {
                self.lost.remove(&place);
            }
            Some(column) => {
                let (table, key) = place.clone();
                if self.untold.cells.contains(&(table, key, column)) {
                    return;
                }
                if NAMED_TEXTS.contains(&(table, column))
                    && let Some(lost) = self.lost.get_mut(&place)
                {
                    if lost.is_named {
                        return;
                    }
                    lost.is_named = true;
                    row.expected = Some(short(&lost.digest));
                    row.column = Some(lost.what);
                }
            }
        }
        if self.untold.leaves_out(&row) {
            found.leave_out(row.table, None);
            return;
        }
        found.note_row(row);
    }

    /// The community the ledger was begun for.
    pub(super) fn community(&self) -> Result<Option<String>, RecordError> {
        self.told.community()
    }
}

/// The originals that an event tells were destroyed, and what is kept of each.
fn destroyed_by(event: &Event) -> Vec<((DeviceId, BatchNumber), BlobId)> {
    let Body::Round(RoundHappened::RoundDestroyed { originals, .. }) = &event.body else {
        return Vec::new();
    };
    let named = originals.iter();
    let named = named.map(|gone| ((gone.device.clone(), gone.number), gone.account));
    named.collect()
}

/// What cannot be read because somebody changed it is empty here: the comparison names it.
fn readable<T: Default>(read: Result<T, RecordError>) -> Result<T, RecordError> {
    match read {
        Err(error) if error.is_damage() || matches!(error, RecordError::UnknownCase { .. }) => {
            Ok(T::default())
        }
        read => read,
    }
}
