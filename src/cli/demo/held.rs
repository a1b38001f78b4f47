//! What the office does in a played round: from its announcement to its archive.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{Device, Stage, later};
use crate::app::kiosk::Speaks;
use crate::app::office::{
    BodyDecision, Command, GradeGiven, Office, RoundCommand, RoundDetail, RoundStep,
};
use crate::cli::CliError;
use crate::domain::attendance::Attendance;
use crate::domain::case::CaseNews;
use crate::domain::follow_up::{Said, Satisfaction};
use crate::domain::ids::GradeId;
use crate::domain::plan::{Plan, StageKind, SubjectKind};
use crate::domain::proposal::{ProposalNote, ProposalStep};
use crate::domain::round_status::RoundStatus;
use crate::words::{Lang, text};

/// What a proposal of the demo costs.
const PROPOSAL_FEN: u64 = 3_200_000;
/// Where nothing is said, papers are kept so long.
const ARCHIVE_YEARS: u32 = 10;

/// An office, its devices, and the plan of which a round is held.
pub(super) struct Hall {
    pub office: Office,
    pub devices: Vec<Device>,
    pub plan: Plan,
    pub today: NaiveDate,
    /// How many of those entitled came.
    pub came: u64,
}

impl Hall {
    fn take(&mut self, step: RoundStep) -> Result<(), CliError> {
        let command = Command::Round(RoundCommand {
            plan: self.plan.id.clone(),
            round: None,
            step,
        });
        self.office.run(command, &mut rand::rng(), &mut |_| {})?;
        Ok(())
    }

    fn detail(&self) -> Result<RoundDetail, CliError> {
        Ok(self.office.round(&self.plan.id, None)?)
    }

    pub(super) fn announce(&mut self) -> Result<(), CliError> {
        self.take(RoundStep::Announce)
    }

    /// What the plan has done before anybody votes.
    pub(super) fn before_the_vote(&mut self) -> Result<(), CliError> {
        self.note_proposals(ProposalStep::Put)?;
        self.note_proposals(ProposalStep::Discussed)?;
        self.note_stages(true)
    }

    /// Notes the stages of the plan's procedure: those before the vote, or all that are left.
    fn note_stages(&mut self, before_the_vote: bool) -> Result<(), CliError> {
        let stages = &self.plan.rules.stages;
        let vote = stages.iter().position(|one| one.kind == StageKind::Vote);
        let until = vote.filter(|_| before_the_vote).unwrap_or(stages.len());
        for row in self.detail()?.stages {
            let number = usize::try_from(row.number).unwrap_or(usize::MAX);
            if row.done_on.is_none() && number <= until {
                let note = text!(Lang::Zh, "cli-demo-stage-note");
                self.take(RoundStep::Stage {
                    stage: row.number,
                    note,
                })?;
            }
        }
        Ok(())
    }

    /// Notes one thing of every proposal, where the plan votes on any; of those handed on, what was passed.
    fn note_proposals(&mut self, step: ProposalStep) -> Result<(), CliError> {
        let detail = self.detail()?;
        let passed = detail.grades.first().map(|grade| grade.grade.clone());
        for row in &detail.proposals {
            let mut subjects = detail.subjects.iter();
            let came = subjects.find(|one| one.subject == row.subject);
            let is_passed = came.is_some_and(|came| came.grade == passed);
            if step == ProposalStep::Handed && !is_passed {
                continue;
            }
            let subject = row.subject.clone();
            let note = self.note_of(step);
            self.take(RoundStep::Proposal { subject, note })?;
        }
        Ok(())
    }

    fn note_of(&self, step: ProposalStep) -> ProposalNote {
        let has_amount = self.plan.rules.proposals.is_some_and(|one| one.amounts);
        match step {
            ProposalStep::Put => ProposalNote::Put {
                by: text!(Lang::Zh, "cli-demo-proposal-by"),
                spoken: false,
                amount_fen: has_amount.then_some(PROPOSAL_FEN),
            },
            ProposalStep::Discussed => ProposalNote::Discussed {
                text: text!(Lang::Zh, "cli-demo-proposal-discussed"),
            },
            ProposalStep::Minority => ProposalNote::Minority {
                text: text!(Lang::Zh, "cli-demo-proposal-minority"),
            },
            ProposalStep::Handed => ProposalNote::Handed {
                to: text!(Lang::Zh, "cli-demo-proposal-to"),
                due: Some(later(self.today, 30)),
            },
            ProposalStep::Executed => ProposalNote::Executed {
                text: text!(Lang::Zh, "cli-demo-proposal-executed"),
            },
        }
    }

    /// Who came, as the chair writes it down.
    fn attendance(&self, entitled: u64) -> Attendance {
        let sample = self.plan.rules.sample.as_ref();
        let households = sample.map(|sample| u64::from(sample.households));
        let asked = Attendance {
            households,
            ordinary: households,
            ..Attendance::default()
        };
        if !self.plan.is_entitled() {
            return asked;
        }
        Attendance {
            entitled: Some(entitled),
            present: Some(self.came),
            ..asked
        }
    }

    /// Grades beside the vote's, where the plan has a body for it: one differs, with a reason.
    fn of_the_body(&self) -> Result<Option<BodyDecision>, CliError> {
        if self.plan.rules.assessment_group.is_none() {
            return Ok(None);
        }
        let detail = self.detail()?;
        let known: Vec<GradeId> = detail.grades.iter().map(|one| one.grade.clone()).collect();
        let mut grades = Vec::new();
        for subject in &detail.subjects {
            let voted = subject.vote.clone().or_else(|| known.first().cloned());
            let Some(voted) = voted else {
                continue;
            };
            let other = known.iter().find(|one| **one != voted).cloned();
            let differs = grades.is_empty();
            grades.push(GradeGiven {
                subject: subject.subject.clone(),
                grade: other.filter(|_| differs).unwrap_or(voted),
                reason: if differs {
                    text!(Lang::Zh, "cli-demo-body-reason")
                } else {
                    String::new()
                },
            });
        }
        let members = Vec::new();
        Ok(Some(BodyDecision { members, grades }))
    }

