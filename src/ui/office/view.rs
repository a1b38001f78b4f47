//! What the office's screens show: plain data, gathered by the clerk, never by a screen.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::app::office::{
    BackupStanding, CalendarPage, CasePage, Changed, Confidential, DeviceRow, ExpectedRound,
    LedgerPage, NoticeRow, OfficeSummary, OpeningStanding, Outcome, PersonRow, PlanRow, PlanTally,
    RecoveryStanding, RegisterPlan, RoundRow, SlipPlan, SlipRound,
};
use crate::domain::ids::{CaseNumber, PlanId};
use crate::words::Lang;

/// Everything the office knows that a screen can show: read whole when an office is opened or a stick was loaded,
/// kept up with what each command changed.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Whose office it is, and how it stands.
    pub summary: OfficeSummary,
    /// The office's date when the snapshot was taken.
    pub today: NaiveDate,
    /// Kiosks and tablets.
    pub devices: Vec<DeviceRow>,
    /// 评议方案 on file.
    pub plans: Vec<PlanRow>,
    /// Results, one for each plan and period.
    pub tallies: Vec<PlanTally>,
    /// The part of the list of cases that is shown.
    pub cases: CasePage,
    /// The plans that cases were written under.
    pub case_plans: Vec<PlanId>,
    /// The plans in use whose opinions are registered here.
    pub register_plans: Vec<RegisterPlan>,
    /// Everything posted, newest first.
    pub notices: Vec<NoticeRow>,
    /// Every year whose working days are known.
    pub calendar: CalendarPage,
    /// Every round, the newest first.
    pub rounds: Vec<RoundRow>,
    /// The plans that slips are printed for.
    pub slip_plans: Vec<SlipPlan>,
    /// The slips of each round.
    pub slips: Vec<SlipRound>,
    /// Rounds whose ratings the next stick may bring.
    pub expected: Vec<ExpectedRound>,
    /// Where the record lies.
    pub folder: PathBuf,
    /// A trial, beside which a real office can still be made.
    pub may_found: bool,
    /// Where the printable recovery sheet was written, if it is still there.
    pub recovery_sheet: Option<PathBuf>,
    /// Whether the recovery sheet that holds is known to be on paper.
    pub recovery: RecoveryStanding,
    /// Its ten groups, while it waits to be printed.
    pub recovery_groups: Vec<Confidential>,
    /// Everybody who works or worked here.
    pub people: Vec<PersonRow>,
    /// Who opens the office, and since when its key holds.
    pub opening: OpeningStanding,
    /// When the last backup was made.
    pub backup: BackupStanding,
    /// 账本
    pub ledger: LedgerPage,
}

impl Snapshot {
    /// Shows another part of the list of cases, or the same anew.
    pub fn list(&mut self, page: CasePage) {
        self.summary.cases_open = page.counts.open;
        self.summary.cases_overdue = page.counts.overdue;
        self.summary.measures_late = page.counts.measures_late;
        self.cases = page;
    }

    /// The next case on the list after this one that waits for an answer; the first where there is none after it.
    #[must_use]
    pub fn next_open(&self, after: CaseNumber) -> Option<CaseNumber> {
        let rows = &self.cases.rows;
        let at = rows.iter().position(|row| row.number == after);
        let (before, behind) = rows.split_at(at.map_or(0, |at| at + 1));
        let mut open = behind.iter().chain(before);
        open.find(|row| row.status.is_open() && row.number != after)
            .map(|row| row.number)
    }

    /// The plans that cases were written under, with their titles.
    #[must_use]
    pub fn plans_of_cases(&self, lang: Lang) -> Vec<(&PlanId, &str)> {
        let plans = self.plans.iter();
        let plans = plans.filter(|plan| self.case_plans.contains(&plan.id));
        plans.map(|plan| (&plan.id, plan.title.get(lang))).collect()
    }

    /// Results that are not those of a round, which posts its own.
    #[must_use]
    pub fn posted_apart(&self) -> Vec<&PlanTally> {
        let of_round = |tally: &&PlanTally| {
            let mut rounds = self.rounds.iter();
            rounds.any(|row| row.plan == tally.plan && row.round.to_string() == tally.period)
        };
        let tallies = self.tallies.iter();
        tallies.filter(|tally| !of_round(tally)).collect()
    }

    /// Works in what a command changed.
    pub fn take_in(&mut self, outcome: &Outcome) {
        self.summary.ledger_head = outcome.ledger.head.to_string();
        self.ledger.now = outcome.ledger;
        match &outcome.changed {
            // Of the first eight all was told anew, of the ninth the list.
            Changed::Loaded(_)
            | Changed::Registered(_)
            | Changed::Plan(_)
            | Changed::Round(_)
            | Changed::Other
            | Changed::Device(_)
            | Changed::Packed(_)
            | Changed::Calendar(_)
            | Changed::Case(_)
            | Changed::Cases(_)
            | Changed::PinCode(_)
            | Changed::Destroyed(_)
            | Changed::Verified(_) => {}
            Changed::Notice(row) => self.notices.insert(0, row.clone()),
            Changed::NoticeDown(row) => {
                let mut notices = self.notices.iter_mut();
                if let Some(notice) = notices.find(|notice| notice.number == row.number) {
                    *notice = row.clone();
                }
            }
            Changed::BackedUp(report) => {
                self.backup = BackupStanding {
                    last: Some(report.made_on),
                    quiet_days: 0,
                    lacks_key: false,
                };
            }
        }
    }
}
