//! `office round …`: a round from its announcement to its archive.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::ballot::Counted;
use super::{DateArgument, Desk, text_or_input};
use crate::app::office::{
    BodyDecision, Changed, Command, GradeGiven, RoundCommand, RoundDetail, RoundRow, RoundStep,
    ballot_line, channels_line,
};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::attendance::Attendance;
use crate::domain::ids::{GradeId, PlanId, SubjectId};
use crate::domain::proposal::{ProposalNote, ProposalStep, parse_yuan};
use crate::domain::round::RoundId;
use crate::words::key;

/// What to do with rounds.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Every round, the newest first. 列出轮次
    List,
    /// One round with its figures. 查看一轮
    Show(Which),
    #[command(flatten)]
    Take(Step),
}

/// What is done to a round.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Announces the next round of a plan, or the one named. 预告
    Announce(Which),
    /// Calls a round besides those of its cadence, or again after one that did not stand, and announces it. 另行召集
    Call {
        /// The plan. 方案
        plan: PlanId,
        /// The day on which it is held; without it some day of this month. 会期
        #[arg(long)]
        day: Option<NaiveDate>,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Cancels a round before it opens. 取消
    Cancel {
        #[command(flatten)]
        which: Which,
        /// Why. 原因
        #[arg(long)]
        reason: String,
    },
    /// Notes that a stage of the plan's procedure is done. 步骤完成
    Stage {
        #[command(flatten)]
        which: Which,
        /// Which, from 1. 第几步
        #[arg(long)]
        number: u32,
        /// What was done, or where its paper lies. 说明
        #[arg(long, default_value_t)]
        note: String,
    },
    /// Notes one thing of a proposal that is voted on. 记录提案
    Proposal {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        said: Said,
    },
    /// Enters what was voted by a show of hands or on paper, as counts; or takes such counts back. 现场计票
    Ballot {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        counted: Box<Counted>,
    },
    /// Writes the minutes of the sitting, to be printed and signed. 会议记录
    Minutes {
        #[command(flatten)]
        which: Which,
        /// A new file, HTML.
        file: PathBuf,
    },
    /// Closes a round and writes down who came. 截止
    Close {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        figures: Box<Figures>,
    },
    /// Counts a round. 统计
    Count {
        #[command(flatten)]
        which: Which,
        /// Not to wait for kiosks that have brought nothing of it. 不等
        #[arg(long)]
        without_waiting: bool,
    },
    /// Decides a round: by the vote, or as the plan's assessment group did. 评定
    Decide {
        #[command(flatten)]
        which: Which,
        /// The grade that the group gave, e.g. wang=competent. 评定等次
        #[arg(long, value_name = "SUBJECT=GRADE", value_parser = pair::<GradeId>)]
        grade: Vec<(SubjectId, GradeId)>,
        /// Why, where it is not the grade of the vote. 理由
        #[arg(long, value_name = "SUBJECT=TEXT", value_parser = pair::<String>)]
        reason: Vec<(SubjectId, String)>,
        /// Who sat in the group. 组成人员
        #[arg(long)]
        member: Vec<String>,
    },
    /// Notes that somebody evaluated was told today. 告知本人
    Tell {
        #[command(flatten)]
        which: Which,
        /// Who. 对象
        #[arg(long)]
        subject: SubjectId,
    },
    /// Takes in what somebody evaluated answers. 申辩、自我检讨
    Statement {
        #[command(flatten)]
        which: Which,
        /// Whose. 对象
        #[arg(long)]
        subject: SubjectId,
        /// What it says; without it, standard input is read to its end.
        #[arg(long)]
        text: Option<String>,
    },
    /// Posts the result. 公示
    Post {
        #[command(flatten)]
        which: Which,
        /// Withdraws what is posted for this reason, and posts the result again. 撤回重发的原因
        #[arg(long, value_name = "REASON")]
        again: Option<String>,
        /// Posts a correction of these words; the result stays. 更正
        #[arg(long, value_name = "TEXT", conflicts_with = "again")]
        correction: Option<String>,
    },
    /// Notes an objection, or answers one. 异议
    Object {
        #[command(flatten)]
        which: Which,
        /// Answers the objection of this number. 答复第几号
        #[arg(long, value_name = "NUMBER")]
        answer: Option<u32>,
        /// What it says; without it, standard input is read to its end.
        #[arg(long)]
        text: Option<String>,
    },
    /// Writes the report that goes upward. 上报
    Report {
        #[command(flatten)]
        which: Which,
        /// The file: `.txt` is plain, anything else HTML.
        file: PathBuf,
        /// To whom; without it, whom the plan names. 报送
        #[arg(long)]
        to: Option<String>,
        /// What it says under the plan's own headings, in their order. 各节文字
        #[arg(long)]
        section: Vec<String>,
    },
    /// Its days are over, and every objection is answered. 期满
    Settle(Which),
    /// Puts its papers into a folder that stock tools check. 归档
    Archive {
        #[command(flatten)]
        which: Which,
        /// The folder in which theirs is made.
        place: PathBuf,
        /// The class; without it, the plan's. 类别
        #[arg(long)]
        class: Option<String>,
        /// For how many years; without it, the plan's. 年限
        #[arg(long)]
        years: Option<u32>,
    },
}

