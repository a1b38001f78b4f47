//! Pages of the list of cases, and how many there are: what a window shows of 20,000 cases is read by the engine, not
//! sorted out of all of them. No index is kept for it: a page of 20,000 costs one look through the table, some
//! milliseconds, and an index would have to be kept for every card that is loaded.

use chrono::NaiveDate;

use super::case::{CaseEntry, TABLE, entry};
use crate::domain::case::{CaseFilter, CaseStatus};
use crate::domain::ids::PlanId;
use crate::record::sql::{Row, Value, collect, first, int, text};
use crate::record::{Record, RecordError};

/// The last day of open cases as it is known now, where the one in the record was provisional.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisionalDay {
    /// The plan of the cases.
    pub plan: PlanId,
    /// The day they were received.
    pub received_on: NaiveDate,
    /// The last day to reply.
    pub due_on: NaiveDate,
}

/// How cases are told apart by day.
#[derive(Debug, Clone)]
pub struct CaseDays {
    /// By which day a case is overdue.
    pub today: NaiveDate,
    /// Provisional days that are others by the calendar known now.
    pub settled: Vec<ProvisionalDay>,
}

/// Which part of the list.
#[derive(Debug, Clone, Copy)]
pub struct CaseSpan<'a> {
    /// By where they stand.
    pub filter: CaseFilter,
    /// Of this plan alone.
    pub plan: Option<&'a PlanId>,
    /// Cases left out before the first.
    pub skip: u64,
    /// Cases at most.
    pub most: u64,
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
}

impl CaseCounts {
    /// How many pass `filter`.
    #[must_use]
    pub fn of(&self, filter: CaseFilter) -> u64 {
        match filter {
            CaseFilter::Open => self.open,
            CaseFilter::Overdue => self.overdue,
            CaseFilter::Answered => self.all - self.open,
            CaseFilter::All => self.all,
        }
    }
}

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
                let plan = self.place(text(&day.plan));
                let received = self.place(text(day.received_on));
                let due = self.place(text(day.due_on));
                format!(
                    "WHEN provisional = 1 AND {open} AND plan = {plan} AND received_on = {received} THEN {due}"
                )
            })
            .collect();
        format!("CASE {} ELSE due_on END", others.join(" "))
    }

    fn of_plan(&mut self, plan: Option<&PlanId>) -> String {
        plan.map_or_else(String::new, |plan| {
            format!(" AND plan = {}", self.place(text(plan)))
        })
    }
}

impl Record {
    /// A part of the list: open cases before the others, those due soonest first.
    pub fn case_list(
        &self,
        span: CaseSpan<'_>,
        days: &CaseDays,
    ) -> Result<Vec<CaseEntry>, RecordError> {
        let mut pieces = Pieces::default();
        let open = pieces.open();
        let due = pieces.due(days, &open);
        let passes = match span.filter {
            CaseFilter::Open => open.clone(),
            CaseFilter::Overdue => {
                format!("{open} AND {due} < {}", pieces.place(text(days.today)))
            }
            CaseFilter::Answered => format!("NOT {open}"),
            CaseFilter::All => "1 = 1".to_owned(),
        };
        let plan = pieces.of_plan(span.plan);
        let (most, skip) = (pieces.place(int(span.most)), pieces.place(int(span.skip)));
        let open_first = match span.filter {
            CaseFilter::Open | CaseFilter::Overdue | CaseFilter::Answered => String::new(),
            CaseFilter::All => format!("CASE WHEN {open} THEN 0 ELSE 1 END, "),
        };
        let order = format!("ORDER BY {open_first}{due}, number");
        // The numbers first: what is sorted is short, and only the page's rows are read whole.
        let tail = format!(
            "WHERE number IN (SELECT number FROM opinion_case WHERE {passes}{plan} {order} \
             LIMIT {most} OFFSET {skip}) {order}"
        );
        TABLE.rows(self.sql(), &tail, &pieces.0, entry)?.whole()
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
        let answered = pieces.place(text(CaseStatus::Answered));
        let plan = pieces.of_plan(plan);
        let statement = format!(
            "SELECT COUNT(*), COUNT(CASE WHEN {open} THEN 1 END), \
             COUNT(CASE WHEN {open} AND {due} < {today} THEN 1 END), \
             COUNT(CASE WHEN provisional = 1 AND {open} THEN 1 END), \
             COUNT(CASE WHEN status = {answered} AND tag IS NOT NULL AND reply_key IS NOT NULL THEN 1 END) \
             FROM opinion_case WHERE 1 = 1{plan}"
        );
        let counts = first(self.sql(), &statement, &pieces.0, |row| {
            Ok(CaseCounts {
                all: row.count()?,
                open: row.count()?,
                overdue: row.count()?,
                provisional: row.count()?,
                replies: row.count()?,
            })
        })?;
        Ok(counts.unwrap_or_default())
    }

    /// The provisional days of open cases, as the record has them.
    pub fn provisional_days(&self) -> Result<Vec<ProvisionalDay>, RecordError> {
        let mut pieces = Pieces::default();
        let open = pieces.open();
        let statement = format!(
            "SELECT DISTINCT plan, received_on, due_on FROM opinion_case WHERE provisional = 1 AND {open} \
             ORDER BY plan, received_on"
        );
        collect(self.sql(), &statement, &pieces.0, |row| {
            Ok(ProvisionalDay {
                plan: row.read()?,
                received_on: row.read()?,
                due_on: row.read()?,
            })
        })
    }

    /// The plans that cases were written under, by id.
    pub fn case_plans(&self) -> Result<Vec<PlanId>, RecordError> {
        let statement = "SELECT DISTINCT plan FROM opinion_case ORDER BY plan";
        collect(self.sql(), statement, &[], Row::read)
    }
}
