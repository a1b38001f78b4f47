//! Every page of the office in its notable states, with made-up data: for the `screens` command and for tests.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::made_up::{both, in_days, today};
use super::office_people;
use crate::app::Delivered;
use crate::app::office::{
    AnswerTally, BackupStanding, BatchLoad, BatchOutcome, CaseCounts, CasePage, CaseQuery, Command,
    CriterionTally, DeviceLoad, DeviceRow, Enrolment, FullCount, LedgerPage, LoadReport, NoticeRow,
    OfficeError, OfficeSummary, OpeningStanding, PackPoint, PackReport, PlanRow, PlanTally,
    RecoveryStanding, Remainder, SheetCounts, SubjectTally, Testimony, VerifyReport, WitnessRow,
};
use crate::app::sticks::Stick;
use crate::domain::batch::Seen;
use crate::domain::device::{DeviceFacts, DeviceRole, DeviceStanding, Fingerprint};
use crate::domain::health::ProgramVersion;
use crate::domain::ids::{
    BatchNumber, CommunityId, CriterionId, DeviceId, GradeId, IdError, PackNumber, PlanId,
    PlanRevision, RootHash, SubjectId,
};
use crate::domain::time::Week;
use crate::domain::witness::LedgerPoint;
use crate::fault::Fault as _;
use crate::ui::office::ask::Ask;
use crate::ui::office::desk_ui;
use crate::ui::office::job::{Busy, Doubt, Task};
use crate::ui::office::screen::Screen;
use crate::ui::office::state::{Desk, Leaving, Message};
use crate::ui::office::view::Snapshot;
use crate::words::{Lang, sentence};

/// One picture: its name and the window it shows.
pub struct Sample {
    /// ASCII, for a file name.
    pub name: &'static str,
    /// The window.
    pub desk: Desk,
}

/// Every page in every notable state; empty only if a literal below lost its shape, which a test
/// forbids.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    made(lang).unwrap_or_default()
}

/// The same as scenes for [`super::draw`].
#[must_use]
pub fn scenes(lang: Lang) -> Vec<super::Scene<'static>> {
    let scene = |Sample { name, mut desk }: Sample| {
        super::Scene::new(format!("office-{name}"), move |ui| {
            // A picture answers nothing: what it would ask for is let go.
            let _ = desk_ui(ui, &mut desk);
        })
    };
    samples(lang).into_iter().map(scene).collect()
}

fn made(lang: Lang) -> Result<Vec<Sample>, IdError> {
    let open = || -> Result<Desk, IdError> {
        let mut desk = Desk::new(lang, "0.1.0");
        let snapshot = snapshot()?;
        desk.sign = Some((snapshot.summary.name.clone(), true));
        desk.may_found = snapshot.may_found;
        desk.snapshot = Some(snapshot);
        desk.drives = vec![Stick {
            name: "KINGSTON".to_owned(),
            root: PathBuf::from("/media/clerk/KINGSTON"),
            free_bytes: Some(14_250_000_000),
            unwritable: None,
            folder: false,
        }];
        desk.chosen = Some(PathBuf::from("/media/clerk/KINGSTON"));
        Ok(desk)
    };
    let mut samples = vec![
        shut(lang, "found", Screen::Found),
        shut(lang, "unlock", Screen::Unlock),
        locked_trial(lang),
        locked_by_two(lang),
    ];
    for (name, screen) in [
        ("week", Screen::Week),
        ("load", Screen::Load),
        ("cases", Screen::Cases),
        ("rounds", Screen::Rounds),
        ("slips", Screen::Slips),
        ("tallies", Screen::Tallies),
        ("pack", Screen::Pack),
        ("devices", Screen::Devices),
        ("plans", Screen::Plans),
        ("notices", Screen::Notices),
        ("check", Screen::Check),
        ("calendar", Screen::Calendar),
        ("about", Screen::About),
        ("found-trial", Screen::Found),
    ] {
        let mut desk = open()?;
        desk.screen = screen;
        samples.push(Sample { name, desk });
    }
    let mut wrong = shut(lang, "unlock-wrong", Screen::Unlock);
    wrong.desk.message = Some(Message {
        good: false,
        sentence: sentence!("courier-wrong-passphrase"),
    });
    samples.push(wrong);
    for (name, round) in [
        ("round", super::office_rounds::counted()?),
        ("round-ballots", super::office_rounds::open()?),
        ("round-posted", super::office_rounds::posted()?),
    ] {
        let mut desk = open()?;
        desk.screen = Screen::Round;
        desk.round = Some(round);
        samples.push(Sample { name, desk });
    }
    samples.extend(written_samples(open)?);
    samples.extend(new_samples(open)?);
    samples.extend(busy_samples(open)?);
    Ok(samples)
}