/// Which round.
#[derive(Debug, Args)]
pub struct Which {
    /// The plan.
    plan: PlanId,
    /// The round, e.g. 2026-H1; the newest of the plan without it. 轮次
    #[arg(long)]
    round: Option<RoundId>,
    #[command(flatten)]
    date: DateArgument,
}

/// Who came, and what became of the slips.
#[derive(Debug, Args)]
pub struct Figures {
    /// How many may vote. 应到
    #[arg(long)]
    entitled: Option<u64>,
    /// How many of them came. 实到
    #[arg(long)]
    present: Option<u64>,
    /// How many had somebody vote for them. 委托
    #[arg(long)]
    by_proxy: Option<u64>,
    /// Slips given out. 发出
    #[arg(long)]
    issued: Option<u64>,
    /// Slips that came back. 收回
    #[arg(long)]
    collected: Option<u64>,
    /// Of these, void. 作废
    #[arg(long)]
    void: Option<u64>,
    /// Of these, with nothing marked. 弃权
    #[arg(long)]
    abstained: Option<u64>,
    /// Households that were asked, where the plan asks a sample. 走访户数
    #[arg(long)]
    households: Option<u64>,
    /// Of these, households of ordinary residents. 其中普通居民
    #[arg(long)]
    ordinary: Option<u64>,
}

/// An objection, or the answer to one.
fn objected(answer: Option<u32>, text: Option<String>) -> Result<RoundStep, CliError> {
    let text = text_or_input(text)?.into();
    Ok(match answer {
        Some(number) => RoundStep::AnswerObjection { number, text },
        None => RoundStep::Object { text },
    })
}

/// One thing noted of a proposal.
#[derive(Debug, Args)]
pub struct Said {
    /// Which of the plan's subjects. 提案
    #[arg(long)]
    subject: SubjectId,
    /// What is noted: put, discussed, minority, handed or executed. 提出、讨论、少数意见、交办、执行
    #[arg(long)]
    what: ProposalStep,
    /// Who put it forward, who carries it out, or what is said. 内容
    #[arg(long)]
    text: String,
    /// Put by word of mouth. 口头
    #[arg(long)]
    spoken: bool,
    /// How much money it asks for, in yuan. 金额
    #[arg(long, value_parser = fen)]
    amount: Option<u64>,
    /// The last day to carry it out. 完成期限
    #[arg(long)]
    due: Option<NaiveDate>,
}

impl From<Said> for RoundStep {
    fn from(said: Said) -> Self {
        let Said {
            subject,
            what,
            text,
            spoken,
            amount,
            due,
        } = said;
        let note = match what {
            ProposalStep::Put => ProposalNote::Put {
                by: text,
                spoken,
                amount_fen: amount,
            },
            ProposalStep::Discussed => ProposalNote::Discussed { text },
            ProposalStep::Minority => ProposalNote::Minority { text },
            ProposalStep::Handed => ProposalNote::Handed { to: text, due },
            ProposalStep::Executed => ProposalNote::Executed { text },
        };
        Self::Proposal { subject, note }
    }
}

