//! Everything that belongs to one resident, so that wiping it is one assignment.

use std::sync::Arc;

use zeroize::{Zeroize, Zeroizing};

use super::draft::Draft;
use crate::app::kiosk::{IssuedReceipt, Lookup, Speaks, Voice};
use crate::app::settings::Settings;
use crate::domain::case::CaseNews;
use crate::domain::follow_up::Said;
use crate::domain::ids::PlanId;
use crate::domain::plan::Plan;
use crate::ui::widgets::panel::Panel;
use crate::words::{Lang, Sentence};

/// Room for a scanned receipt, set aside at once so that no copy is left behind by growing.
const TYPED_ROOM_BYTES: usize = 2 * 1024;

/// How the screen looks and speaks; the next resident starts from the defaults again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// The language.
    pub lang: Lang,
    /// Large type.
    pub large: bool,
    /// High contrast.
    pub high_contrast: bool,
}

impl Manner {
    /// What `kiosk.toml` says residents start with.
    #[must_use]
    pub fn from_settings(settings: &Settings) -> Self {
        Self {
            lang: settings.language,
            large: settings.large_type,
            high_contrast: settings.high_contrast,
        }
    }
}

/// Where the rating screen stands.
#[derive(Debug, Clone, Default)]
pub struct RatingForm {
    /// The subject's place in the plan.
    pub subject: usize,
    /// The first question of the page, counted among the subject's own. A question, not a page number,
    /// so that larger type in the middle of a subject stays where the resident is.
    pub first: usize,
    /// The question whose whole text is up.
    pub detail: Option<usize>,
    /// The page of the subject's report, where that is read.
    pub report: usize,
}

/// The look-up screen's field.
pub struct LookupForm {
    /// Digits so far, or the whole text of a scanned code.
    pub typed: Zeroizing<String>,
}

impl Default for LookupForm {
    fn default() -> Self {
        Self {
            typed: Zeroizing::new(String::with_capacity(TYPED_ROOM_BYTES)),
        }
    }
}

/// The field of the voting slip.
#[derive(Default)]
pub struct SlipForm {
    /// For which plan of the list.
    pub place: usize,
    /// Its digits.
    pub number: LookupForm,
    /// Why the one before opened nothing.
    pub refused: Option<Sentence>,
}

/// A receipt on the screen.
#[derive(Debug)]
pub struct ShownReceipt {
    /// What the resident takes home.
    pub issued: IssuedReceipt,
    /// When it disappears, in seconds of the window's time.
    pub until: f64,
}

/// What a look-up came to.
#[derive(Debug)]
pub enum Found {
    /// An answer.
    Status(Lookup),
    /// It could not be looked up.
    Trouble(Sentence),
}

/// What the holder of a receipt may say of what they looked up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Offer {
    /// Nothing.
    #[default]
    Nothing,
    /// The receipt has no voice: at the office.
    AtTheOffice,
    /// They may add words.
    Words,
    /// They may rate the answer, and add words.
    Rating,
}

/// What the holder of a receipt says. Dropping it wipes it.
#[derive(Default)]
pub struct FollowUpForm {
    /// What signs it.
    pub voice: Option<Arc<Voice>>,
    /// What they may say.
    pub offer: Offer,
    /// What they read of what they said last.
    pub news: Option<CaseNews>,
    /// What they say.
    pub said: Said,
    /// Why it was not taken in.
    pub trouble: Option<Sentence>,
    /// It leaves with the next sync.
    pub at_once: bool,
}

impl FollowUpForm {
    /// After a look-up that found `speaks`.
    pub(super) fn of(news: Option<CaseNews>, speaks: Speaks) -> Self {
        let (offer, voice) = match speaks {
            Speaks::Nobody => (Offer::Nothing, None),
            Speaks::EarlyReceipt => (Offer::AtTheOffice, None),
            Speaks::Holder(voice) if voice.rates => (Offer::Rating, Some(voice)),
            Speaks::Holder(voice) => (Offer::Words, Some(voice)),
        };
        Self {
            voice,
            offer,
            news,
            said: Said {
                grade: None,
                text: String::with_capacity(TYPED_ROOM_BYTES * 4),
            },
            ..Self::default()
        }
    }
}

