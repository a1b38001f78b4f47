//! 评议票 at the kiosk: what a slip opens, which lists are taken, and the end of a round that staff end.

use chrono::NaiveDate;

use super::{Kiosk, locked};
use crate::app::AppError;
use crate::cardbox::{HeldSlips, RoundLabel, SlipImport, SlipStanding, SlipState};
use crate::courier::slip::derive;
use crate::domain::batch::RoundKey;
use crate::domain::ids::{DeviceId, GroupId, PlanId, SlipTag};
use crate::domain::plan::{Plan, Text, Voters};
use crate::domain::receipt::{ReceiptError, SlipCode};
use crate::domain::round::RoundId;
use crate::domain::slip::{FEWEST_SLIPS, ListFault, SlipKey, SlipList};
use crate::paper::parse_scanned;
use crate::words::{Sentence, sentence};

/// What a slip opens: one card of one group in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipPass {
    /// What the slip is filed under.
    pub tag: SlipTag,
    /// The plan it votes on.
    pub plan: PlanId,
    /// The round it votes in.
    pub round: RoundId,
    /// The voter group, which the slip says and nobody is asked.
    pub group: Option<GroupId>,
}

/// What became of a slip that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// It opens a card.
    Admitted(SlipPass),
    /// It does not.
    Refused(SlipRefusal),
}

/// Why a slip opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipRefusal {
    /// A digit is wrong, missing or one too many; in which group (1 to 5), where that is known.
    Mistyped(Option<usize>),
    /// It is the code of a receipt.
    Receipt,
    /// No slip of this plan and round.
    Unknown,
    /// Another device takes it.
    OtherDevice(DeviceId),
    /// The office made it void.
    Voided,
    /// It was used. Counted.
    Used,
    /// The round is not open here: it has not begun, or it was ended.
    NotOpen,
    /// Staff have not opened the sitting yet.
    SittingNotOpened,
}

impl SlipRefusal {
    /// What to tell the resident.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Mistyped(None) => sentence!("app-slip-mistyped"),
            Self::Mistyped(Some(group)) => sentence!("app-slip-mistyped-group", group = group),
            Self::Receipt => sentence!("app-slip-receipt"),
            Self::Unknown => sentence!("app-slip-unknown"),
            Self::OtherDevice(device) => sentence!("app-slip-other-device", device = device),
            Self::Voided => sentence!("app-slip-voided"),
            Self::Used => sentence!("app-slip-used"),
            Self::NotOpen => sentence!("app-slip-not-open"),
            Self::SittingNotOpened => sentence!("app-slip-sitting-not-opened"),
        }
    }

    /// For scripts.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Mistyped(_) => "mistyped",
            Self::Receipt => "receipt",
            Self::Unknown => "unknown",
            Self::OtherDevice(_) => "other-device",
            Self::Voided => "voided",
            Self::Used => "used",
            Self::NotOpen => "not-open",
            Self::SittingNotOpened => "sitting-not-opened",
        }
    }
}

/// A round that this device takes slips for, for staff and tellers to compare with the announcement. Never how many were used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotHere {
    /// The plan.
    pub plan: PlanId,
    /// Its title in Chinese, empty when the plan is no longer known.
    pub title: String,
    /// The round.
    pub round: RoundId,
    /// Its last day.
    pub last: NaiveDate,
    /// Group by group.
    pub slips: Vec<SlipsHere>,
    /// It takes cards: it is held in no sitting, or staff opened that.
    pub is_opened: bool,
    /// Staff ended it.
    pub is_ended: bool,
}

/// The slips of one group that this device takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipsHere {
    /// The group's name; empty where the plan has none.
    pub group: Text,
    /// How many are valid.
    pub number: u64,
    /// The beginning of what the ledger says they are.
    pub check: String,
}

/// Of a commitment so much is compared by eye.
const CHECK_CHARS: usize = 8;

impl Kiosk {
    /// Says what the slip with these digits, typed or scanned, opens in `plan`. Takes a tenth of a second. One that was used is
    /// counted as refused.
    pub fn admit(&self, plan: &PlanId, typed: &str) -> Result<Admission, AppError> {
        let code = match SlipCode::parse(typed) {
            Ok(code) => code,
            Err(error) => return Ok(Admission::Refused(mistyped(typed, &error))),
        };
        let refused = |refusal| Ok(Admission::Refused(refusal));
        let held = self.plan(plan).map(|held| held.plan);
        let Some(plan) = held.filter(Plan::is_entitled) else {
            return refused(SlipRefusal::Unknown);
        };
        let Some((tag, state)) = self.find_slip(&plan, &code)? else {
            return refused(SlipRefusal::Unknown);
        };
        match self.judge_slip(&plan, &state)? {
            None => Ok(Admission::Admitted(SlipPass {
                tag,
                plan: state.key.plan,
                round: state.key.round,
                group: state.key.group,
            })),
            Some(refusal) => {
                if refusal == SlipRefusal::Used {
                    locked(&self.cardbox).count_refused(tag)?;
                }
                refused(refusal)
            }
        }
    }

