//! 公示: what the office puts on the notice boards.

use std::collections::BTreeMap;

use super::attended::attended;
use super::notice_lines::{
    around, criterion_line, full_name, group_name, open_section, remainder_section, slips_section,
    subject_line,
};
use super::round::RoundError;
use super::slips;
use super::tallies::{Remainder, TallyOf, plan_tally};
use super::{NoticeRow, Office, OfficeError, PlanTally, SubjectTally};
use crate::app::{AppError, Progress};
use crate::courier::CourierError;
use crate::courier::error::FormatError;
use crate::courier::sign::{Said, sign_said};
use crate::domain::attendance::Attendance;
use crate::domain::document::{Block, Document, Section};
use crate::domain::ids::PlanId;
use crate::domain::plan::Plan;
use crate::domain::tally::may_publish;
use crate::record::{
    Body, Content, Counts, Figures, NoticeEntry, Posted, RaterKey, Record, Shown, counts_digest,
    notice_digest,
};
use crate::words::{Lang, text};

/// What a notice may take in UTF-8: a line of a pack holds it many times over.
const NOTICE_BYTES: usize = 64 * 1024;

impl Office {
    /// Every notice, oldest first.
    pub fn notices(&self) -> Result<Vec<NoticeRow>, AppError> {
        let notices = self.record.notices()?;
        Ok(notices.into_iter().map(row).collect())
    }

    /// One notice.
    pub fn notice(&self, number: u32) -> Result<NoticeRow, AppError> {
        let mut known = self.record.notices()?.into_iter();
        let notice = known.find(|notice| notice.number == number);
        let notice = notice.ok_or(OfficeError::NoNotice { number })?;
        Ok(row(notice))
    }

    /// Posts a notice of the clerk's own words. It reaches the boards with the next pack.
    pub fn post_notice(&mut self, title: &str, body: &str) -> Result<NoticeRow, AppError> {
        let (title, body) = (title.trim(), body.trim());
        if title.is_empty() || body.is_empty() {
            return Err(OfficeError::TextEmpty.into());
        }
        let body = body.replace("\r\n", "\n");
        self.post(title, None, |_, _| Ok((body, None)))
    }