/// Pages on which something is being written.
fn written_samples(open: impl Fn() -> Result<Desk, IdError>) -> Result<Vec<Sample>, IdError> {
    let mut samples = Vec::new();
    let mut register = open()?;
    super::office_cases::register(&mut register)?;
    samples.push(Sample {
        name: "register",
        desk: register,
    });
    for (name, slip) in [("calendar-pasted", false), ("calendar-slip", true)] {
        let mut desk = open()?;
        super::office_calendar::pasted(&mut desk, slip);
        samples.push(Sample { name, desk });
    }
    for (name, part) in super::office_plans::PARTS {
        let mut desk = open()?;
        super::office_plans::write(&mut desk, part);
        samples.push(Sample { name, desk });
    }
    let mut voiding = open()?;
    super::office_slips::voiding(&mut voiding)?;
    samples.push(Sample {
        name: "slips-void",
        desk: voiding,
    });
    Ok(samples)
}

fn shut(lang: Lang, name: &'static str, screen: Screen) -> Sample {
    let mut desk = Desk::new(lang, "0.1.0");
    desk.screen = screen;
    if screen == Screen::Unlock {
        desk.sign = Some(("幸福里社区".to_owned(), false));
    }
    Sample { name, desk }
}

fn locked_by_two(lang: Lang) -> Sample {
    let mut sample = shut(lang, "unlock-two", Screen::Unlock);
    sample.desk.two_persons = true;
    sample
}

fn locked_trial(lang: Lang) -> Sample {
    let mut sample = shut(lang, "unlock-trial", Screen::Unlock);
    sample.desk.sign = Some(("幸福里社区（体验）".to_owned(), true));
    sample.desk.may_found = true;
    sample
}

/// A real office just made, and what is to be typed.
fn new_samples(open: impl Fn() -> Result<Desk, IdError>) -> Result<Vec<Sample>, IdError> {
    let made = |screen: Screen| -> Result<Desk, IdError> {
        let mut desk = open()?;
        desk.screen = screen;
        desk.sign = Some(("幸福里社区".to_owned(), false));
        if let Some(all) = &mut desk.snapshot {
            let folder = PathBuf::from("data/office");
            "幸福里社区".clone_into(&mut all.summary.name);
            all.summary.last_pack = None;
            all.summary.cases_open = 0;
            all.summary.cases_overdue = 0;
            all.devices.clear();
            all.recovery_sheet = Some(PathBuf::from("data/office-recovery.html"));
            all.recovery = RecoveryStanding::Waiting;
            all.recovery_groups = (0..10)
                .map(|group| format!("{:05}", 27_182 + group * 6_789).into())
                .collect();
            all.folder = folder;
        }
        Ok(desk)
    };
    let mut day = open()?;
    day.screen = Screen::Pack;
    let today = NaiveDate::from_ymd_opt(2099, 3, 1).unwrap_or_default();
    let doubtful = OfficeError::DayDoubtful {
        today,
        newest: in_days(-7),
    };
    day.ask = Some(Ask {
        doubt: Doubt::Day(today),
        sentence: doubtful.sentence(),
        commands: vec![Command::MakePack {
            stick: PathBuf::from("/media/clerk/KINGSTON"),
        }],
    });
    Ok(vec![
        ("recovery", made(Screen::Recovery)?),
        ("week-first", made(Screen::Week)?),
        ("ask-day", day),
    ]
    .into_iter()
    .map(|(name, desk)| Sample { name, desk })
    .collect())
}

