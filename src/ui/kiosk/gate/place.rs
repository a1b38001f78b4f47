//! What counts as one page.

use super::{FrameEnd, end_frame};
use crate::ui::kiosk::screen::Screen;
use crate::ui::kiosk::session::Manner;
use crate::ui::kiosk::staff::{PinPurpose, SyncState};
use crate::ui::kiosk::state::KioskUi;

/// The page that is up: two that differ here show different things at the same spot. Digits, letters and
/// answers do not turn a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui::kiosk) struct Place {
    screen: Screen,
    session: u64,
    manner: Manner,
    /// The subject rated and its first question shown.
    rating: (usize, usize),
    notice: usize,
    page: usize,
    /// The warning, and the question before leaving.
    dialogs: [bool; 2],
    purpose: PinPurpose,
    /// What is unfolded, done or offered in the staff area.
    staff: [bool; 4],
}

impl Place {
    fn of(kiosk: &KioskUi) -> Self {
        let (session, staff) = (&kiosk.session, &kiosk.staff);
        Self {
            screen: kiosk.screen,
            session: session.number,
            manner: session.manner,
            rating: (session.rating.subject, session.rating.first),
            notice: session.notice,
            page: session.page,
            dialogs: [kiosk.is_warning(), session.asking_to_leave],
            purpose: staff.pin.purpose,
            staff: [
                staff.explaining_small_crowd,
                !matches!(staff.sync, SyncState::None),
                staff.offer.is_some(),
                staff.paired,
            ],
        }
    }
}

impl KioskUi {
    /// Lets the gate know what the frame came to.
    pub(in crate::ui::kiosk) fn end_frame(&mut self, ctx: &egui::Context, now: f64) {
        let place = Place::of(self);
        let dialog = place.dialogs.contains(&true);
        let changed = self.place.as_ref() != Some(&place);
        self.place = Some(place);
        let finger_down = ctx.input(|input| input.pointer.any_down());
        let end = FrameEnd {
            changed,
            dialog,
            finger_down,
            now,
        };
        end_frame(ctx, end);
        if changed {
            ctx.request_repaint();
        }
    }
}