/// An amount in yuan.
fn fen(typed: &str) -> Result<u64, String> {
    let bad = || format!("`{typed}` is not an amount in yuan, e.g. 32000 or 12.50");
    parse_yuan(typed).ok_or_else(bad)
}

/// `subject=something`
fn pair<T: std::str::FromStr>(text: &str) -> Result<(SubjectId, T), String> {
    let bad = || format!("`{text}` is not of the form subject=…");
    let (subject, value) = text.split_once('=').ok_or_else(bad)?;
    let subject = subject.parse().map_err(|_| bad())?;
    Ok((subject, value.parse().map_err(|_| bad())?))
}

impl Action {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let (which, step) = match self {
            Self::List => {
                let rounds = desk.unlock()?.rounds()?;
                return if desk.out.json {
                    desk.out.json(&rounds)
                } else {
                    print(&rounds, desk.out)
                };
            }
            Self::Show(which) => {
                let round = desk.unlock()?.round(&which.plan, which.round)?;
                return if desk.out.json {
                    desk.out.json(&round)
                } else {
                    print_whole(&round, desk.out)
                };
            }
            Self::Take(step) => step.taken()?,
        };
        let command = Command::Round(RoundCommand {
            plan: which.plan,
            round: which.round,
            step,
        });
        let outcome = desk.run_on(&which.date, command)?;
        if desk.out.json {
            return desk.out.json(&outcome.changed);
        }
        if let Changed::Round(round) = &outcome.changed {
            print_whole(round, desk.out)?;
        }
        desk.say_done(&outcome)
    }
}

impl Step {
    /// What is done, to which round.
    fn taken(self) -> Result<(Which, RoundStep), CliError> {
        Ok(match self {
            Self::Announce(which) => (which, RoundStep::Announce),
            Self::Call { plan, day, date } => {
                let round = None;
                (Which { plan, round, date }, RoundStep::Call { day })
            }
            Self::Cancel { which, reason } => (which, RoundStep::Cancel { reason }),
            Self::Stage {
                which,
                number,
                note,
            } => {
                let stage = number;
                (which, RoundStep::Stage { stage, note })
            }
            Self::Proposal { which, said } => (which, said.into()),
            Self::Ballot { which, counted } => (which, (*counted).into()),
            Self::Minutes { which, file } => (which, RoundStep::Minutes { file }),
            Self::Close { which, figures } => {
                let attendance = (*figures).into();
                (which, RoundStep::Close { attendance })
            }
            Self::Count {
                which,
                without_waiting,
            } => (which, RoundStep::Count { without_waiting }),
            Self::Decide {
                which,
                grade,
                reason,
                member,
            } => {
                let body = decision(grade, &reason, member);
                (which, RoundStep::Decide { body })
            }
            Self::Tell { which, subject } => (which, RoundStep::Tell { subject }),
            Self::Statement {
                which,
                subject,
                text,
            } => {
                let text = text_or_input(text)?.into();
                (which, RoundStep::TakeStatement { subject, text })
            }
            Self::Post {
                which,
                again,
                correction,
            } => (which, posted(again, correction)),
            Self::Object {
                which,
                answer,
                text,
            } => (which, objected(answer, text)?),
            Self::Report {
                which,
                file,
                to,
                section,
            } => {
                let texts = section;
                (which, RoundStep::Report { to, file, texts })
            }
            Self::Settle(which) => (which, RoundStep::Settle),
            Self::Archive {
                which,
                place,
                class,
                years,
            } => {
                let step = RoundStep::Archive {
                    place,
                    class,
                    years,
                };
                (which, step)
            }
        })
    }
}

impl From<Figures> for Attendance {
    fn from(figures: Figures) -> Self {
        Self {
            entitled: figures.entitled,
            present: figures.present,
            by_proxy: figures.by_proxy,
            issued: figures.issued,
            collected: figures.collected,
            void: figures.void,
            abstained: figures.abstained,
            households: figures.households,
            ordinary: figures.ordinary,
            surplus: None,
        }
    }
}