    /// The slip of this code among those of the plan's rounds that are known here.
    fn find_slip(
        &self,
        plan: &Plan,
        code: &SlipCode,
    ) -> Result<Option<(SlipTag, SlipState)>, AppError> {
        let salt = self.known(|known| known.community.receipt_salt);
        let rounds = locked(&self.cardbox).rounds_with_slips(&plan.id)?;
        for round in rounds {
            let tag = derive(code, &salt, &plan.id, round)?;
            let state = locked(&self.cardbox).slip(tag)?;
            if let Some(state) = state
                && (&state.key.plan, state.key.round) == (&plan.id, round)
            {
                return Ok(Some((tag, state)));
            }
        }
        Ok(None)
    }

    /// Why a slip opens nothing now; none where it does.
    pub(super) fn judge_slip(
        &self,
        plan: &Plan,
        state: &SlipState,
    ) -> Result<Option<SlipRefusal>, AppError> {
        if !state.is_own {
            let device = state.key.device.clone();
            return Ok(Some(SlipRefusal::OtherDevice(device)));
        }
        match state.standing {
            SlipStanding::Used => return Ok(Some(SlipRefusal::Used)),
            SlipStanding::Voided => return Ok(Some(SlipRefusal::Voided)),
            SlipStanding::Valid => {}
        }
        if !self.runs(plan, state.key.round, state.is_ended) {
            return Ok(Some(SlipRefusal::NotOpen));
        }
        let is_opened = self.is_opened(plan, state.key.round)?;
        Ok((!is_opened).then_some(SlipRefusal::SittingNotOpened))
    }

    /// Whether a round takes cards as far as sittings go: one that is held in a sitting does when staff have opened it here.
    fn is_opened(&self, plan: &Plan, round: RoundId) -> Result<bool, AppError> {
        if plan.rules.meeting.is_none() {
            return Ok(true);
        }
        Ok(locked(&self.cardbox).is_sitting_opened(&plan.id, round)?)
    }

    /// Whether a round of slips takes cards as far as its days go: which round a card is of, the slip says.
    fn runs(&self, plan: &Plan, round: RoundId, is_ended: bool) -> bool {
        let today = self.plan_day();
        let round = plan.round_named(round);
        !is_ended && round.is_some_and(|round| round.admits(today))
    }

    /// The first round of a plan that takes slips here today, for what is counted of its cards as a whole.
    pub(super) fn running_ballot(&self, plan: &Plan) -> Result<Option<RoundLabel>, AppError> {
        let held = locked(&self.cardbox).held_slips()?;
        let mut own = held.into_iter().filter(|held| held.key.plan == plan.id);
        let runs = own.find(|held| self.runs(plan, held.key.round, held.is_ended));
        Ok(runs.map(|held| RoundLabel {
            key: RoundKey {
                plan: held.key.plan,
                shape: plan.shape(),
                round: held.key.round,
                group: None,
            },
            first: None,
            last: held.last,
        }))
    }

    /// Whether a plan that wants slips can be voted on here today: one that this device has no slips for is not shown.
    pub(super) fn has_ballot(&self, plan: &Plan) -> bool {
        let held = locked(&self.cardbox).held_slips().unwrap_or_default();
        let mut own = held.iter().filter(|held| held.key.plan == plan.id);
        own.any(|held| {
            let round = held.key.round;
            self.runs(plan, round, held.is_ended) && self.is_opened(plan, round).unwrap_or(false)
        })
    }

    /// The rounds that this device takes slips for.
    pub(super) fn ballots(&self) -> Result<Vec<BallotHere>, AppError> {
        let mut ballots: Vec<BallotHere> = Vec::new();
        let all = locked(&self.cardbox).held_slips()?;
        for held in all {
            let plan = self.plan(&held.key.plan).map(|held| held.plan);
            let slips = slips_here(plan.as_ref(), &held);
            match ballots.last_mut() {
                Some(last) if (&last.plan, last.round) == (&held.key.plan, held.key.round) => {
                    last.slips.push(slips);
                }
                Some(_) | None => ballots.push(BallotHere {
                    title: self.title(&held.key.plan),
                    plan: held.key.plan.clone(),
                    round: held.key.round,
                    last: held.last,
                    slips: vec![slips],
                    is_opened: match &plan {
                        Some(plan) => self.is_opened(plan, held.key.round)?,
                        None => true,
                    },
                    is_ended: held.is_ended,
                }),
            }
        }
        Ok(ballots)
    }

