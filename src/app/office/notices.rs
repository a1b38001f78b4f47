//! 公示: what the office puts on the notice boards.

use super::{CriterionTally, NoticeRow, Office, OfficeError, PlanTally, SubjectTally};
use crate::app::AppError;
use crate::courier::CourierError;
use crate::domain::ids::{GroupId, PlanId};
use crate::domain::plan::{Plan, Text, Voters};
use crate::record::{Event, NoticeEntry, text_digest};
use crate::words::{Lang, text, text_with};

/// What a notice may take in UTF-8: a line of a pack holds it many times over.
const NOTICE_BYTES: usize = 64 * 1024;

impl Office {
    /// Every notice, oldest first.
    pub fn notices(&self) -> Result<Vec<NoticeRow>, AppError> {
        let notices = self.record.notices()?;
        Ok(notices.into_iter().map(row).collect())
    }

    /// Posts a notice of the clerk's own words. It reaches the boards with the next pack.
    pub fn post_notice(&mut self, title: &str, body: &str) -> Result<NoticeRow, AppError> {
        let (title, body) = (title.trim(), body.trim());
        if title.is_empty() || body.is_empty() {
            return Err(OfficeError::TextEmpty.into());
        }
        self.post(title, |_| body.replace("\r\n", "\n"))
    }

    /// Posts the results of a plan in `period` (its newest when none is named), small counts left out, one line a figure, closed by the
    /// ledger's head. In Chinese, the language of every board.
    pub fn post_results(
        &mut self,
        plan: &PlanId,
        period: Option<&str>,
    ) -> Result<NoticeRow, AppError> {
        let tallies = self.tallies()?;
        let newest = tallies
            .iter()
            .filter(|tally| tally.plan == *plan && tally.sheets > 0)
            .filter(|tally| period.is_none_or(|period| tally.period == period))
            .max_by(|a, b| (&a.period, a.revision).cmp(&(&b.period, b.revision)));
        let Some(tally) = newest else {
            return Err(OfficeError::NothingToPost { plan: plan.clone() }.into());
        };
        let lang = Lang::Zh;
        let title = text_with(
            lang,
            "app-office-results-title",
            &[("title", tally.title.get(lang)), ("period", &tally.period)],
        );
        let book = self.book()?;
        let lines = result_lines(tally, book.get(plan, tally.revision), lang);
        self.post(&title, |head| {
            let last = text_with(lang, "app-office-results-ledger", &[("head", head)]);
            format!("{}\n{last}", lines.join("\n"))
        })
    }

    fn post(
        &mut self,
        title: &str,
        body: impl FnOnce(&str) -> String,
    ) -> Result<NoticeRow, AppError> {
        let on = self.clock.today();
        let entry = self.record.within(|record| {
            let body = body(&record.ledger_head()?.to_string());
            let given_bytes = title.len() + body.len();
            if given_bytes > NOTICE_BYTES {
                return Err(AppError::from(CourierError::TextTooLong {
                    given_bytes,
                    limit_bytes: NOTICE_BYTES,
                }));
            }
            let entry = record.post_notice(title, &body, on)?;
            record.note_event(&Event::NoticePosted {
                number: entry.number,
                digest: digest(&entry),
                on,
            })?;
            Ok(entry)
        })?;
        Ok(row(entry))
    }
}

/// What the ledger keeps of a notice.
pub(super) fn digest(notice: &NoticeEntry) -> String {
    text_digest(&format!("{}\n{}", notice.title, notice.body))
}

fn row(notice: NoticeEntry) -> NoticeRow {
    NoticeRow {
        number: notice.number,
        title: notice.title,
        body: notice.body,
        posted_on: notice.posted_on,
        ledger_head: notice.ledger_head.to_string(),
    }
}

fn result_lines(tally: &PlanTally, plan: Option<&Plan>, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for subject in &tally.subjects {
        let group = subject.group.as_ref().and_then(|id| group_name(plan?, id));
        lines.push(subject_line(subject, group, lang));
        if subject.raters.is_some() {
            lines.extend(
                subject
                    .criteria
                    .iter()
                    .map(|criterion| criterion_line(criterion, lang)),
            );
        }
    }
    lines
}

fn group_name<'a>(plan: &'a Plan, id: &GroupId) -> Option<&'a Text> {
    let Voters::Groups(groups) = &plan.voters else {
        return None;
    };
    let group = groups.iter().find(|group| group.id == *id)?;
    Some(&group.name)
}

fn subject_line(subject: &SubjectTally, group: Option<&Text>, lang: Lang) -> String {
    let mut name = subject.name.get(lang).to_owned();
    if let Some(group) = group {
        name = text_with(
            lang,
            "app-office-results-group",
            &[("name", &name), ("group", group.get(lang))],
        );
    }
    let Some(raters) = subject.raters else {
        return text_with(lang, "app-office-results-few", &[("name", &name)]);
    };
    let raters = raters.to_string();
    match (&subject.grade_name, subject.score) {
        (Some(grade), Some(score)) => text_with(
            lang,
            "app-office-results-graded",
            &[
                ("name", &name),
                ("raters", &raters),
                ("grade", grade.get(lang)),
                ("score", &format!("{score:.1}")),
            ],
        ),
        (Some(grade), None) => text_with(
            lang,
            "app-office-results-grade",
            &[
                ("name", &name),
                ("raters", &raters),
                ("grade", grade.get(lang)),
            ],
        ),
        (None, _) => text_with(
            lang,
            "app-office-results-subject",
            &[("name", &name), ("raters", &raters)],
        ),
    }
}

fn criterion_line(criterion: &CriterionTally, lang: Lang) -> String {
    let hidden = text(lang, "app-office-results-hidden");
    let answers: Vec<String> = criterion
        .answers
        .iter()
        .map(|answer| {
            let count = answer.count.map(|count| count.to_string());
            let name = answer.name.get(lang);
            text_with(
                lang,
                "app-office-results-answer",
                &[
                    ("name", name),
                    ("count", count.as_deref().unwrap_or(&hidden)),
                ],
            )
        })
        .collect();
    let comma = text(lang, "app-office-results-comma");
    text_with(
        lang,
        "app-office-results-criterion",
        &[
            ("name", criterion.name.get(lang)),
            ("answers", &answers.join(&comma)),
        ],
    )
}
