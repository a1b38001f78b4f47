//! Pages of the list of cases, and how many there are: what a window shows of 20,000 cases is read by the engine, not
//! sorted out of all of them, and counted along indexes (step 12) that hold every column asked for.

use chrono::NaiveDate;

use super::blob::{blobs_of, opinion_place, reply_place};
use super::case::{CaseEntry, TABLE, entry};
use crate::domain::case::{CaseFilter, CaseOrder, CaseStatus};
use crate::domain::ids::{BlobId, CaseNumber, PlanId};
use crate::record::sql::{Row, Value, collect, first, int, text};
use crate::record::{Record, RecordError};

/// The last day of open cases as it is known now, where the one in the record was provisional.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisionalDay {
    /// The day they were received.
    pub received_on: NaiveDate,
    /// The last day that was noted.
    pub noted_on: NaiveDate,
    /// The last day to reply.
    pub due_on: NaiveDate,
}

/// How cases are told apart by day.
#[derive(Debug, Clone)]
pub struct CaseDays {
    /// By which day a case is overdue.
    pub today: NaiveDate,
    /// The last day that is soon.
    pub soon: NaiveDate,
    /// Who is at the desk, by the name that stands at cases.
    pub me: Option<String>,
    /// Provisional days that are others by the calendar known now.
    pub settled: Vec<ProvisionalDay>,
    /// The plans that ask for measures.
    pub rectified: Vec<PlanId>,
    /// The plans that ask how content people are with an answer (回访).
    pub revisited: Vec<PlanId>,
}

/// Which part of the list.
#[derive(Debug, Clone, Copy)]
pub struct CaseSpan<'a> {
    /// By where they stand.
    pub filter: CaseFilter,
    /// Of this plan alone.
    pub plan: Option<&'a PlanId>,
    /// Of these alone.
    pub among: Option<&'a [CaseNumber]>,
    /// In which order.
    pub order: CaseOrder,
    /// Cases left out before the first.
    pub skip: u64,
    /// Cases at most.
    pub most: u64,
}

/// What names the words of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseWords {
    /// Which case.
    pub number: CaseNumber,
    /// What was written, the reply and what was said since: the place that each is sealed to, and its name.
    pub said: Vec<(String, BlobId)>,
}

/// How many cases there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaseCounts {
    /// Altogether.
    pub all: u64,
    /// Not answered yet.
    pub open: u64,
    /// Of these, past their last day.
    pub overdue: u64,
    /// Of the open ones, those whose last day is provisional.
    pub provisional: u64,
    /// Answered, with a receipt that the reply can be filed under.
    pub replies: u64,
    /// Registered at the office.
    pub registered: u64,
    /// Answered, and their measures are not done.
    pub rectifying: u64,
    /// Of these, past the last day of their measures.
    pub measures_late: u64,
    /// Answered, and whoever wrote is asked how content they are.
    pub revisiting: u64,
}

/// What no device brought.
const REGISTERED: &str = "channel IS NOT NULL";

/// Pieces of a statement, and the values in them.
#[derive(Default)]
struct Pieces(Vec<Value>);

impl Pieces {
    fn place(&mut self, value: Value) -> String {
        self.0.push(value);
        format!("${}", self.0.len())
    }

    fn open(&mut self) -> String {
        let open = CaseStatus::ALL.iter().filter(|status| status.is_open());
        // Not `IN`: SQLite takes three times as long for a list of values that are given later.
        let open = open.map(|status| format!("status = {}", self.place(text(status))));
        format!("({})", open.collect::<Vec<_>>().join(" OR "))
    }

    /// The last day, as it is known now.
    fn due(&mut self, days: &CaseDays, open: &str) -> String {
        if days.settled.is_empty() {
            return "due_on".to_owned();
        }
        let others: Vec<String> = days
            .settled
            .iter()
            .map(|day| {
                let received = self.place(text(day.received_on));
                let noted = self.place(text(day.noted_on));
                let due = self.place(text(day.due_on));
                format!(
                    "WHEN provisional = 1 AND {open} AND received_on = {received} AND due_on = {noted} \
                     THEN {due}"
                )
            })
            .collect();
        format!("CASE {} ELSE due_on END", others.join(" "))
    }

    /// Answered, its measures set and not done, or none set where the plan asks for some.
    fn rectifying(&mut self, days: &CaseDays) -> String {
        let answered = self.answered();
        let missing = self.missing(days, &answered);
        format!(
            "(({answered} AND number IN (SELECT number FROM measures WHERE done = 0)) OR {missing})"
        )
    }

    /// Answered, and perhaps closed since: 整改 goes on after the holder is content.
    fn answered(&mut self) -> String {
        let [answered, closed] =
            [CaseStatus::Answered, CaseStatus::Closed].map(|status| self.place(text(status)));
        format!("(status = {answered} OR status = {closed})")
    }

    /// Answered and not closed, under a plan that asks how content people are.
    fn revisiting(&mut self, days: &CaseDays) -> String {
        let plans = days.revisited.iter();
        let asks: Vec<String> = plans
            .map(|plan| format!("plan = {}", self.place(text(plan))))
            .collect();
        if asks.is_empty() {
            return "1 = 0".to_owned();
        }
        let answered = self.place(text(CaseStatus::Answered));
        format!("(status = {answered} AND ({}))", asks.join(" OR "))
    }