fn busy_samples(open: impl Fn() -> Result<Desk, IdError>) -> Result<Vec<Sample>, IdError> {
    let mut loading = open()?;
    loading.screen = Screen::Load;
    loading.busy = Some(Busy {
        task: Task::Loading,
        done: 412,
        total: 1024,
        step: None,
    });
    let mut loaded = open()?;
    loaded.screen = Screen::Load;
    loaded.load = Some(load_report()?);
    let mut after = open()?;
    after.screen = Screen::Week;
    after.load = Some(load_report()?);
    let mut case = open()?;
    super::office_cases::open_case(&mut case);
    let mut measures = open()?;
    super::office_cases::measures(&mut measures);
    let mut reopened = open()?;
    super::office_cases::reopened(&mut reopened);
    let mut extending = open()?;
    super::office_cases::extending(&mut extending);
    let mut together = open()?;
    super::office_cases::picked(&mut together);
    // One page of many, as an office has after some years.
    let mut many = open()?;
    many.screen = Screen::Cases;
    if let Some(all) = &mut many.snapshot {
        all.cases.query.skip = 50;
        all.cases.total = 20_000;
    }
    let mut leaving = open()?;
    leaving.screen = Screen::Cases;
    leaving.leaving = Some(Leaving::Window);
    let mut outbox = open()?;
    super::office_cases::outbox(&mut outbox);
    let mut waits = open()?;
    super::office_cases::waits(&mut waits);
    let mut packed = open()?;
    packed.screen = Screen::Pack;
    packed.pack = Some(PackReport {
        number: PackNumber(17),
        time: today().and_hms_opt(17, 5, 0).unwrap_or_default(),
        path: PathBuf::from("/media/clerk/KINGSTON/PINGYI/TO/P0000017.JSL"),
        root: RootHash([0; 32]),
        plans: 4,
        acks: 3,
        statuses: 12,
        replies: 5,
        notices: 2,
        delivered: Delivered::of_nothing(),
    });
    let mut checked = open()?;
    checked.screen = Screen::Check;
    checked.check = Some(verified());
    Ok(vec![
        ("loading", loading),
        ("loaded", loaded),
        ("week-loaded", after),
        ("case", case),
        ("measures", measures),
        ("reopened", reopened),
        ("extending", extending),
        ("cases-picked", together),
        ("cases-many", many),
        ("leaving", leaving),
        ("outbox", outbox),
        ("case-waits", waits),
        ("packed", packed),
        ("checked", checked),
    ]
    .into_iter()
    .map(|(name, desk)| Sample { name, desk })
    .collect())
}

/// A recount that found nothing.
fn verified() -> VerifyReport {
    VerifyReport {
        batches: 31,
        ratings: 4210,
        opinions: 188,
        cells: 620,
        cases: 188,
        ledger_entries: 96,
        ..VerifyReport::default()
    }
}

