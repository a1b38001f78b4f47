//! A made-up desk that stands still: for the gallery and for tests.

use std::path::PathBuf;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::sample_plans;
use crate::app::Delivered;
use crate::app::kiosk::{
    BallotHere, BatchWritten, ClockCheck, IssuedReceipt, KioskStatus, Mode, PackStep, PairingOffer,
    RoundClosed, RoundWaiting, Service, SlipsHere, SyncReport,
};
use crate::app::sticks::Stick;
use crate::domain::calendar::Promise;
use crate::domain::community::Community;
use crate::domain::device::Fingerprint;
use crate::domain::document::Document;
use crate::domain::ids::{BatchNumber, CommunityId, DeviceId, PackNumber, ReceiptSalt, SealingKey};
use crate::domain::notice::Notice;
use crate::domain::plan::Text;
use crate::domain::receipt::ReceiptNumber;
use crate::ui::kiosk::desk::StillDesk;
use crate::words::{Lang, Sentence, sentence};

/// Words a made-up resident and a made-up office wrote.
pub(super) struct Words {
    /// The opinion.
    pub opinion: &'static str,
    /// The reply.
    pub reply: &'static str,
}

/// The made-up words in `lang`.
#[must_use]
pub(super) fn words(lang: Lang) -> Words {
    match lang {
        Lang::Zh => Words {
            opinion: "3 号楼门口的路灯坏了快一个月，晚上下楼看不清台阶。希望早点修好，也谢谢网格员上次帮忙搬东西。",
            reply: "您反映的 3 号楼路灯，物业已于 11 月 20 日更换灯头并检查了线路，现已恢复照明。\n台阶处另加装了一盏感应灯。如仍有不便，请到社区服务大厅或来电告诉我们。",
        },
        Lang::En => Words {
            opinion: "The lamp at the door of building 3 has been out for nearly a month, and the steps cannot be seen at night. Please repair it soon.",
            reply: "The lamp at building 3 was replaced on 20 November and the wiring was checked; it works again.\nA second lamp with a sensor now lights the steps. If anything is still wrong, please come to the service hall or call us.",
        },
    }
}

/// The day all pictures are taken.
#[must_use]
pub(super) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default()
}

/// A day on which a reply is due.
#[must_use]
pub(super) fn due() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 15).unwrap_or_default()
}

/// A receipt number, always the same.
#[must_use]
pub(super) fn number() -> ReceiptNumber {
    use rand::SeedableRng;
    ReceiptNumber::random(&mut rand::rngs::StdRng::seed_from_u64(20_261_124))
}

/// A text as long as a real receipt's.
#[must_use]
pub(super) fn qr_text(number: &ReceiptNumber) -> String {
    format!(
        "幸福里社区 评议回执\n社区工作者年度评议\n回执号 {}\n2026-12-15前答复\n幸福里社区服务大厅 0571-88881234",
        number.grouped().as_str()
    )
}

/// What a full disk says.
#[must_use]
pub(super) fn disk_full() -> Sentence {
    sentence!("cardbox-disk-full")
}

/// What a store says that a newer program wrote.
#[must_use]
pub(super) fn newer_box() -> Sentence {
    sentence!("cardbox-newer", found = 7, known = 5)
}

/// What a sync says when the stick was pulled.
#[must_use]
pub(super) fn stick_gone() -> Sentence {
    sentence!("courier-stick-vanished")
}

/// A stick.
#[must_use]
pub(super) fn stick() -> Stick {
    Stick {
        name: "KINGSTON".to_owned(),
        root: PathBuf::from("/media/KINGSTON"),
        free_bytes: Some(14_250_000_000),
        unwritable: None,
        folder: false,
    }
}

fn waiting(place: usize, is_handful: bool) -> Option<RoundWaiting> {
    let plan = sample_plans::plans().into_iter().nth(place)?;
    let today = NaiveDate::from_ymd_opt(2026, 11, 24)?;
    let round = plan.round(today)?;
    Some(RoundWaiting {
        title: plan.title.zh,
        plan: plan.id,
        round: round.id,
        last: round.last?,
        is_due: false,
        is_short: false,
        is_handful,
    })
}

fn status() -> Option<KioskStatus> {
    Some(KioskStatus {
        mode: Mode::Trial,
        device: DeviceId::new("LOBBY1").ok()?,
        device_fingerprint: Fingerprint::of(&[7; 32]),
        office_fingerprint: Fingerprint::of(&[8; 32]).to_string(),
        waiting: [waiting(0, false), waiting(1, true)]
            .into_iter()
            .flatten()
            .collect(),
        ballots: Vec::new(),
        batches_unacknowledged: 1,
        batches_kept: 4,
        adopted: Vec::new(),
        last_pack: Some(PackNumber(17)),
        contradicted: None,
        disputes: Vec::new(),
        service: Service::Open,
        is_retirement_doubted: false,
        is_numbered_out: false,
        last_sync: NaiveDate::from_ymd_opt(2026, 11, 20),
        days_since_sync: Some(4),
        sync_is_late: false,
        cards_an_hour: 0,
        clock: ClockCheck::Plausible,
        free_bytes: Some(51_300_000_000),
        version: "0.1.1",
    })
}

