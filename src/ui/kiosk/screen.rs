//! Which screen is up, and everything a finger can ask for.

use crate::app::kiosk::Adopted;
use crate::app::sticks::Stick;
use crate::domain::follow_up::Satisfaction;
use crate::words::Lang;

/// One screen of the kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Screen {
    /// The kiosk could not start.
    Refused,
    /// Where every resident begins.
    Welcome,
    /// What is evaluated now.
    Plans,
    /// The voting slip, where the evaluation wants one.
    Slip,
    /// 无记名 and 严禁打击报复.
    Promise,
    /// Who or what to rate.
    Subjects,
    /// The questions about one subject.
    Rating,
    /// 述职报告 of that subject.
    DutyReport,
    /// What the resident wants to say.
    Opinion,
    /// Whom or what it is about.
    About,
    /// Everything before it is handed in.
    Review,
    /// Handed in; a receipt for whoever wants one.
    Thanks,
    /// The receipt, shown once.
    Receipt,
    /// The card could not be saved; the draft is kept.
    NotSaved,
    /// The tablet goes back; the next resident starts here.
    HandBack,
    /// A receipt number is typed or scanned.
    Lookup,
    /// The receipt is lost: what that means.
    Lost,
    /// What the receipt opened.
    Found,
    /// What its holder says of the answer, before it is sent.
    FollowUp,
    /// The words of it.
    FollowUpWords,
    /// It is taken in.
    FollowUpSent,
    /// The notice board.
    Notices,
    /// One notice.
    NoticeText,
    /// The staff PIN.
    StaffPin,
    /// The staff area.
    Staff,
    /// Sync: under way, done or failed.
    Sync,
    /// Pairing with an office.
    Pairing,
    /// Before another key: whose the batches are that the device does not know.
    Adopted,
}

/// How many steps a card has.
pub const STEPS: usize = 3;

impl Screen {
    /// Whether the screen belongs to the staff area.
    #[must_use]
    pub fn is_staff(self) -> bool {
        matches!(
            self,
            Self::StaffPin | Self::Staff | Self::Sync | Self::Pairing | Self::Adopted
        )
    }

    /// Whether a card is being filled on it.
    #[must_use]
    pub fn is_card(self) -> bool {
        self.step().is_some()
            || matches!(
                self,
                Self::Plans | Self::Slip | Self::Promise | Self::NotSaved
            )
    }

    /// Its place among the [`STEPS`] of a card: rate, say, check and hand in.
    #[must_use]
    pub fn step(self) -> Option<usize> {
        match self {
            Self::Subjects | Self::Rating | Self::DutyReport => Some(0),
            Self::Opinion | Self::About => Some(1),
            Self::Review => Some(2),
            Self::Refused
            | Self::Welcome
            | Self::Plans
            | Self::Slip
            | Self::Promise
            | Self::Receipt
            | Self::Thanks
            | Self::NotSaved
            | Self::HandBack
            | Self::Lookup
            | Self::Lost
            | Self::Found
            | Self::FollowUp
            | Self::FollowUpWords
            | Self::FollowUpSent
            | Self::Notices
            | Self::NoticeText
            | Self::StaffPin
            | Self::Staff
            | Self::Sync
            | Self::Pairing
            | Self::Adopted => None,
        }
    }
}

/// What a screen asks for. Screens change their own form; everything else goes through here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Ways through the kiosk, and how it speaks and looks.
    Nav(Nav),
    /// Filling in a card.
    Card(CardAction),
    /// What the holder of a receipt says of an answer.
    FollowUp(FollowUpAction),
    /// What the staff ask for.
    Staff(StaffAction),
}

/// 回访: what the holder of a receipt says of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowUpAction {
    /// How content they are.
    Rate(Satisfaction),
    /// Write a few words.
    Write,
    /// The words are written.
    Written,
    /// Whether it leaves with the next sync, or within four weeks.
    AtOnce(bool),
    /// Send it.
    Send,
}

/// Ways through the kiosk, and how it speaks and looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nav {
    /// One step back, losing nothing.
    Back,
    /// Leave the card: asks first when something was entered.
    Leave,
    /// Yes, leave and wipe.
    LeaveAndWipe,
    /// No, stay.
    Stay,
    /// Another language.
    Speak(Lang),
    /// Large type on or off.
    LargeType(bool),
    /// High contrast on or off.
    HighContrast(bool),
    /// The help over the page, or the page again.
    Help(bool),
    /// Read the page aloud, or no more.
    ReadAloud,
    /// Show the receipt.
    TakeReceipt,
    /// Keep the receipt on the screen for another while.
    KeepReceipt,
    /// The resident is finished: wipe and begin anew.
    Finished,
    /// The next resident begins (from the hand-back screen).
    NextResident,
    /// Open the look-up.
    OpenLookup,
    /// Look up what was typed or scanned.
    LookUp,
    /// Another number.
    LookUpAnother,
    /// The receipt is lost.
    LostReceipt,
    /// Open the notice board.
    OpenNotices,
    /// Read the notice at this place.
    OpenNotice(usize),
}

/// The steps of a card, from the welcome screen until it is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardAction {
    /// From the welcome screen to a card.
    Begin,
    /// 提意见: from the welcome screen to the words, and nothing else.
    BeginWords,
    /// From the words to what is promised, and back.
    ShowPromise,
    /// Take the plan at this place in the list.
    ChoosePlan(usize),
    /// The number of the voting slip is complete.
    SlipEntered,
    /// The promise is read.
    PromiseRead,
    /// Rate the subject at this place in the plan.
    Rate(usize),
    /// Read what the subject says of its work.
    ReadReport,
    /// The subject's last page is done.
    RatingDone,
    /// Nothing is to be said about the subject whose page it is.
    LeaveOut,
    /// From the review back to what was said about the subject at this place in the plan.
    EditRating(usize),
    /// Enough subjects are rated.
    SubjectsDone,
    /// Say whom or what the words are about.
    ChooseAbout,
    /// The subject at this place in the plan, or none.
    SetAbout(Option<usize>),
    /// The opinion page is done.
    OpinionDone,
    /// From the review back to the opinion.
    EditOpinion,
    /// From the review back to who is rated.
    EditSubjects,
    /// Hand the card in.
    HandIn,
}

/// What the staff ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffAction {
    /// The community's name was held for three seconds.
    Door,
    /// The PIN on the keypad is complete.
    PinEntered,
    /// 忘记 PIN: a code from the office is typed in its stead.
    ForgotPin,
    /// Leave the staff area.
    Leave,
    /// Whether the next sync ends the rounds, in a trial.
    EndRounds(bool),
    /// Open the sitting of the round of slips at this place in the list.
    OpenSitting(usize),
    /// Ask whether the round of slips at this place in the list is to end; none: it goes on.
    AskEndBallot(Option<usize>),
    /// End it.
    EndBallot(usize),
    /// 退役本机: ask for the end of its fingerprint, and for the PIN once more.
    Retire,
    /// 换密钥: ask for the same.
    Renew,
    /// The same, once it is said whose the batches are that the device does not know.
    RenewWith(Adopted),
    /// Ask for the day and the hour.
    SetClock,
    /// 同步 with this stick.
    StartSync(Stick),
    /// Back from the sync's report.
    SyncSeen,
    /// Look for an office's offer on this stick.
    FindOffer(Stick),
    /// The fingerprints are the same: pair.
    Pair,
}