    /// Answered, and no measures set though the plan asks for some.
    fn missing(&mut self, days: &CaseDays, answered: &str) -> String {
        let plans = days.rectified.iter();
        let asks: Vec<String> = plans
            .map(|plan| format!("plan = {}", self.place(text(plan))))
            .collect();
        if asks.is_empty() {
            return "1 = 0".to_owned();
        }
        let asks = asks.join(" OR ");
        format!("({answered} AND ({asks}) AND number NOT IN (SELECT number FROM measures))")
    }

    /// Past the last day of its measures.
    fn measures_late(&mut self, days: &CaseDays) -> String {
        let answered = self.answered();
        let today = self.place(text(days.today));
        format!(
            "({answered} AND number IN \
             (SELECT number FROM measures WHERE done = 0 AND due_on < {today}))"
        )
    }

    fn of_plan(&mut self, plan: Option<&PlanId>) -> String {
        plan.map_or_else(String::new, |plan| {
            format!(" AND plan = {}", self.place(text(plan)))
        })
    }

    /// The last day as it is known now. Each value that is given must stand in the statement: made where it is used.
    fn due_now(&mut self, days: &CaseDays) -> String {
        if days.settled.is_empty() {
            return "due_on".to_owned();
        }
        let open = self.open();
        self.due(days, &open)
    }

    /// What the cases of a span have in common.
    fn of_span(&mut self, span: &CaseSpan<'_>, days: &CaseDays) -> String {
        let passes = match span.filter {
            CaseFilter::Open => self.open(),
            CaseFilter::Overdue => {
                let (open, due) = (self.open(), self.due_now(days));
                let today = self.place(text(days.today));
                let late = self.measures_late(days);
                format!("(({open} AND {due} < {today}) OR {late})")
            }
            CaseFilter::DueToday => self.open_between(days, days.today),
            CaseFilter::DueSoon => self.open_between(days, days.soon),
            CaseFilter::Mine => match &days.me {
                Some(me) => {
                    let (open, me) = (self.open(), self.place(text(me)));
                    format!("({open} AND responsible = {me})")
                }
                None => "1 = 0".to_owned(),
            },
            CaseFilter::Answered => format!("NOT {}", self.open()),
            CaseFilter::Registered => REGISTERED.to_owned(),
            CaseFilter::Rectifying => self.rectifying(days),
            CaseFilter::Revisiting => self.revisiting(days),
            CaseFilter::All => "1 = 1".to_owned(),
        };
        let plan = self.of_plan(span.plan);
        let among = span.among.map_or_else(String::new, |among| {
            // Numbers, written out: an engine takes only so many values.
            let among: Vec<String> = among.iter().map(ToString::to_string).collect();
            if among.is_empty() {
                " AND 1 = 0".to_owned()
            } else {
                format!(" AND number IN ({})", among.join(", "))
            }
        });
        format!("{passes}{plan}{among}")
    }

    /// Open, and due from today to `last`.
    fn open_between(&mut self, days: &CaseDays, last: NaiveDate) -> String {
        let (open, due) = (self.open(), self.due_now(days));
        let (from, to) = (self.place(text(days.today)), self.place(text(last)));
        format!("({open} AND {due} BETWEEN {from} AND {to})")
    }

    /// In which order a span is listed.
    fn order(&mut self, span: &CaseSpan<'_>, days: &CaseDays) -> String {
        if span.order == CaseOrder::Newest {
            return "ORDER BY received_on DESC, number DESC".to_owned();
        }
        let due = self.due_now(days);
        match span.order {
            CaseOrder::Newest | CaseOrder::Responsible => {
                format!("ORDER BY COALESCE(responsible, ''), {due}, number")
            }
            CaseOrder::Due => match span.filter {
                CaseFilter::Open
                | CaseFilter::Answered
                | CaseFilter::DueToday
                | CaseFilter::DueSoon
                | CaseFilter::Mine => format!("ORDER BY {due}, number"),
                CaseFilter::Overdue
                | CaseFilter::Registered
                | CaseFilter::Rectifying
                | CaseFilter::Revisiting
                | CaseFilter::All => {
                    let open = self.open();
                    format!("ORDER BY CASE WHEN {open} THEN 0 ELSE 1 END, {due}, number")
                }
            },
        }
    }
}

impl Record {
    /// A part of the list.
    pub fn case_list(
        &self,
        span: CaseSpan<'_>,
        days: &CaseDays,
    ) -> Result<Vec<CaseEntry>, RecordError> {
        let mut pieces = Pieces::default();
        let passes = pieces.of_span(&span, days);
        let order = pieces.order(&span, days);
        let (most, skip) = (pieces.place(int(span.most)), pieces.place(int(span.skip)));
        // The numbers first: what is sorted is short, and only the page's rows are read whole.
        let tail = format!(
            "WHERE number IN (SELECT number FROM opinion_case WHERE {passes} {order} \
             LIMIT {most} OFFSET {skip}) {order}"
        );
        TABLE.rows(self.sql(), &tail, &pieces.0, entry)?.whole()
    }