/// Posted, posted again for a reason, or corrected.
fn posted(again: Option<String>, correction: Option<String>) -> RoundStep {
    match (again, correction) {
        (Some(reason), _) => RoundStep::PostAgain { reason },
        (None, Some(text)) => RoundStep::Correct { text },
        (None, None) => RoundStep::Post,
    }
}

/// What a body decided, where anything is said of one.
fn decision(
    grades: Vec<(SubjectId, GradeId)>,
    reasons: &[(SubjectId, String)],
    members: Vec<String>,
) -> Option<BodyDecision> {
    if grades.is_empty() && members.is_empty() {
        return None;
    }
    let given = |(subject, grade): (SubjectId, GradeId)| {
        let mut own = reasons.iter().filter(|(of, _)| *of == subject);
        let reason = own.next().map(|(_, reason)| reason.clone());
        GradeGiven {
            subject,
            grade,
            reason: reason.unwrap_or_default(),
        }
    };
    Some(BodyDecision {
        members,
        grades: grades.into_iter().map(given).collect(),
    })
}

fn print(rounds: &[RoundRow], out: &mut Output) -> Result<(), CliError> {
    let lang = out.lang;
    let rows: Vec<_> = rounds
        .iter()
        .map(|row| {
            let last = row
                .last
                .map_or_else(|| "—".to_owned(), |day| day.to_string());
            let next = row.next.map(|event| event.sentence().say(lang));
            vec![
                row.plan.to_string(),
                row.round.to_string(),
                row.status.sentence().say(lang),
                format!("{} – {last}", row.first),
                next.unwrap_or_default(),
                row.title.get(lang).to_owned(),
            ]
        })
        .collect();
    let heads = [
        key!("cli-head-plan"),
        key!("cli-head-round"),
        key!("cli-head-state"),
        key!("cli-head-days"),
        key!("cli-head-next"),
        key!("cli-head-title"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)
}

fn print_whole(round: &RoundDetail, out: &mut Output) -> Result<(), CliError> {
    let lang = out.lang;
    print(std::slice::from_ref(&round.row), out)?;
    for (figure, count) in round.attendance.written() {
        let name = figure.sentence().say(lang);
        out.line(format!("{name} {count}"))?;
    }
    if !round.channels.is_empty() {
        out.line(channels_line(&round.channels, lang))?;
    }
    for one in round.ballots.iter().filter(|one| one.is_counted()) {
        let number = one.number;
        out.line(format!("{number} {}", ballot_line(&round.plan, one, lang)))?;
    }
    if let Some(stand) = &round.stand {
        out.line(stand.get(lang))?;
    }
    let none = || "—".to_owned();
    let rows: Vec<_> = round
        .subjects
        .iter()
        .map(|row| {
            vec![
                row.subject.to_string(),
                row.name.get(lang).to_owned(),
                row.raters.map_or_else(none, |raters| raters.to_string()),
                row.vote_name
                    .as_ref()
                    .map_or_else(none, |name| name.get(lang).to_owned()),
                row.grade_name
                    .as_ref()
                    .map_or_else(none, |name| name.get(lang).to_owned()),
                row.told_on.map_or_else(none, |day| day.to_string()),
                row.reason.clone(),
            ]
        })
        .collect();
    let heads = [
        key!("cli-head-subject"),
        key!("cli-head-name"),
        key!("cli-head-raters"),
        key!("cli-head-vote"),
        key!("cli-head-grade"),
        key!("cli-head-told"),
        key!("cli-head-reason"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)?;
    for objection in &round.objections {
        let answered = objection
            .answered_on
            .map_or_else(none, |day| day.to_string());
        let asked = objection.received_on;
        out.line(format!("{} · {asked} · {answered}", objection.number))?;
    }
    for one in &round.consequences {
        out.line(format!("{}: {}", one.name.get(lang), one.text.get(lang)))?;
    }
    Ok(())
}