/// A round of slips that this device takes.
pub(super) fn with_ballot(status: &mut KioskStatus) {
    let Some(plan) = sample_plans::plans().into_iter().next() else {
        return;
    };
    let here = |group: &str, number, check: &str| SlipsHere {
        group: Text {
            zh: group.to_owned(),
            en: String::new(),
        },
        number,
        check: check.to_owned(),
    };
    let round = plan.round_of(today());
    status.ballots.push(BallotHere {
        title: plan.title.zh,
        plan: plan.id,
        round,
        last: today(),
        slips: vec![
            here("居民代表", 60, "9f31c04b"),
            here("党员", 12, "41aa07de"),
        ],
        is_opened: true,
        is_ended: false,
    });
}

/// Turns a status into one that wants attention.
pub(super) fn make_late(status: &mut KioskStatus) {
    status.days_since_sync = Some(12);
    status.sync_is_late = true;
    status.cards_an_hour = 40;
    status.clock = ClockCheck::BehindOffice {
        office: office_time(),
    };
}

fn office_time() -> NaiveDateTime {
    today().and_time(NaiveTime::from_hms_opt(9, 30, 0).unwrap_or_default())
}

fn closed(place: usize) -> Option<RoundClosed> {
    let plan = sample_plans::plans().into_iter().nth(place)?;
    let october = NaiveDate::from_ymd_opt(2026, 10, 31)?;
    Some(RoundClosed {
        number: BatchNumber(13),
        title: plan.title.zh.clone(),
        round: plan.round_of(october),
        plan: plan.id,
        withheld: true,
    })
}

/// What a sync came to.
#[must_use]
pub(super) fn report() -> SyncReport {
    SyncReport {
        blocked: Vec::new(),
        passed_over: None,
        pack: PackStep::Imported {
            number: PackNumber(18),
            plans: 2,
            statuses: 41,
            replies: 6,
            notices: 3,
            acknowledged: 1,
            forgotten: Vec::new(),
            mismatched: Vec::new(),
            restored: false,
            deferred: Vec::new(),
            left_out: Vec::new(),
        },
        words: Some(BatchNumber(12)),
        words_held: false,
        closed: closed(0).into_iter().collect(),
        waiting: waiting(1, true).into_iter().collect(),
        written: vec![BatchWritten {
            number: BatchNumber(13),
            bytes: 214_000_000,
            already_there: false,
        }],
        disputes: Vec::new(),
        needed: Vec::new(),
        last: None,
        withdrawn: false,
        delivered: Delivered::of_nothing(),
    }
}

/// An office's offer.
#[must_use]
pub(super) fn offer() -> Option<PairingOffer> {
    Some(PairingOffer {
        community: community()?,
        office_fingerprint: Fingerprint::of(&[8; 32]).to_string(),
        pack: PackNumber(1),
        office_time: office_time(),
        stick_root: PathBuf::from("/media/KINGSTON"),
        office_key: String::new(),
    })
}

fn community() -> Option<Community> {
    Some(Community {
        id: CommunityId::new("7219a10000000001").ok()?,
        name: "幸福里社区".to_owned(),
        office_place: "幸福里社区服务大厅".to_owned(),
        telephone: "0571-88881234".to_owned(),
        protection: Some("街道纪工委 0571-88885678".to_owned()),
        receipt_salt: ReceiptSalt([0; 16]),
        sealing_key: SealingKey([0; 32]),
    })
}

/// The desk of the pictures.
#[must_use]
pub(super) fn desk() -> StillDesk {
    StillDesk {
        // The literal has the right shape, which the gallery's test checks.
        community: || community().unwrap_or_else(StillDesk::default().community),
        plans: sample_plans::plans,
        notices,
        receipt: || {
            let number = number();
            Some(IssuedReceipt {
                qr_text: qr_text(&number).into(),
                number,
                promise: Promise::Within { working_days: 15 },
            })
        },
        status,
        sticks: || vec![stick()],
        report: || Some(report()),
        offer,
    }
}

fn notices() -> Vec<Notice> {
    let notice = |number: u32, day: u32, title: &str, text: &str| Notice {
        number,
        posted: NaiveDate::from_ymd_opt(2026, 11, day).unwrap_or_default(),
        document: Document::from_plain(title, text),
        ledger_head: String::new(),
    };
    vec![
        notice(
            3,
            20,
            "社区工作者年度评议结果（上半年）",
            "参加评议 412 张，其中有效 409 张。\n工作态度：满意 86.3 %，基本满意 11.0 %，不满意 2.7 %。\n办事效率：满意 81.7 %，基本满意 14.2 %，不满意 4.1 %。\n感谢各位居民。对不满意较多的事项，整改情况将在 12 月公示。",
        ),
        notice(
            2,
            12,
            "关于 3 号楼路灯的答复",
            "物业已更换灯头并检查了线路。",
        ),
        notice(1, 2, "十一月评议安排", "本月评议社区工作者和公共设施。"),
    ]
}