    /// [`Self::post_results`] where the record is what the ledger and the originals tell.
    pub(super) fn post_checked(
        &self,
        plan: &PlanId,
        period: Option<&str>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<NoticeRow, AppError> {
        self.record.within(|_| {
            self.check_before_signing(Some(plan), progress)?;
            self.post_results(plan, period)
        })
    }

    /// Posts the results of a plan in `period` (its newest when none is named), small counts left out, one line a
    /// figure, closed by the ledger's head. A subject that only a few more people rated since its last
    /// publication refers to that one. In Chinese, the language of every board.
    pub fn post_results(&self, plan: &PlanId, period: Option<&str>) -> Result<NoticeRow, AppError> {
        let book = self.book()?;
        // The newest revision decides: a community may have changed its mind either way.
        if book
            .newest(plan)
            .is_some_and(|held| !held.plan.publication.results)
        {
            return Err(OfficeError::ResultsNotPublic { plan: plan.clone() }.into());
        }
        let tallies = self.tallies()?;
        let newest = tallies
            .iter()
            .filter(|tally| tally.plan == *plan && tally.sheets > 0)
            .filter(|tally| period.is_none_or(|period| tally.period == period))
            .max_by(|a, b| (&a.period, a.revision).cmp(&(&b.period, b.revision)));
        let Some(tally) = newest else {
            return Err(OfficeError::NothingToPost { plan: plan.clone() }.into());
        };
        let rounds = self.record.rounds()?;
        let mut rounds = rounds.iter().filter(|round| round.plan == *plan);
        let is_held = book
            .newest(plan)
            .is_some_and(|held| held.plan.is_held_in_rounds());
        if is_held || rounds.any(|round| round.round.to_string() == tally.period) {
            let (plan, round) = (plan.clone(), tally.period.clone());
            return Err(RoundError::PostsItself { plan, round }.into());
        }
        let Some(read) = book.get(plan, tally.revision) else {
            return Err(OfficeError::NothingToPost { plan: plan.clone() }.into());
        };
        let (counts, posted) = (self.record.counts()?, self.record.posted()?);
        let account = slips::accounts(&self.record, &book)?;
        let account = account.get(&(plan.clone(), tally.period.clone())).copied();
        let of = TallyOf {
            plan: read,
            counted_as: tally.revision,
            period: &tally.period,
            attendance: attended(Attendance::default(), read, account, &[]),
            slips: account,
        };
        let results = Results::new(&of, &counts, &posted).beside(tally.remainder);
        self.post(&results.title(), None, |record, head| {
            let figures = self.figures(record, &results)?;
            Ok((results.body(head), Some(figures)))
        })
    }

    /// How many people stand behind the figures that the next notice shows.
    pub(super) fn figures(&self, record: &Record, results: &Results<'_>) -> Result<Body, AppError> {
        let Results { tally, fresh, .. } = results;
        let mut shown = Vec::new();
        for (key, fresh) in fresh {
            let Fresh::Shown(posted) = fresh else {
                continue;
            };
            shown.push(Shown {
                subject: key.subject.clone(),
                group: key.group.clone(),
                raters: posted.raters,
                criteria: posted.criteria.clone(),
            });
        }
        let (plan, revision, period) = (tally.plan.clone(), tally.revision, tally.period.clone());
        let mut figures = Figures {
            number: record.next_notice()?,
            counts: counts_digest(&record.counts()?, &plan, revision, &period),
            plan,
            revision,
            period,
            wording: Some(results.wording()),
            shown,
            on: self.believable_today()?,
            signature: String::new(),
        };
        figures.signature = self.sign_figures(&figures.digest());
        Ok(Body::FiguresPosted(figures))
    }

    /// The office's signature under counts that have this digest. The heads of the ledger are printed: without it
    /// whoever reads two of them could try which small counts lie between.
    pub(super) fn sign_figures(&self, digest: &str) -> String {
        sign_said(&self.signing, &self.community.id, Said::Figures(digest))
    }

    /// Posts the next notice. The ledger is told `before` first; `write` is given the ledger's head then, and makes the text and
    /// what the ledger is told after it.
    pub(super) fn post(
        &self,
        title: &str,
        before: Option<Body>,
        write: impl FnOnce(&Record, &str) -> Result<(String, Option<Body>), AppError>,
    ) -> Result<NoticeRow, AppError> {
        let on = self.believable_today()?;
        let is_own = before.is_none();
        let entry = self.record.within(|record| {
            if let Some(before) = before {
                record.note(on, before, &Content::Nothing, &self.hand)?;
            }
            let (body, after) = write(record, &record.ledger_head()?.to_string())?;
            let given_bytes = title.len() + body.len();
            if given_bytes > NOTICE_BYTES {
                return Err(AppError::from(CourierError::Format(
                    FormatError::TextTooLong {
                        given_bytes,
                        limit_bytes: NOTICE_BYTES,
                    },
                )));
            }
            let entry = NoticeEntry {
                number: record.next_notice()?,
                title: title.to_owned(),
                body,
                posted_on: on,
                ledger_head: record.ledger_head()?,
                own: is_own && after.is_none(),
                withdrawn_on: None,
            };
            let number = entry.number;
            let told = Body::NoticePosted {
                number,
                digest: notice_digest(&entry.title, &entry.body),
                own: entry.own,
            };
            let content = Content::Notice {
                title: entry.title.clone(),
                body: entry.body.clone(),
            };
            record.note(on, told, &content, &self.hand)?;
            if let Some(after) = after {
                record.note(on, after, &Content::Nothing, &self.hand)?;
            }
            Ok(entry)
        })?;
        Ok(row(entry))
    }
}

/// The results of a plan in a period as a notice tells them. All of it follows from the counts and from what was published before,
/// so that a recount makes it again: another wording stands beside this one, which stays.
pub(super) struct Results<'a> {
    plan: &'a Plan,
    tally: PlanTally,
    fresh: BTreeMap<RaterKey, Fresh>,
    /// What the notice of a round says besides.
    round: Option<Vec<Section>>,
    /// What it says of votes by hand or on paper.
    ballots: Option<Section>,
}

/// In which wording results are posted: what a text says that the figures do not force. A new one is a number more, and this one
/// stays beside it, for notices are made again by the wording they were posted in.
const WORDING: u32 = 6;
/// The same, of the results of a round that was announced, decided and is posted for its days.
const ROUND_WORDING: u32 = 8;
/// Of a round, before its results told of votes by hand or on paper.
const DEVICES_ROUND_WORDING: u32 = 7;
/// Both, before results said that some waited for company, or were withheld for good.
const WHOLE_WORDING: u32 = 4;
const WHOLE_ROUND_WORDING: u32 = 5;
/// Both, before results of a plan that is open to all said that anybody may have answered more than once.
const CLOSED_WORDING: u32 = 2;
const CLOSED_ROUND_WORDING: u32 = 3;