fn snapshot() -> Result<Snapshot, IdError> {
    Ok(Snapshot {
        summary: OfficeSummary {
            community: CommunityId::new("7219a1c0ffee0001")?,
            name: "幸福里社区（体验）".to_owned(),
            trial: true,
            fingerprint: "9944 6109 3363 6348 7428 7316".to_owned(),
            ledger_head: "9f2c41d07a6b".to_owned(),
            cases_open: 4,
            cases_overdue: 1,
            measures_late: 0,
            devices_overdue: 1,
            ratings: 4210,
            last_pack: Some(PackNumber(16)),
        },
        today: today(),
        devices: devices()?,
        plans: vec![PlanRow {
            id: PlanId::new("s6")?,
            revision: PlanRevision(2),
            title: both("社区工作者年度评议", "Community workers, yearly"),
            source: "S6".to_owned(),
            enabled: true,
            open_today: true,
            is_callable: false,
            publishes_opinions: true,
        }],
        tallies: vec![tally()?],
        cases: CasePage {
            query: CaseQuery::default(),
            rows: super::office_cases::rows()?,
            excerpts: super::office_cases::excerpts(),
            total: 4,
            counts: CaseCounts {
                all: 5,
                open: 4,
                overdue: 1,
                provisional: 1,
                replies: 1,
                registered: 1,
                rectifying: 0,
                measures_late: 0,
                revisiting: 0,
            },
        },
        case_plans: vec![PlanId::new("s6")?],
        register_plans: super::office_cases::register_plans()?,
        notices: vec![NoticeRow {
            number: 1,
            title: "十月意见办理情况".to_owned(),
            body: "收到意见 14 件，已答复 12 件，其余 2 件正在办理。".to_owned(),
            posted_on: in_days(-10),
            ledger_head: String::new(),
            own: true,
            withdrawn_on: None,
        }],
        calendar: super::office_calendar::page(),
        rounds: super::office_rounds::rows()?,
        slip_plans: super::office_slips::plans()?,
        slips: super::office_slips::rounds()?,
        expected: super::office_rounds::expected()?,
        may_found: true,
        folder: PathBuf::from("data/trial/office"),
        recovery_sheet: None,
        recovery: RecoveryStanding::Proved,
        recovery_groups: Vec::new(),
        people: office_people::people()?,
        opening: OpeningStanding::default(),
        backup: BackupStanding {
            last: Some(in_days(-9)),
            quiet_days: 9,
            lacks_key: false,
        },
        ledger: ledger()?,
    })
}

/// Two devices that testify, one of which has been silent for long.
fn ledger() -> Result<LedgerPage, IdError> {
    let point = |length: u64| LedgerPoint {
        length,
        head: RootHash([length.to_le_bytes()[0]; 32]),
    };
    let witness = |name: &str, pack: u32, days, is_late| -> Result<WitnessRow, IdError> {
        Ok(WitnessRow {
            device: DeviceId::new(name)?,
            seen: Some(Seen {
                pack: PackNumber(pack),
                root: RootHash([3; 32]),
                ledger: Some(point(u64::from(pack) * 9)),
            }),
            on: Some(in_days(days)),
            testimony: Some(Testimony::Agrees),
            is_late,
        })
    };
    let packs = (9..=16_u32).rev().zip((0..).step_by(7));
    Ok(LedgerPage {
        now: point(151),
        packs: packs
            .map(|(pack, days): (u32, i64)| PackPoint {
                pack: PackNumber(pack),
                made_on: in_days(-days),
                point: point(u64::from(pack) * 9),
            })
            .collect(),
        witnesses: vec![
            witness("LOBBY1", 16, -2, false)?,
            witness("TABLET2", 13, -23, true)?,
        ],
    })
}

fn devices() -> Result<Vec<DeviceRow>, IdError> {
    let row = |name: &str, state, quiet, overdue, missing| -> Result<DeviceRow, IdError> {
        Ok(DeviceRow {
            device: DeviceId::new(name)?,
            fingerprint: if state == DeviceStanding::Waiting {
                Fingerprint::of(&[7; 32]).covered()
            } else {
                Fingerprint::of(&[6; 32]).to_string()
            },
            state,
            facts: Some(DeviceFacts {
                role: if name.starts_with("TABLET") {
                    DeviceRole::Tablet
                } else {
                    DeviceRole::Lobby
                },
                program: ProgramVersion::own(),
            }),
            former: None,
            last_batch: (state == DeviceStanding::Accepted).then_some(BatchNumber(14)),
            last_week: (state == DeviceStanding::Accepted).then(|| Week::of(in_days(-7))),
            quiet_days: Some(quiet),
            overdue,
            missing,
            withheld: None,
            health: None,
            needs_visit: false,
        })
    };
    Ok(vec![
        row("LOBBY1", DeviceStanding::Accepted, 5, false, Vec::new())?,
        row(
            "TABLET2",
            DeviceStanding::Accepted,
            16,
            true,
            vec![BatchNumber(13)],
        )?,
        row("LOBBY3", DeviceStanding::Waiting, 0, false, Vec::new())?,
    ])
}