    /// How many cases a list has, on whatever page.
    pub fn case_total(&self, span: CaseSpan<'_>, days: &CaseDays) -> Result<u64, RecordError> {
        let mut pieces = Pieces::default();
        let passes = pieces.of_span(&span, days);
        let statement = format!("SELECT COUNT(*) FROM opinion_case WHERE {passes}");
        Ok(first(self.sql(), &statement, &pieces.0, Row::count)?.unwrap_or(0))
    }

    /// What names the words of every case, of its reply and of what was said since: open ones first, those due soonest first.
    pub fn case_words(&self) -> Result<Vec<CaseWords>, RecordError> {
        let mut since = self.follow_up_words()?;
        let mut pieces = Pieces::default();
        let open = pieces.open();
        let statement = format!(
            "SELECT number, words, reply, earlier FROM opinion_case \
             ORDER BY CASE WHEN {open} THEN 0 ELSE 1 END, due_on, number"
        );
        collect(self.sql(), &statement, &pieces.0, |row| {
            let number = CaseNumber(row.number()?);
            let mut said = vec![(opinion_place(number), BlobId(row.bytes()?))];
            let reply = row.bytes_option()?.map(BlobId);
            let replies = blobs_of(&row.text()?)?.into_iter().chain(reply);
            said.extend(replies.map(|reply| (reply_place(number), reply)));
            said.extend(since.remove(&number).into_iter().flatten());
            Ok(CaseWords { number, said })
        })
    }

    /// How many cases there are, of one plan or of all.
    pub fn case_counts(
        &self,
        plan: Option<&PlanId>,
        days: &CaseDays,
    ) -> Result<CaseCounts, RecordError> {
        let mut pieces = Pieces::default();
        let open = pieces.open();
        let due = pieces.due(days, &open);
        let today = pieces.place(text(days.today));
        let answered = pieces.answered();
        let missing = pieces.missing(days, &answered);
        let revisiting = pieces.revisiting(days);
        let plan = pieces.of_plan(plan);
        let count =
            |passes: &str| format!("(SELECT COUNT(*) FROM opinion_case WHERE {passes}{plan})");
        // From the few measures to their cases, not from all that are answered.
        let measures = |passes: &str| {
            format!(
                "(SELECT COUNT(*) FROM measures CROSS JOIN opinion_case \
                 WHERE done = 0{passes} AND opinion_case.number = measures.number \
                 AND {answered}{plan})"
            )
        };
        let statement = format!(
            "SELECT {all}, {open}, {overdue}, {provisional}, {answered} - {without}, {registered}, \
             {unfinished} + {missing}, {late}, {revisiting}",
            all = count("1 = 1"),
            overdue = count(&format!("{open} AND {due} < {today}")),
            provisional = count(&format!("provisional = 1 AND {open}")),
            without = count(&format!(
                "{answered} AND (tag IS NULL OR reply_key IS NULL)"
            )),
            registered = count(REGISTERED),
            unfinished = measures(""),
            missing = count(&missing),
            late = measures(&format!(" AND measures.due_on < {today}")),
            open = count(&open),
            answered = count(&answered),
            revisiting = count(&revisiting),
        );
        let counts = first(self.sql(), &statement, &pieces.0, |row| {
            Ok(CaseCounts {
                all: row.count()?,
                open: row.count()?,
                overdue: row.count()?,
                provisional: row.count()?,
                replies: row.count()?,
                registered: row.count()?,
                rectifying: row.count()?,
                measures_late: row.count()?,
                revisiting: row.count()?,
            })
        })?;
        Ok(counts.unwrap_or_default())
    }

    /// The provisional days of open cases, as the record has them.
    pub fn provisional_days(&self) -> Result<Vec<ProvisionalDay>, RecordError> {
        let mut pieces = Pieces::default();
        let open = pieces.open();
        let statement = format!(
            "SELECT DISTINCT received_on, due_on FROM opinion_case WHERE provisional = 1 AND {open} \
             ORDER BY received_on, due_on"
        );
        collect(self.sql(), &statement, &pieces.0, |row| {
            let (received_on, noted_on) = (row.read()?, row.read()?);
            Ok(ProvisionalDay {
                received_on,
                noted_on,
                due_on: noted_on,
            })
        })
    }

    /// Cases that are answered and not closed, by number.
    pub fn answered_cases(&self) -> Result<Vec<CaseNumber>, RecordError> {
        let statement = "SELECT number FROM opinion_case WHERE status = $1 ORDER BY number";
        let answered = [text(CaseStatus::Answered)];
        collect(self.sql(), statement, &answered, |row| {
            Ok(CaseNumber(row.number()?))
        })
    }

    /// The plans that cases were written under, by id.
    pub fn case_plans(&self) -> Result<Vec<PlanId>, RecordError> {
        let statement = "SELECT DISTINCT plan FROM opinion_case ORDER BY plan";
        collect(self.sql(), statement, &[], Row::read)
    }
}