/// What the text of a wording says and an older one does not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wording {
    /// Before 0.2: no sums, figures of one decimal.
    Early,
    /// Sums, and figures with the decimals that their grade needs.
    Explained,
    /// Also that an open plan takes several cards of one person.
    Open,
    /// Also what became of those that were too few, and that an earlier notice counted what counts no more.
    Remainder,
    /// Also how many voted by hand or on paper.
    Ballots,
}

/// The language of every board.
pub(super) const LANG: Lang = Lang::Zh;

impl<'a> Results<'a> {
    /// What `counts` come to beside what was `posted` before.
    pub(super) fn new(
        of: &TallyOf<'a>,
        counts: &BTreeMap<RaterKey, Counts>,
        posted: &BTreeMap<RaterKey, Posted>,
    ) -> Self {
        let plan = of.plan;
        let tally = plan_tally(of, counts);
        let crowd = plan.smallest_crowd;
        let shown = tally
            .subjects
            .iter()
            .filter(|subject| subject.raters.is_some());
        let fresh = shown.map(|subject| {
            let key = rater_key(&tally, subject);
            let now = counts.get(&key).map(|counts| behind(counts, crowd));
            let now = now.unwrap_or_default();
            let fresh = match posted.get(&key) {
                Some(before) if may_replace(before, &now, crowd) => Fresh::Shown(now),
                Some(before) if before.is_doubted => Fresh::NotAsIn(before.notice),
                Some(before) => Fresh::AsIn(before.notice),
                None => Fresh::Shown(now),
            };
            (key, fresh)
        });
        let fresh = fresh.collect();
        Self {
            plan,
            tally,
            fresh,
            round: None,
            ballots: None,
        }
    }

    /// The same as the notice of a round, which says this besides.
    pub(super) fn of_round(self, round: Vec<Section>) -> Self {
        Self {
            round: Some(round),
            ..self
        }
    }

    /// The same, with what was voted by hand or on paper.
    pub(super) fn with_ballots(self, ballots: Option<Section>) -> Self {
        Self { ballots, ..self }
    }

    /// The same, with what came of those that were too few.
    pub(super) fn beside(mut self, remainder: Remainder) -> Self {
        self.tally.remainder = remainder;
        self
    }

    fn wording(&self) -> u32 {
        self.round.as_ref().map_or(WORDING, |_| ROUND_WORDING)
    }

    /// The tally that it shows.
    pub(super) fn tally(&self) -> &PlanTally {
        &self.tally
    }

    /// The heading.
    pub(super) fn title(&self) -> String {
        text!(
            LANG,
            "app-office-results-title",
            title = self.tally.title.get(LANG),
            period = self.tally.period
        )
    }

    /// The text, closed by the ledger's head.
    pub(super) fn body(&self, head: &str) -> String {
        self.worded(Wording::Ballots, head)
    }

    fn worded(&self, wording: Wording, head: &str) -> String {
        let last = text!(LANG, "app-office-results-ledger", head = head);
        let around = around(self.plan, LANG);
        self.closed_by(wording, around.into_iter().collect(), last)
    }

    /// The digests that a notice of this wording may have; several where programs before 0.2 did not tell their wording.
    pub(super) fn digests(&self, wording: Option<u32>, head: &str) -> Vec<String> {
        let today = self.body(head);
        let (whole, closed) = match self.round {
            Some(_) => (WHOLE_ROUND_WORDING, CLOSED_ROUND_WORDING),
            None => (WHOLE_WORDING, CLOSED_WORDING),
        };
        let bodies = match wording {
            Some(wording) if wording == self.wording() => vec![today],
            Some(DEVICES_ROUND_WORDING) if self.round.is_some() => {
                vec![self.worded(Wording::Remainder, head)]
            }
            Some(wording) if wording == whole => vec![self.worded(Wording::Open, head)],
            Some(wording) if wording == closed => vec![self.worded(Wording::Explained, head)],
            Some(_) => Vec::new(),
            None => {
                let later = text!(LANG, "app-office-results-ledger", head = head);
                let first = text!(LANG, "app-office-results-ledger-early", head = head);
                let early = [later, first];
                let early = early.map(|last| self.closed_by(Wording::Early, Vec::new(), last));
                std::iter::once(today).chain(early).collect()
            }
        };
        let title = self.title();
        bodies
            .iter()
            .map(|body| notice_digest(&title, body))
            .collect()
    }