/// Everything of one resident. Dropping it wipes it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, none a state of another"
)]
pub struct Session {
    /// Counts residents since the start; part of the ids of text fields, so that no state of a field
    /// outlives its resident.
    pub number: u64,
    /// Language, type size, contrast.
    pub manner: Manner,
    /// One draft a plan begun and not handed in.
    drafts: Vec<Draft>,
    /// Plans begun and not handed in: counted as abandoned when the session ends.
    begun: Vec<PlanId>,
    /// Which draft is being filled.
    current: Option<PlanId>,
    /// Where the rating screen stands.
    pub rating: RatingForm,
    /// Which keys the opinion's panel shows.
    pub panel: Panel,
    /// Came by 提意见: words and nothing else, handed in from their own page.
    pub words_alone: bool,
    /// Came to the present screen from the review: going on leads back there.
    pub editing: bool,
    /// The look-up's field.
    pub lookup: LookupForm,
    /// The voting slip's field.
    pub slip: SlipForm,
    /// What the look-up found.
    pub found: Option<Found>,
    /// What its holder says of it.
    pub follow_up: FollowUpForm,
    /// The receipt of the card handed in, until it is taken or left.
    pub issued: Option<IssuedReceipt>,
    /// The receipt on the screen.
    pub receipt: Option<ShownReceipt>,
    /// Why the card could not be saved.
    pub not_saved: Option<Sentence>,
    /// 退出 was tapped and is being asked about.
    pub asking_to_leave: bool,
    /// The notice being read.
    pub notice: usize,
    /// The page of the review or of the notice board.
    pub page: usize,
    /// The help lies over the page.
    pub helping: bool,
}

/// A function and not a method, so that another field of the session can be lent out beside the draft.
fn find_mut<'a>(drafts: &'a mut [Draft], plan: &PlanId) -> Option<&'a mut Draft> {
    drafts.iter_mut().find(|draft| draft.plan().id == *plan)
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Session({}, …)", self.number)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Drafts, numbers and replies wipe themselves; what is typed is wiped here for good measure.
        self.lookup.typed.zeroize();
        self.slip.number.typed.zeroize();
        self.drafts.clear();
    }
}

impl Session {
    /// A new resident.
    #[must_use]
    pub fn new(number: u64, manner: Manner) -> Self {
        Self {
            number,
            manner,
            drafts: Vec::new(),
            begun: Vec::new(),
            current: None,
            rating: RatingForm::default(),
            panel: Panel::default(),
            words_alone: false,
            editing: false,
            lookup: LookupForm::default(),
            slip: SlipForm::default(),
            found: None,
            follow_up: FollowUpForm::default(),
            issued: None,
            receipt: None,
            not_saved: None,
            asking_to_leave: false,
            notice: 0,
            page: 0,
            helping: false,
        }
    }

    /// Turns to `plan`. An earlier draft of it is taken up again; otherwise a new one begins, which is
    /// told by `true`.
    pub fn turn_to(&mut self, plan: &Arc<Plan>) -> bool {
        self.rating = RatingForm::default();
        self.editing = false;
        self.current = Some(plan.id.clone());
        if self.draft().is_some() {
            return false;
        }
        self.drafts.push(Draft::new(Arc::clone(plan)));
        self.begun.push(plan.id.clone());
        true
    }

    /// Takes an earlier draft of a plan up again, if there is one: its slip has been shown.
    pub fn turn_back_to(&mut self, plan: &PlanId) -> bool {
        let found = self.drafts.iter().find(|draft| draft.plan().id == *plan);
        let Some(plan) = found.map(|draft| Arc::clone(draft.plan())) else {
            return false;
        };
        self.turn_to(&plan);
        true
    }

    /// The draft being filled.
    #[must_use]
    pub fn draft(&self) -> Option<&Draft> {
        let current = self.current.as_ref()?;
        self.drafts.iter().find(|draft| draft.plan().id == *current)
    }

    /// The draft being filled, to fill it.
    pub fn draft_mut(&mut self) -> Option<&mut Draft> {
        find_mut(&mut self.drafts, self.current.as_ref()?)
    }

    /// The draft and where the rating screen stands, to work on both.
    pub fn rating_parts(&mut self) -> Option<(&mut Draft, &mut RatingForm)> {
        let draft = find_mut(&mut self.drafts, self.current.as_ref()?)?;
        Some((draft, &mut self.rating))
    }

    /// The draft and the keys under its opinion.
    pub fn opinion_parts(&mut self) -> Option<(&mut Draft, &mut Panel)> {
        let draft = find_mut(&mut self.drafts, self.current.as_ref()?)?;
        Some((draft, &mut self.panel))
    }

    /// Whether any draft has something in it.
    #[must_use]
    pub fn has_something(&self) -> bool {
        let says = !self.follow_up.said.is_empty();
        says || self.drafts.iter().any(|draft| !draft.is_empty())
    }

    /// The current draft was handed in: it is wiped.
    pub fn handed_in(&mut self) {
        let Some(current) = self.current.take() else {
            return;
        };
        self.drafts.retain(|draft| draft.plan().id != current);
        self.begun.retain(|plan| *plan != current);
        self.not_saved = None;
    }

    /// Plans begun and not handed in.
    #[must_use]
    pub fn begun(&self) -> &[PlanId] {
        &self.begun
    }
}