    /// Those evaluated are told, and answer where the plan lets them.
    fn tell(&mut self) -> Result<(), CliError> {
        let rules = &self.plan.rules;
        let hears = rules.right_of_reply || rules.self_review;
        if rules.tell_within_days.is_none() && !hears {
            return Ok(());
        }
        for row in self.detail()?.subjects {
            if !matches!(row.kind, SubjectKind::Person | SubjectKind::Body) {
                continue;
            }
            let subject = row.subject.clone();
            self.take(RoundStep::Tell { subject })?;
            if hears {
                self.take(RoundStep::TakeStatement {
                    subject: row.subject,
                    text: text!(Lang::Zh, "cli-demo-statement").into(),
                })?;
            }
        }
        Ok(())
    }

    /// Somebody objects to what was posted, where the plan has days for it, and is answered.
    fn hear_objection(&mut self) -> Result<(), CliError> {
        if self.plan.rules.posting.objections_days.is_none() {
            return Ok(());
        }
        self.take(RoundStep::Object {
            text: text!(Lang::Zh, "cli-demo-objection").into(),
        })?;
        self.take(RoundStep::AnswerObjection {
            number: 1,
            text: text!(Lang::Zh, "cli-demo-objection-answer").into(),
        })
    }

    fn report(&mut self, dir: &Path) -> Result<(), CliError> {
        let rules = &self.plan.rules;
        if rules.report.is_none() && rules.report_to.is_none() {
            return Ok(());
        }
        let headings = self.detail()?.report_headings.len();
        self.take(RoundStep::Report {
            to: None,
            file: dir.join("report.html"),
            texts: vec![text!(Lang::Zh, "cli-demo-report-text"); headings],
        })
    }
}

impl Stage<'_> {
    /// From the last card to the archive; how the round stands then, and how many opinions were answered.
    /// 回访, where the plan asks: the pack brings the answers, those with a receipt say how content they are, and who is not is
    /// answered once more; how many that are.
    fn revisit(&mut self, hall: &mut Hall) -> Result<u32, CliError> {
        if hall.plan.rules.revisit_days().is_none() {
            return Ok(0);
        }
        self.bring_pack(hall)?;
        let mut moods = Satisfaction::ALL.iter().cycle();
        for device in &hall.devices {
            for receipt in &device.receipts {
                let found = device.kiosk.look_up(&receipt.number.grouped())?;
                if let Speaks::Holder(voice) = found.speaks
                    && voice.rates
                {
                    let said = Said {
                        grade: moods.next().copied(),
                        text: String::new(),
                    };
                    device.kiosk.follow_up(&voice, &said, true)?;
                }
            }
        }
        self.turn_to(hall, later(hall.today, 7));
        self.sync(&hall.devices)?;
        self.load(hall)?;
        let mut again = 0;
        for case in hall.office.cases()? {
            if case.news == Some(CaseNews::Reopened) {
                let text = super::residents::reply(&mut self.rng);
                hall.office.reply(case.number, text)?;
                again += 1;
            }
        }
        Ok(again)
    }

    pub(super) fn decide(
        &mut self,
        hall: &mut Hall,
        entitled: u64,
        archive: &Path,
    ) -> Result<(RoundDetail, u32), CliError> {
        let mut replies = self.answer(&mut hall.office)?;
        replies += self.revisit(hall)?;
        if hall.detail()?.row.status == RoundStatus::Open {
            let attendance = hall.attendance(entitled);
            hall.take(RoundStep::Close { attendance })?;
        }
        // Every stick came: a device that nobody handed a card in at brings no batch of the round.
        let without_waiting = hall.devices.iter().any(|device| device.cards == 0);
        hall.take(RoundStep::Count { without_waiting })?;
        let counted = hall.detail()?;
        if counted.has_sitting {
            let file = self.dir.join("minutes.html");
            hall.take(RoundStep::Minutes { file })?;
        }
        if counted.row.status != RoundStatus::Counted {
            // It does not stand: there is no grade, and nothing to be posted.
            return Ok((counted, replies));
        }
        hall.note_proposals(ProposalStep::Minority)?;
        let body = hall.of_the_body()?;
        hall.take(RoundStep::Decide { body })?;
        hall.tell()?;
        hall.take(RoundStep::Post)?;
        hall.hear_objection()?;
        hall.report(self.dir)?;
        hall.note_proposals(ProposalStep::Handed)?;
        hall.note_proposals(ProposalStep::Executed)?;
        hall.note_stages(false)?;
        let posted = hall.detail()?.posting;
        if let Some(until) = posted.and_then(|posting| posting.until) {
            self.wait_until(hall, later(until, 1))?;
        }
        hall.take(RoundStep::Settle)?;
        let named = hall.plan.rules.archive.is_some();
        hall.take(RoundStep::Archive {
            place: archive.to_owned(),
            class: (!named).then(|| text!(Lang::Zh, "cli-demo-archive-class")),
            years: (!named).then_some(ARCHIVE_YEARS),
        })?;
        Ok((hall.detail()?, replies))
    }
}

/// Every file below a folder, by its path in it; none where there is no folder.
pub(super) fn files(dir: &Path) -> Result<Vec<PathBuf>, CliError> {
    let (mut found, mut folders) = (Vec::new(), vec![dir.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(inside) = path.strip_prefix(dir) {
                found.push(inside.to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}