    fn closed_by(&self, wording: Wording, mut around: Vec<Section>, last: String) -> String {
        let mut sections: Vec<_> = slips_section(self.tally.slips, LANG).into_iter().collect();
        if wording >= Wording::Open {
            sections.extend(open_section(self.plan, LANG));
        }
        if wording >= Wording::Ballots {
            sections.extend(self.ballots.clone());
        }
        sections.extend(result_sections(self, wording, LANG));
        if wording >= Wording::Remainder {
            sections.extend(remainder_section(&self.tally, LANG));
        }
        sections.extend(self.round.iter().flatten().cloned());
        sections.append(&mut around);
        sections.push(Section {
            heading: None,
            blocks: vec![Block::Paragraph(last)],
        });
        let title = self.title();
        Document { title, sections }.plain()
    }
}

fn row(notice: NoticeEntry) -> NoticeRow {
    NoticeRow {
        number: notice.number,
        title: notice.title,
        body: notice.body,
        posted_on: notice.posted_on,
        ledger_head: notice.ledger_head.to_string(),
        own: notice.own,
        withdrawn_on: notice.withdrawn_on,
    }
}

/// What a notice may say about a subject that enough people rated.
enum Fresh {
    /// Its figures, with the numbers of people behind them.
    Shown(Posted),
    /// So few answered since this notice that newer figures would tell what they said.
    AsIn(u32),
    /// The same, and of what that one told some counts no more.
    NotAsIn(u32),
}

fn rater_key(tally: &PlanTally, subject: &SubjectTally) -> RaterKey {
    RaterKey {
        plan: tally.plan.clone(),
        revision: tally.revision,
        period: tally.period.clone(),
        subject: subject.subject.clone(),
        group: subject.group.clone(),
    }
}

/// How many people stand behind the figures of a subject.
fn behind(counts: &Counts, crowd: u32) -> Posted {
    let mut criteria: BTreeMap<_, u64> = BTreeMap::new();
    for (cell, count) in &counts.cells {
        *criteria.entry(cell.criterion.clone()).or_default() += count;
    }
    // What fewer answered was left out of the notice whole.
    criteria.retain(|_, count| *count >= u64::from(crowd));
    Posted {
        raters: counts.raters,
        criteria,
        ..Posted::default()
    }
}

/// Whether every figure rests on enough new people, or on none.
fn may_replace(before: &Posted, now: &Posted, crowd: u32) -> bool {
    let none = 0;
    // Figures shrink where somebody else's cards were taken off: fewer of them than the crowd would tell what those said.
    let may = |earlier: u64, later: u64| {
        may_publish(earlier, later, crowd)
            || before.is_doubted && may_publish(later, earlier, crowd)
    };
    may(before.raters, now.raters)
        && now
            .criteria
            .iter()
            .all(|(criterion, count)| may(*before.criteria.get(criterion).unwrap_or(&none), *count))
}

/// What stands in the place of figures that would tell what a few said.
fn referring(fresh: &Fresh, name: &str, wording: Wording, lang: Lang) -> Option<String> {
    match fresh {
        Fresh::Shown(_) => None,
        Fresh::NotAsIn(notice) if wording >= Wording::Remainder => Some(text!(
            lang,
            "app-office-results-not-as-in",
            name = name,
            number = notice
        )),
        Fresh::AsIn(notice) | Fresh::NotAsIn(notice) => Some(text!(
            lang,
            "app-office-results-as-in",
            name = name,
            number = notice
        )),
    }
}

/// A section a subject: who, then a line a criterion.
fn result_sections(
    Results {
        plan, tally, fresh, ..
    }: &Results<'_>,
    wording: Wording,
    lang: Lang,
) -> Vec<Section> {
    let explained = wording != Wording::Early;
    let section = |subject: &SubjectTally| {
        let group = subject.group.as_ref().and_then(|id| group_name(plan, id));
        if let Some(heading) = fresh
            .get(&rater_key(tally, subject))
            .and_then(|fresh| referring(fresh, &full_name(subject, group, lang), wording, lang))
        {
            return Section {
                heading: Some(heading),
                blocks: Vec::new(),
            };
        }
        let shown = subject.raters.map_or(&[][..], |_| &subject.criteria);
        let lines = shown
            .iter()
            .map(|criterion| criterion_line(criterion, lang));
        let figure = match subject.score {
            Some(score) if !explained => Some(format!("{score:.1}")),
            Some(_) | None => subject.figure.clone(),
        };
        let sum = subject.explained.as_ref();
        let sum = sum.filter(|_| explained && !shown.is_empty());
        let sum = sum.map(|sum| sum.get(lang).to_owned());
        Section {
            heading: Some(subject_line(subject, figure, group, lang)),
            blocks: sum.into_iter().chain(lines).map(Block::Paragraph).collect(),
        }
    };
    tally.subjects.iter().map(section).collect()
}