    /// Whether this device takes slips for a round that has not left.
    pub(super) fn has_open_ballot(&self) -> Result<bool, AppError> {
        let today = self.clock.today();
        let held = locked(&self.cardbox).held_slips()?;
        Ok(held.iter().any(|held| !held.is_ended && today <= held.last))
    }

    /// 打开评议会: a round that is held in a sitting takes cards here from now on. One that is no round of slips of this device is
    /// refused.
    pub fn open_sitting(&self, plan: &PlanId, round: RoundId) -> Result<(), AppError> {
        let held = locked(&self.cardbox).held_slips()?;
        let is_here = |held: &HeldSlips| (&held.key.plan, held.key.round) == (plan, round);
        if !held.iter().any(is_here) {
            return Err(AppError::Slip(SlipRefusal::Unknown));
        }
        Ok(locked(&self.cardbox).open_sitting(plan, round)?)
    }

    /// 结束本次评议: staff end a round of slips. It takes no card any more, and leaves with the next sync.
    pub fn end_round(&self, plan: &PlanId, round: RoundId) -> Result<(), AppError> {
        Ok(locked(&self.cardbox).end_round(plan, round)?)
    }

    /// The lists of a pack that this device can take, and why it leaves out the others. `plans` are those of the pack.
    pub(super) fn judge_lists(
        lists: &[SlipList],
        plans: &[Plan],
        device: &DeviceId,
        (day, fewest): (NaiveDate, u64),
    ) -> (Vec<SlipImport>, Vec<Sentence>) {
        let (mut taken, mut left_out) = (Vec::new(), Vec::new());
        for list in lists {
            let key = &list.key;
            let is_own = key.device == *device;
            let plan = plans.iter().find(|plan| plan.id == key.plan);
            let round = plan.and_then(|plan| plan.round_named(key.round));
            let fault = if !list.is_whole() {
                Some(ListFault::Differs)
            } else if is_own && list.number < fewest {
                Some(ListFault::TooFew)
            } else {
                None
            };
            match (fault, round) {
                (Some(fault), _) => left_out.push(fault.sentence(key)),
                // Of a plan that this program cannot run nothing is voted on.
                (None, None) => {}
                (None, Some(round)) => taken.push(SlipImport {
                    list: list.clone(),
                    last: round.last.unwrap_or(NaiveDate::MAX),
                    has_begun: round.first <= day,
                    is_own,
                }),
            }
        }
        (taken, left_out)
    }

    /// Fewer slips of a group than this are not taken.
    pub(super) fn fewest_slips(is_trial: bool) -> u64 {
        if is_trial { 1 } else { FEWEST_SLIPS }
    }
}

/// Why lists are not taken that came too late.
pub(super) fn late(keys: &[SlipKey]) -> impl Iterator<Item = Sentence> + '_ {
    keys.iter().map(|key| ListFault::Late.sentence(key))
}

/// Longer than any way to type twenty digits: what a scanner read.
const TYPED_CHARS: usize = 40;

/// One slip of ten with a wrong digit passes for the number of a receipt, so that only the whole text of one tells.
fn mistyped(typed: &str, error: &ReceiptError) -> SlipRefusal {
    if typed.chars().count() > TYPED_CHARS && parse_scanned(typed).is_some() {
        return SlipRefusal::Receipt;
    }
    match error {
        ReceiptError::Group { group } => SlipRefusal::Mistyped(Some(*group)),
        ReceiptError::TooLong { .. } | ReceiptError::CheckDigit => SlipRefusal::Mistyped(None),
    }
}

fn slips_here(plan: Option<&Plan>, held: &HeldSlips) -> SlipsHere {
    let groups = plan.map(|plan| &plan.voters);
    let group = match groups {
        Some(Voters::Groups(groups)) => groups
            .iter()
            .find(|group| Some(&group.id) == held.key.group.as_ref()),
        Some(Voters::Open | Voters::BySlip) | None => None,
    };
    let commitment = held.commitment.to_string();
    SlipsHere {
        group: group.map(|group| group.name.clone()).unwrap_or_default(),
        number: held.number - held.voided.min(held.number),
        check: commitment.chars().take(CHECK_CHARS).collect(),
    }
}