fn tally() -> Result<PlanTally, IdError> {
    let answer = |id: &str, zh: &str, en: &str, count: Option<u64>, percent| AnswerTally {
        answer: id.to_owned(),
        name: both(zh, en),
        count,
        percent,
    };
    let criterion = |id: &str, zh: &str, en: &str, few: bool| -> Result<CriterionTally, IdError> {
        Ok(CriterionTally {
            criterion: CriterionId::new(id)?,
            name: both(zh, en),
            leading: None,
            answers: vec![
                answer("good", "优秀", "Excellent", Some(96), Some(76.2)),
                answer("fair", "称职", "Competent", Some(30), Some(23.8)),
                answer(
                    "poor",
                    "不称职",
                    "Not competent",
                    (!few).then_some(0),
                    (!few).then_some(0.0),
                ),
            ],
        })
    };
    Ok(PlanTally {
        plan: PlanId::new("s6")?,
        revision: PlanRevision(2),
        title: both("社区工作者年度评议", "Community workers, yearly"),
        period: "2026".to_owned(),
        sheets: 126,
        slips: None,
        channels: Vec::new(),
        remainder: Remainder::default(),
        fewest_sheets: 10,
        subjects: vec![SubjectTally {
            subject: SubjectId::new("wang")?,
            group: None,
            name: both("王秀英", "Wang Xiuying"),
            role: both("社区书记", "Secretary"),
            raters: Some(126),
            score: None,
            figure: None,
            grade: Some(GradeId::new("excellent")?),
            grade_name: Some(both("优秀", "Excellent")),
            explained: None,
            stand: Some("stands"),
            criteria: vec![
                criterion("de", "德", "Integrity", false)?,
                criterion("neng", "能", "Ability", true)?,
                criterion("qin", "勤", "Diligence", false)?,
                criterion("ji", "绩", "Results", false)?,
            ],
            suppressed: true,
            full: FullCount {
                raters: 126,
                figure: None,
                grade: Some(GradeId::new("excellent")?),
                grade_name: Some(both("优秀", "Excellent")),
                explained: Some(both(
                    "优秀 382，称职 120，不称职 2：优秀最多",
                    "Excellent 382, Competent 120, Not competent 2: most for Excellent",
                )),
                answers: vec![
                    vec![96, 30, 0],
                    vec![94, 30, 2],
                    vec![96, 30, 0],
                    vec![96, 30, 0],
                ],
            },
        }],
    })
}

fn load_report() -> Result<LoadReport, IdError> {
    let batch = |number: u32, outcome| BatchLoad {
        file: format!("B{number:07}.JSL"),
        number: Some(BatchNumber(number)),
        week: Some(Week::of(today())),
        outcome,
    };
    Ok(LoadReport {
        devices: vec![
            DeviceLoad {
                device: DeviceId::new("LOBBY1")?,
                batches: vec![
                    batch(14, BatchOutcome::AlreadyPresent),
                    batch(
                        15,
                        BatchOutcome::New {
                            sheets: SheetCounts {
                                ratings_new: 212,
                                opinions_new: 9,
                                ..SheetCounts::default()
                            },
                            uncounted: Vec::new(),
                        },
                    ),
                ],
                missing: Vec::new(),
                testimony: None,
                restored: None,
            },
            DeviceLoad {
                device: DeviceId::new("TABLET2")?,
                batches: vec![batch(
                    15,
                    BatchOutcome::Refused {
                        reason: sentence!("office-sample-refused"),
                    },
                )],
                missing: vec![BatchNumber(13)],
                testimony: None,
                restored: None,
            },
        ],
        enrolments: vec![Enrolment {
            device: DeviceId::new("LOBBY3")?,
            fingerprint: Fingerprint::of(&[7; 32]).covered(),
            replaces: false,
            former: None,
        }],
        overdue: Vec::new(),
    })
}
